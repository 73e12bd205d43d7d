"""A letter may be answered at the address of whoever wrote it through the site: residents write to a council by a form.

Revision ID: 0017_contact
Revises: 0016_settled
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_contact"
down_revision = "0016_settled"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing_letter", sa.Column("reply_to", sa.String(length=320), nullable=True))


def downgrade() -> None:
    op.drop_column("outgoing_letter", "reply_to")
