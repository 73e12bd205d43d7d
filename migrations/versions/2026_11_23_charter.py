"""Rules and means of councils.

Revision ID: 0007_charter
Revises: 0007_merging
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_charter"
down_revision = "0007_merging"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    """A column that holds one of some words, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "council_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", choice("ruleskind", "internal", "charter"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_council_rules_counts_from_one")),
        sa.CheckConstraint("in_force_from >= adopted_on", name=op.f("ck_council_rules_in_force_after_adopted")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_rules_council_id_council")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_council_rules_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_rules")),
        sa.UniqueConstraint("council_id", "version", name=op.f("uq_council_rules_council_id_version")),
    )
    op.create_index(op.f("ix_council_rules_document_id"), "council_rules", ["document_id"])
    op.create_index(op.f("ix_council_rules_council_id_in_force_from"), "council_rules", ["council_id", "in_force_from"])
    op.create_table(
        "council_means",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            choice("meanskind", "room", "budget", "staff", "equipment", "training", "civic_service"),
            nullable=False,
        ),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("year BETWEEN 2014 AND 2100", name=op.f("ck_council_means_plausible_year")),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_council_means_not_negative")),
        sa.CheckConstraint(
            "kind <> 'budget' OR amount_cents IS NOT NULL", name=op.f("ck_council_means_budget_is_money")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_means_council_id_council")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organization.id"], name=op.f("fk_council_means_provider_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_means")),
    )
    op.create_index(op.f("ix_council_means_provider_id"), "council_means", ["provider_id"])
    op.create_index(op.f("ix_council_means_council_id_year"), "council_means", ["council_id", "year"])


def downgrade() -> None:
    op.drop_table("council_means")
    op.drop_table("council_rules")
