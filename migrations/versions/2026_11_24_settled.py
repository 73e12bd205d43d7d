"""A motion put in a meeting knows when the minutes of that meeting were approved: no opinion is attached after that.

Revision ID: 0016_settled
Revises: 0015_sheet
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_settled"
down_revision = "0015_sheet"
branch_labels = None
depends_on = None

APPROVED = """
UPDATE motion SET settled_at = (
  SELECT minutes.approved_at FROM minutes JOIN agenda_item ON agenda_item.meeting_id = minutes.meeting_id
  WHERE agenda_item.id = motion.agenda_item_id
) WHERE agenda_item_id IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("motion") as batch:
        batch.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_motion_settled_with_its_meeting"), "settled_at IS NULL OR agenda_item_id IS NOT NULL"
        )
    op.execute(APPROVED)


def downgrade() -> None:
    with op.batch_alter_table("motion") as batch:
        batch.drop_constraint(op.f("ck_motion_settled_with_its_meeting"), type_="check")
        batch.drop_column("settled_at")
