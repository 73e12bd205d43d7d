"""People merged: two rows found to be one person, and every reference that was moved.

Revision ID: 0007_merging
Revises: 0007_sortition
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_merging"
down_revision = "0007_sortition"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("double_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kept_id <> double_id", name=op.f("ck_person_merge_two_rows")),
        sa.CheckConstraint(
            "undone_at IS NULL OR undone_at >= merged_at", name=op.f("ck_person_merge_undone_after_merged")
        ),
        sa.ForeignKeyConstraint(["double_id"], ["person.id"], name=op.f("fk_person_merge_double_id_person")),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id_person")),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["person.id"], name=op.f("fk_person_merge_merged_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    for column in ("double_id", "kept_id", "merged_at", "merged_by_id"):
        op.create_index(op.f(f"ix_person_merge_{column}"), "person_merge", [column])
    op.create_index(
        "uq_person_merge_standing",
        "person_merge",
        ["double_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "moved_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("column_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("stayed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["person_merge.id"], name=op.f("fk_moved_row_merge_id_person_merge"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_row")),
    )
    op.create_index(op.f("ix_moved_row_merge_id"), "moved_row", ["merge_id"])


def downgrade() -> None:
    op.drop_table("moved_row")
    op.drop_table("person_merge")
