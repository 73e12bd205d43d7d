"""The signed sheet of a meeting may be kept as photos, restricted to those who hold it.

Revision ID: 0015_sheet
Revises: 0014_conveners
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_sheet"
down_revision = "0014_conveners"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_attendance_sheet_document_id_document")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_sheet_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet")),
        sa.UniqueConstraint("document_id", name=op.f("uq_attendance_sheet_document_id")),
    )
    op.create_index(
        op.f("ix_attendance_sheet_meeting_id_added_at"), "attendance_sheet", ["meeting_id", "added_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_attendance_sheet_meeting_id_added_at"), table_name="attendance_sheet")
    op.drop_table("attendance_sheet")
