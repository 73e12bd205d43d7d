"""Meetings as they are held: who is there, by whom represented, what is noted, voted and decided.

Revision ID: 0009_presence
Revises: 0008_meetings
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009_presence"
down_revision = "0008_meetings"
branch_labels = None
depends_on = None
MEETINGKIND_BEFORE = ("plenary", "public_meeting", "working_group", "board")
MEETINGKIND = ("plenary", "public_meeting", "working_group", "board", "general_assembly", "walk_debrief")
MEETINGSTATE_BEFORE = ("draft", "convened", "cancelled")
MEETINGSTATE = ("draft", "convened", "open", "closed", "cancelled")
VOTEMETHOD_BEFORE = ("written",)
VOTEMETHOD = ("written", "consensus", "show_of_hands", "named", "secret")
MOTIONRESULT_BEFORE = ("adopted", "rejected", "no_quorum")
MOTIONRESULT = ("adopted", "rejected", "no_quorum", "not_put", "not_opened")

# written out: remaking this table on SQLite would take what older columns point at out of their reach
VOTE_COLUMNS = {
    "sqlite": (
        "ALTER TABLE vote ADD COLUMN proxy_id CHAR(32) CONSTRAINT fk_vote_proxy_id_proxy REFERENCES proxy (id)",
        "ALTER TABLE vote ADD COLUMN called BOOLEAN DEFAULT false NOT NULL",
    ),
    "postgresql": (
        "ALTER TABLE vote ADD COLUMN proxy_id UUID CONSTRAINT fk_vote_proxy_id_proxy REFERENCES proxy (id)",
        "ALTER TABLE vote ADD COLUMN called BOOLEAN DEFAULT false NOT NULL",
    ),
}


def _allow(batch: Any, table: str, column: str, name: str, values: Sequence[str]) -> None:
    """Let a column hold these words and no other."""
    listed = ", ".join(f"'{value}'" for value in values)
    batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    batch.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{column} IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("function", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_guest_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
    )
    with op.batch_alter_table("guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guest_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "remote",
                "represented",
                "excused",
                "absent",
                name="attendancestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "self",
                "secretary",
                "paper",
                name="attendancesource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('present', 'remote') OR left_at IS NULL", name=op.f("ck_attendance_only_who_came_leaves")
        ),
        sa.CheckConstraint("left_at >= arrived_at", name=op.f("ck_attendance_leaves_after_arriving")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_attendance_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "membership_id", name=op.f("uq_attendance_meeting_id_membership_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_decision_agenda_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_decision_council_id_council")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["owner_id"], ["membership.id"], name=op.f("fk_decision_owner_id_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_agenda_item_id"), ["agenda_item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_decision_council_id_done_on_due_on"), ["council_id", "done_on", "due_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_decision_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "item_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(writer_id IS NULL) = (held_until IS NULL)", name=op.f("ck_item_note_held_by_somebody")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_item_note_counts_from_zero")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_item_note_agenda_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_item_note_writer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_note")),
        sa.UniqueConstraint("agenda_item_id", name=op.f("uq_item_note_agenda_item_id")),
    )
    with op.batch_alter_table("item_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_note_writer_id"), ["writer_id"], unique=False)

    op.create_table(
        "proxy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_paper", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("void_reason = '' OR revoked_at IS NOT NULL", name=op.f("ck_proxy_void_means_ended")),
        sa.CheckConstraint("document_id IS NULL OR is_paper", name=op.f("ck_proxy_only_paper_is_scanned")),
        sa.CheckConstraint("giver_id <> holder_id", name=op.f("ck_proxy_not_to_oneself")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_proxy_document_id_document")),
        sa.ForeignKeyConstraint(["giver_id"], ["membership.id"], name=op.f("fk_proxy_giver_id_membership")),
        sa.ForeignKeyConstraint(["holder_id"], ["membership.id"], name=op.f("fk_proxy_holder_id_membership")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_proxy_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
    )
    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proxy_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proxy_giver_id"), ["giver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proxy_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proxy_meeting_id_holder_id"), ["meeting_id", "holder_id"], unique=False)
        batch_op.create_index(
            "ix_proxy_one_per_giver",
            ["meeting_id", "giver_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("check_in_code", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("second_call_of_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_meeting_second_call_of_id"), ["second_call_of_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_second_call_of_id_meeting"), "meeting", ["second_call_of_id"], ["id"]
        )
        _allow(batch_op, "meeting", "kind", "meetingkind", MEETINGKIND)
        _allow(batch_op, "meeting", "state", "meetingstate", MEETINGSTATE)
        batch_op.create_check_constraint(
            op.f("ck_meeting_opened_means_dated"), "(state IN ('open', 'closed')) = (opened_at IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_meeting_closed_means_dated"), "(state = 'closed') = (closed_at IS NOT NULL)"
        )

    with op.batch_alter_table("motion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda_item_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("quorum_base", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("quorum_required", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("quorum_counted", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("by_casting_vote", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_motion_agenda_item_id"), ["agenda_item_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_motion_agenda_item_id_agenda_item"), "agenda_item", ["agenda_item_id"], ["id"]
        )
        _allow(batch_op, "motion", "method", "votemethod", VOTEMETHOD)
        _allow(batch_op, "motion", "result", "motionresult", MOTIONRESULT)
        batch_op.create_check_constraint(
            op.f("ck_motion_quorum_in_meetings"),
            "(agenda_item_id IS NULL) = (quorum_base IS NULL) AND (agenda_item_id IS NULL) = (quorum_required IS NULL) AND (agenda_item_id IS NULL) = (quorum_counted IS NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_motion_method_fits_place"), "method = 'secret' OR (method = 'written') = (agenda_item_id IS NULL)"
        )
        batch_op.drop_constraint(op.f("ck_motion_adopted_means_more_for"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_motion_adopted_means_more_for"),
            "result <> 'adopted' OR votes_for > votes_against OR (by_casting_vote AND votes_for = votes_against)",
        )

    op.create_table(
        "elector",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("proxy_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_elector_motion_id_motion")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_elector_membership_id_membership")),
        sa.ForeignKeyConstraint(["proxy_id"], ["proxy.id"], name=op.f("fk_elector_proxy_id_proxy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elector")),
        sa.UniqueConstraint("motion_id", "membership_id", name=op.f("uq_elector_motion_id_membership_id")),
    )
    op.create_index(op.f("ix_elector_membership_id"), "elector", ["membership_id"], unique=False)
    op.create_index(op.f("ix_elector_proxy_id"), "elector", ["proxy_id"], unique=False)
    for statement in VOTE_COLUMNS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_index(op.f("ix_vote_proxy_id"), "vote", ["proxy_id"], unique=False)


def downgrade() -> None:

    # what was held in meetings has no place in the older tables
    op.execute("DELETE FROM vote WHERE motion_id IN (SELECT id FROM motion WHERE agenda_item_id IS NOT NULL)")
    op.execute("DELETE FROM dissent WHERE motion_id IN (SELECT id FROM motion WHERE agenda_item_id IS NOT NULL)")
    op.execute(
        "DELETE FROM conflict_of_interest WHERE motion_id IN (SELECT id FROM motion WHERE agenda_item_id IS NOT NULL)"
    )
    op.drop_table("elector")
    op.execute("DELETE FROM motion WHERE agenda_item_id IS NOT NULL")
    op.execute("UPDATE meeting SET state = 'convened', opened_at = NULL, closed_at = NULL WHERE opened_at IS NOT NULL")

    op.drop_index(op.f("ix_vote_proxy_id"), table_name="vote")
    op.execute("ALTER TABLE vote DROP COLUMN called")
    op.execute("ALTER TABLE vote DROP COLUMN proxy_id")
    with op.batch_alter_table("motion", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_motion_method_fits_place"), type_="check")
        batch_op.drop_constraint(op.f("ck_motion_quorum_in_meetings"), type_="check")
        _allow(batch_op, "motion", "method", "votemethod", VOTEMETHOD_BEFORE)
        _allow(batch_op, "motion", "result", "motionresult", MOTIONRESULT_BEFORE)
        batch_op.drop_constraint(op.f("ck_motion_adopted_means_more_for"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_motion_adopted_means_more_for"), "result <> 'adopted' OR votes_for > votes_against"
        )
        batch_op.drop_constraint(batch_op.f("fk_motion_agenda_item_id_agenda_item"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_motion_agenda_item_id"))
        batch_op.drop_column("by_casting_vote")
        batch_op.drop_column("quorum_counted")
        batch_op.drop_column("quorum_required")
        batch_op.drop_column("quorum_base")
        batch_op.drop_column("agenda_item_id")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_meeting_closed_means_dated"), type_="check")
        batch_op.drop_constraint(op.f("ck_meeting_opened_means_dated"), type_="check")
        _allow(batch_op, "meeting", "kind", "meetingkind", MEETINGKIND_BEFORE)
        _allow(batch_op, "meeting", "state", "meetingstate", MEETINGSTATE_BEFORE)
        batch_op.drop_constraint(batch_op.f("fk_meeting_second_call_of_id_meeting"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_meeting_second_call_of_id"))
        batch_op.drop_column("second_call_of_id")
        batch_op.drop_column("check_in_code")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("opened_at")

    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_proxy_one_per_giver",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_proxy_meeting_id_holder_id"))
        batch_op.drop_index(batch_op.f("ix_proxy_holder_id"))
        batch_op.drop_index(batch_op.f("ix_proxy_giver_id"))
        batch_op.drop_index(batch_op.f("ix_proxy_document_id"))

    op.drop_table("proxy")
    with op.batch_alter_table("item_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_note_writer_id"))

    op.drop_table("item_note")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_owner_id"))
        batch_op.drop_index(batch_op.f("ix_decision_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_decision_council_id_done_on_due_on"))
        batch_op.drop_index(batch_op.f("ix_decision_agenda_item_id"))

    op.drop_table("decision")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_membership_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guest_meeting_id"))

    op.drop_table("guest")
