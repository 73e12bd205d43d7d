"""Draws by lot: their records, their lists under pseudonyms, what each seed gave.

Revision ID: 0007_sortition
Revises: 0006_members
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_sortition"
down_revision = "0006_members"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sortition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("protocol_id", sa.Uuid(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("quotas", sa.JSON(), nullable=False),
        sa.Column("algorithm", sa.String(length=40), nullable=True),
        sa.Column("list_text", sa.Text(), nullable=True),
        sa.Column("list_sha256", sa.String(length=64), nullable=True),
        sa.Column("chances", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed_on", sa.Date(), nullable=True),
        sa.Column("seed_source", sa.String(length=300), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=True),
        sa.Column("trial", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(frozen_at IS NULL) = (list_sha256 IS NULL)", name=op.f("ck_sortition_frozen_means_hash")),
        sa.CheckConstraint(
            "drawn_at IS NULL OR (seed IS NOT NULL AND frozen_at IS NOT NULL)",
            name=op.f("ck_sortition_drawn_means_seed"),
        ),
        sa.CheckConstraint("drawn_at IS NULL OR drawn_at >= frozen_at", name=op.f("ck_sortition_drawn_after_frozen")),
        sa.CheckConstraint(
            "frozen_at IS NULL OR (algorithm IS NOT NULL AND seed_on IS NOT NULL)",
            name=op.f("ck_sortition_frozen_means_plan"),
        ),
        sa.CheckConstraint("list_sha256 IS NULL OR length(list_sha256) = 64", name=op.f("ck_sortition_whole_hash")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_sortition_draws_somebody")),
        sa.ForeignKeyConstraint(["protocol_id"], ["document.id"], name=op.f("fk_sortition_protocol_id_document")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_sortition_term_id_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sortition")),
    )
    op.create_index(op.f("ix_sortition_protocol_id"), "sortition", ["protocol_id"], unique=False)
    op.create_index(op.f("ix_sortition_term_id_day"), "sortition", ["term_id", "day"], unique=False)
    op.create_table(
        "candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sortition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.String(length=12), nullable=False),
        sa.Column(
            "gender",
            sa.Enum("f", "m", "x", "undeclared", name="gender", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "age_band",
            sa.Enum(
                "under_18",
                "from_18",
                "from_30",
                "from_45",
                "from_65",
                "undeclared",
                name="ageband",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("neighborhood_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "listed",
                "drawn",
                "reserve",
                "accepted",
                "refused",
                "withdrawn",
                name="candidatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces", sa.String(length=12), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint("place >= 1", name=op.f("ck_candidate_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["neighborhood_id"], ["neighborhood.id"], name=op.f("fk_candidate_neighborhood_id_neighborhood")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_person_id_person")),
        sa.ForeignKeyConstraint(["sortition_id"], ["sortition.id"], name=op.f("fk_candidate_sortition_id_sortition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("sortition_id", "person_id", name=op.f("uq_candidate_sortition_id_person_id")),
        sa.UniqueConstraint("sortition_id", "place", name=op.f("uq_candidate_sortition_id_place")),
        sa.UniqueConstraint("sortition_id", "pseudonym", name=op.f("uq_candidate_sortition_id_pseudonym")),
    )
    op.create_index(op.f("ix_candidate_neighborhood_id"), "candidate", ["neighborhood_id"], unique=False)
    op.create_index(op.f("ix_candidate_person_id"), "candidate", ["person_id"], unique=False)
    op.create_index(op.f("ix_candidate_sortition_id_state"), "candidate", ["sortition_id", "state"], unique=False)
    op.create_table(
        "sortition_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sortition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "electoral_roll",
                "landlord",
                "utility",
                "building_directory",
                "service_users",
                "volunteers",
                "other",
                name="sourcekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_sortition_source_counts")),
        sa.ForeignKeyConstraint(
            ["sortition_id"],
            ["sortition.id"],
            name=op.f("fk_sortition_source_sortition_id_sortition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sortition_source")),
    )
    op.create_index(op.f("ix_sortition_source_sortition_id"), "sortition_source", ["sortition_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sortition_source_sortition_id"), table_name="sortition_source")
    op.drop_table("sortition_source")
    op.drop_index(op.f("ix_candidate_sortition_id_state"), table_name="candidate")
    op.drop_index(op.f("ix_candidate_person_id"), table_name="candidate")
    op.drop_index(op.f("ix_candidate_neighborhood_id"), table_name="candidate")
    op.drop_table("candidate")
    op.drop_index(op.f("ix_sortition_term_id_day"), table_name="sortition")
    op.drop_index(op.f("ix_sortition_protocol_id"), table_name="sortition")
    op.drop_table("sortition")
