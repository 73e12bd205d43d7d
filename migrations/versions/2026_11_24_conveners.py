"""Meetings of committees and of the network: a meeting, its minutes and its decisions may be of no council.

Going back removes those meetings with all that hangs on them: no council could own them.

Revision ID: 0014_conveners
Revises: 0013_seats
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014_conveners"
down_revision = "0013_seats"
branch_labels = None
depends_on = None

KINDS = ("plenary", "public_meeting", "working_group", "board", "general_assembly", "walk_debrief")
ELSEWHERE = ("network_meeting", "training", "assises", "committee_session")
OF_ITS_CONVENER = (
    "(kind = 'committee_session') = (committee_id IS NOT NULL) AND "
    "(kind IN ('network_meeting', 'training', 'assises', 'committee_session')) = (council_id IS NULL)"
)
GONE = "SELECT id FROM meeting WHERE council_id IS NULL"
# what hangs on a meeting, what hangs on that first
HANGING = (
    ("kept_passage", f"revision_id IN (SELECT r.id FROM minutes_revision r JOIN minutes m ON m.id = r.minutes_id WHERE m.meeting_id IN ({GONE}))"),
    ("minutes_remark", f"minutes_id IN (SELECT id FROM minutes WHERE meeting_id IN ({GONE}))"),
    ("minutes_revision", f"minutes_id IN (SELECT id FROM minutes WHERE meeting_id IN ({GONE}))"),
    ("minutes", f"meeting_id IN ({GONE})"),
    ("decision", f"meeting_id IN ({GONE})"),
    ("item_note", f"agenda_item_id IN (SELECT id FROM agenda_item WHERE meeting_id IN ({GONE}))"),
    ("agenda_document", f"agenda_item_id IN (SELECT id FROM agenda_item WHERE meeting_id IN ({GONE}))"),
    ("attendance", f"meeting_id IN ({GONE})"),
    ("guest", f"meeting_id IN ({GONE})"),
    ("meeting_need", f"meeting_id IN ({GONE})"),
    ("notice_answer", f"meeting_id IN ({GONE})"),
    ("notice_delivery", f"notice_id IN (SELECT id FROM notice WHERE meeting_id IN ({GONE}))"),
    ("notice", f"meeting_id IN ({GONE})"),
    ("agenda_item", f"meeting_id IN ({GONE})"),
    ("meeting", "council_id IS NULL"),
)  # fmt: skip


def _allow(batch: Any, values: Sequence[str]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    batch.drop_constraint(op.f("ck_meeting_meetingkind"), type_="check")
    batch.create_check_constraint(op.f("ck_meeting_meetingkind"), f"kind IN ({listed})")


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        _allow(batch_op, (*KINDS, *ELSEWHERE))
        batch_op.alter_column("council_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(sa.Column("committee_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_committee_id_committee"), "committee", ["committee_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_meeting_kind_is_of_its_convener"), OF_ITS_CONVENER)
        batch_op.create_index(
            batch_op.f("ix_meeting_committee_id_starts_at"), ["committee_id", "starts_at"], unique=False
        )
    for name in ("minutes", "decision"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.alter_column("council_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    for table, which in HANGING:
        op.execute(f"DELETE FROM {table} WHERE {which}")  # noqa: S608 - both are written above
    for name in ("decision", "minutes"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.alter_column("council_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_committee_id_starts_at"))
        batch_op.drop_constraint(op.f("ck_meeting_kind_is_of_its_convener"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_meeting_committee_id_committee"), type_="foreignkey")
        batch_op.drop_column("committee_id")
        batch_op.alter_column("council_id", existing_type=sa.Uuid(), nullable=False)
        _allow(batch_op, KINDS)
