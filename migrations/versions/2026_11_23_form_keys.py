"""Forms sent twice are known by their mark; a comment keeps who could read it when it was written, and can be taken back.

Revision ID: 0004_form_keys
Revises: 0003_proposals
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_form_keys"
down_revision = "0003_proposals"
branch_labels = None
depends_on = None

# what was written before is for the council alone, unless its discussion is open to residents or one of them wrote it
OPEN_ALREADY = (
    "UPDATE comment SET open_to_all = (1 = 1) WHERE NOT trusted OR subject_kind = 'proposal' AND subject_id IN"
    " (SELECT id FROM proposal WHERE open_to_residents)"
)


def upgrade() -> None:
    op.create_table(
        "submitted_form",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_submitted_form")),
    )
    op.create_index(op.f("ix_submitted_form_sent_at"), "submitted_form", ["sent_at"], unique=False)
    op.add_column("comment", sa.Column("open_to_all", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("comment", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(OPEN_ALREADY)


def downgrade() -> None:
    op.drop_column("comment", "withdrawn_at")
    op.drop_column("comment", "open_to_all")
    op.drop_index(op.f("ix_submitted_form_sent_at"), table_name="submitted_form")
    op.drop_table("submitted_form")
