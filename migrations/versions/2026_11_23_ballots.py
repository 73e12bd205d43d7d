"""Secret ballots: the box of a vote, its register of seats, the sealed rows, and counts of paper ballots.

Revision ID: 0012_ballots
Revises: 0011_minutes
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_ballots"
down_revision = "0011_minutes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballot_box",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("site", "paper", name="ballotway", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("cast", sa.Integer(), nullable=True),
        sa.Column(
            "unopened",
            sa.Enum(
                "few",
                "participation",
                "key",
                "box",
                "uncounted",
                name="unopened",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ballots", sa.Text(), nullable=True),
        sa.Column("ballots_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("(way = 'paper') = (public_key = '')", name=op.f("ck_ballot_box_paper_needs_no_key")),
        sa.CheckConstraint("length(frozen_sha256) = 64", name=op.f("ck_ballot_box_whole_hash")),
        sa.CheckConstraint(
            "unopened IS NULL OR (ballots IS NULL AND ballots_sha256 = '')",
            name=op.f("ck_ballot_box_unopened_shows_nothing"),
        ),
        sa.CheckConstraint(
            "ballots IS NULL OR ballots_sha256 <> ''", name=op.f("ck_ballot_box_opened_means_hash")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_ballot_box_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_box")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_ballot_box_motion_id")),
    )
    op.create_table(
        "secret_voter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("proxy_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("none", "cast", "apart", name="seatstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_secret_voter_motion_id_motion")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_secret_voter_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["proxy_id"], ["proxy.id"], name=op.f("fk_secret_voter_proxy_id_proxy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_voter")),
        sa.UniqueConstraint("motion_id", "membership_id", name=op.f("uq_secret_voter_motion_id_membership_id")),
    )
    op.create_index(op.f("ix_secret_voter_membership_id"), "secret_voter", ["membership_id"], unique=False)
    op.create_index(op.f("ix_secret_voter_proxy_id"), "secret_voter", ["proxy_id"], unique=False)
    op.create_table(
        "secret_ballot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sealed) = 384", name=op.f("ck_secret_ballot_all_of_one_length")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_secret_ballot_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_secret_ballot_motion_id"), "secret_ballot", ["motion_id"], unique=False)
    op.create_table(
        "paper_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("ballots_found", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("votes_abstain", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("countersigned_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("countersigned_by_id <> entered_by_id", name=op.f("ck_paper_count_two_people")),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND votes_abstain >= 0", name=op.f("ck_paper_count_counts_from_zero")
        ),
        sa.CheckConstraint(
            "votes_for + votes_against + votes_abstain = ballots_found", name=op.f("ck_paper_count_adds_up")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_paper_count_motion_id_motion")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_paper_count_entered_by_id_person")),
        sa.ForeignKeyConstraint(
            ["countersigned_by_id"], ["person.id"], name=op.f("fk_paper_count_countersigned_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_count")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_paper_count_motion_id")),
    )
    op.create_index(op.f("ix_paper_count_entered_by_id"), "paper_count", ["entered_by_id"], unique=False)
    op.create_index(op.f("ix_paper_count_countersigned_by_id"), "paper_count", ["countersigned_by_id"], unique=False)


def downgrade() -> None:
    # the older site knows written votes alone: without its box and its key a secret one counts no ballot any more
    op.execute("UPDATE motion SET result = 'no_quorum' WHERE result = 'not_opened' AND agenda_item_id IS NULL")
    op.execute("UPDATE motion SET method = 'written' WHERE method = 'secret' AND agenda_item_id IS NULL")
    op.drop_table("paper_count")
    op.drop_table("secret_ballot")
    op.drop_table("secret_voter")
    op.drop_table("ballot_box")
