"""Answers to a notice and powers may be recorded for somebody under their mandate: each leads to what recorded it.

Revision ID: 0018_assisted
Revises: 0017_contact
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_assisted"
down_revision = "0017_contact"
branch_labels = None
depends_on = None

ACTS = ("notice_answer", "proxy")


def upgrade() -> None:
    for table in ACTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("assisted_act_id", sa.Uuid(), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_{table}_assisted_act_id"), ["assisted_act_id"], unique=False)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_assisted_act_id_assisted_act"), "assisted_act", ["assisted_act_id"], ["id"]
            )
    with op.batch_alter_table("assisted_act", schema=None) as batch_op:
        batch_op.add_column(sa.Column("named_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_assisted_act_named_id"), ["named_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_assisted_act_named_id_person"), "person", ["named_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("assisted_act", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assisted_act_named_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_assisted_act_named_id"))
        batch_op.drop_column("named_id")
    for table in reversed(ACTS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_assisted_act_id_assisted_act"), type_="foreignkey")
            batch_op.drop_index(batch_op.f(f"ix_{table}_assisted_act_id"))
            batch_op.drop_column("assisted_act_id")
