"""Seats of councils in committees: with which voice, who holds them, and how many seats a committee has in all.

Revision ID: 0013_seats
Revises: 0012_ballots
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_seats"
down_revision = "0012_ballots"
branch_labels = None
depends_on = None
# written out: remaking this table on SQLite would take what older columns point at out of their reach
SEAT_COUNT = (
    "ALTER TABLE committee ADD COLUMN seat_count INTEGER "
    "CONSTRAINT ck_committee_has_seats CHECK (seat_count BETWEEN 1 AND 500)"
)


def upgrade() -> None:
    op.execute(SEAT_COUNT)
    # both columns of the key by which a seat names a member of its council
    op.create_index("uq_membership_of_council", "membership", ["id", "council_id"], unique=True)
    op.create_table(
        "committee_seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("titular_id", sa.Uuid(), nullable=True),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column(
            "voice",
            sa.Enum(
                "deliberative",
                "consultative",
                "observer",
                name="seatvoice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("titular_id <> substitute_id", name=op.f("ck_committee_seat_two_people")),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_committee_seat_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_committee_seat_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_committee_seat_council_id_council")),
        sa.ForeignKeyConstraint(
            ["titular_id", "council_id"],
            ["membership.id", "membership.council_id"],
            name=op.f("fk_committee_seat_titular_id_council_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id", "council_id"],
            ["membership.id", "membership.council_id"],
            name=op.f("fk_committee_seat_substitute_id_council_id_membership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_seat")),
    )
    op.create_index(op.f("ix_committee_seat_committee_id"), "committee_seat", ["committee_id"])
    op.create_index(op.f("ix_committee_seat_council_id"), "committee_seat", ["council_id"])
    for part in ("titular", "substitute"):
        columns = [f"{part}_id", "council_id"]
        op.create_index(op.f(f"ix_committee_seat_{part}_id_council_id"), "committee_seat", columns)
        op.create_index(
            f"uq_committee_seat_{part}_once",
            "committee_seat",
            ["committee_id", f"{part}_id"],
            unique=True,
            sqlite_where=sa.text("end_on IS NULL"),
            postgresql_where=sa.text("end_on IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("committee_seat")
    op.drop_index("uq_membership_of_council", table_name="membership")
    op.execute("ALTER TABLE committee DROP COLUMN seat_count")
