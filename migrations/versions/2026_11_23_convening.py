"""The rest of convening: documents of an agenda, what members propose and need, what is carried over, calendars.

Revision ID: 0010_convening
Revises: 0009_presence
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_convening"
down_revision = "0009_presence"
branch_labels = None
depends_on = None

# written out: remaking this table on SQLite would take what other tables point at out of their reach
CARRIED = {
    "sqlite": "CHAR(32)",
    "postgresql": "UUID",
}


def choice(name: str, *values: str) -> sa.Enum:
    """A column that holds one of some words, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


OFFERS = ("childcare", "transport", "interpretation")


def upgrade() -> None:
    for kind in OFFERS:
        op.execute(f"ALTER TABLE meeting ADD COLUMN offers_{kind} BOOLEAN DEFAULT false NOT NULL")
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_link_person_id")),
    )
    op.create_table(
        "meeting_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", choice("needkind", *OFFERS), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_need_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_meeting_need_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_need")),
        sa.UniqueConstraint(
            "meeting_id", "membership_id", "kind", name=op.f("uq_meeting_need_meeting_id_membership_id_kind")
        ),
    )
    op.create_index(op.f("ix_meeting_need_membership_id"), "meeting_need", ["membership_id"])
    op.execute("ALTER TABLE agenda_item ADD COLUMN is_left BOOLEAN DEFAULT false NOT NULL")
    op.execute(
        f"ALTER TABLE agenda_item ADD COLUMN carried_from_id {CARRIED[op.get_bind().dialect.name]}"
        " CONSTRAINT fk_agenda_item_carried_from_id_agenda_item REFERENCES agenda_item (id)"
    )
    op.create_index(op.f("ix_agenda_item_carried_from_id"), "agenda_item", ["carried_from_id"], unique=True)
    op.create_table(
        "proposed_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", choice("proposeditemstate", "waiting", "accepted", "declined"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_proposed_item_decided_means_dated")
        ),
        sa.CheckConstraint("(state = 'declined') = (answer <> '')", name=op.f("ck_proposed_item_declined_means_answered")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_proposed_item_council_id_council")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_proposed_item_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_proposed_item_agenda_item_id_agenda_item"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_item")),
        sa.UniqueConstraint("agenda_item_id", name=op.f("uq_proposed_item_agenda_item_id")),
    )
    op.create_index(op.f("ix_proposed_item_council_id_state"), "proposed_item", ["council_id", "state"])
    op.create_index(op.f("ix_proposed_item_membership_id"), "proposed_item", ["membership_id"])
    op.create_table(
        "agenda_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_agenda_document_agenda_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_agenda_document_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_document")),
        sa.UniqueConstraint("document_id", name=op.f("uq_agenda_document_document_id")),
    )
    op.create_index(
        op.f("ix_agenda_document_agenda_item_id_position"), "agenda_document", ["agenda_item_id", "position"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_need_membership_id"), table_name="meeting_need")
    op.drop_table("meeting_need")
    op.drop_table("calendar_link")
    for kind in OFFERS:
        op.execute(f"ALTER TABLE meeting DROP COLUMN offers_{kind}")
    op.drop_index(op.f("ix_proposed_item_membership_id"), table_name="proposed_item")
    op.drop_index(op.f("ix_proposed_item_council_id_state"), table_name="proposed_item")
    op.drop_table("proposed_item")
    op.drop_index(op.f("ix_agenda_item_carried_from_id"), table_name="agenda_item")
    op.execute("ALTER TABLE agenda_item DROP COLUMN carried_from_id")
    op.execute("ALTER TABLE agenda_item DROP COLUMN is_left")
    op.drop_index(op.f("ix_agenda_document_agenda_item_id_position"), table_name="agenda_document")
    op.drop_table("agenda_document")
