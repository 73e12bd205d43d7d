"""Indexes for many rows: late proposals, states, a council's votes, the journal; words found by kind, newest first.

Revision ID: 0005_scale
Revises: 0004_form_keys
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_scale"
down_revision = "0004_form_keys"
branch_labels = None
depends_on = None

AWAITED = sa.text(
    "state NOT IN ('draft', 'discarded', 'deliberating', 'adopted', 'rejected', 'answered', 'withdrawn')"
)
DAY = "coalesce(\"on\", '0001-01-01')"

# the words of each kind apart, under a number that says the day and then the order of ids
SQLITE = (
    "DROP TABLE search_terms",
    "CREATE VIRTUAL TABLE search_terms USING fts5(title, words, tokenize=\"unicode61 tokenchars '_'\")",
    "INSERT INTO search_terms (rowid, title, words) SELECT"
    f" CAST(julianday({DAY}) - 1721424.5 AS INTEGER) * 4294967296 + 4294967295 - id,"
    " CASE title_terms WHEN '' THEN '' ELSE kind || '_' || replace(title_terms, ' ', ' ' || kind || '_') END,"
    " CASE all_terms WHEN '' THEN '' ELSE kind || '_' || replace(all_terms, ' ', ' ' || kind || '_') END"
    " FROM search_entry ORDER BY 1",
)
SQLITE_BEFORE = (
    "DROP TABLE search_terms",
    "CREATE VIRTUAL TABLE search_terms USING fts5(title, words, tokenize='unicode61', prefix='2 3')",
    "INSERT INTO search_terms (rowid, title, words) SELECT id, title_terms, all_terms FROM search_entry ORDER BY id",
)
POSTGRESQL = (
    "DROP INDEX fts_search_entry_title_terms",
    "DROP INDEX fts_search_entry_all_terms",
    *(
        f"CREATE INDEX fts_search_entry_{terms} ON search_entry USING gin"
        f" (array_to_tsvector(string_to_array(kind || '_' || replace({terms}, ' ', ' ' || kind || '_'), ' ')))"
        for terms in ("title_terms", "all_terms")
    ),
    "CREATE INDEX fts_search_entry_place ON search_entry"
    f" (kind, (({DAY} - date '0001-01-01' + 1)::bigint * 4294967296 + 4294967295 - id))",
)
POSTGRESQL_BEFORE = (
    "DROP INDEX fts_search_entry_place",
    "DROP INDEX fts_search_entry_title_terms",
    "DROP INDEX fts_search_entry_all_terms",
    *(
        f"CREATE INDEX fts_search_entry_{terms} ON search_entry USING gin"
        f" (array_to_tsvector(string_to_array({terms}, ' ')))"
        for terms in ("title_terms", "all_terms")
    ),
)


def upgrade() -> None:
    op.create_index(op.f("ix_proposal_state_published_at_id"), "proposal", ["state", "published_at", "id"])
    op.create_index(
        op.f("ix_proposal_answer_due_on_id"),
        "proposal",
        ["answer_due_on", "id"],
        sqlite_where=AWAITED,
        postgresql_where=AWAITED,
    )
    op.drop_index(op.f("ix_proposal_state_answer_due_on"), table_name="proposal")
    op.create_index(
        op.f("ix_proposal_answered_at_published_at_id"), "proposal", ["answered_at", "published_at", "id"]
    )
    op.drop_index(op.f("ix_proposal_answered_at_id"), table_name="proposal")
    op.create_index(op.f("ix_motion_council_id_closed_at_closes_at"), "motion", ["council_id", "closed_at", "closes_at"])
    op.drop_index(op.f("ix_motion_council_id_opens_at"), table_name="motion")
    op.create_index(op.f("ix_journal_entry_kind_seq"), "journal_entry", ["kind", "seq"])
    op.create_index(op.f("ix_journal_entry_subject_kind"), "journal_entry", ["subject", "kind"])
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_BEFORE, POSTGRESQL_BEFORE)
    op.drop_index(op.f("ix_journal_entry_subject_kind"), table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_kind_seq"), table_name="journal_entry")
    op.create_index(op.f("ix_motion_council_id_opens_at"), "motion", ["council_id", "opens_at"])
    op.drop_index(op.f("ix_motion_council_id_closed_at_closes_at"), table_name="motion")
    op.create_index(op.f("ix_proposal_answered_at_id"), "proposal", ["answered_at", "id"])
    op.drop_index(op.f("ix_proposal_answered_at_published_at_id"), table_name="proposal")
    op.create_index(op.f("ix_proposal_state_answer_due_on"), "proposal", ["state", "answer_due_on"])
    op.drop_index(op.f("ix_proposal_answer_due_on_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_state_published_at_id"), table_name="proposal")


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in sqlite if op.get_bind().dialect.name == "sqlite" else postgresql:
        op.execute(statement)
