"""The first tables: territory, councils and their recognition, the contract, journal, search, outbox and jobs.

What the database itself refuses (overlapping periods, a changed journal) is written here as triggers, once for each
engine; a test compares them with those that the models make.

Revision ID: 0001_first_tables
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_first_tables"
down_revision = None
branch_labels = None
depends_on = None

ROWS = ("INSERT INTO site_state (id, public_version, clock_shift) VALUES (1, 1, 0)",)

SQLITE = (
    "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'the public journal only grows'); END",
    "CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'the public journal only grows'); END",
    "CREATE VIRTUAL TABLE search_terms USING fts5(title, words, tokenize='unicode61', prefix='2 3')",
    "CREATE TRIGGER neighborhood_status_apart_insert BEFORE INSERT ON neighborhood_status BEGIN SELECT RAISE(ABORT, 'neighborhood_status: periods overlap') WHERE EXISTS (SELECT 1 FROM neighborhood_status AS other WHERE other.neighborhood_id = NEW.neighborhood_id AND other.id <> NEW.id AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')); END",
    "CREATE TRIGGER neighborhood_status_apart_update BEFORE UPDATE ON neighborhood_status BEGIN SELECT RAISE(ABORT, 'neighborhood_status: periods overlap') WHERE EXISTS (SELECT 1 FROM neighborhood_status AS other WHERE other.neighborhood_id = NEW.neighborhood_id AND other.id <> NEW.id AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')); END",
    "CREATE TRIGGER coverage_apart_insert BEFORE INSERT ON coverage BEGIN SELECT RAISE(ABORT, 'coverage: periods overlap') WHERE EXISTS (SELECT 1 FROM coverage AS other WHERE other.council_id = NEW.council_id AND other.neighborhood_id = NEW.neighborhood_id AND other.id <> NEW.id AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')); END",
    "CREATE TRIGGER coverage_apart_update BEFORE UPDATE ON coverage BEGIN SELECT RAISE(ABORT, 'coverage: periods overlap') WHERE EXISTS (SELECT 1 FROM coverage AS other WHERE other.council_id = NEW.council_id AND other.neighborhood_id = NEW.neighborhood_id AND other.id <> NEW.id AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')); END",
    "CREATE TRIGGER term_apart_insert BEFORE INSERT ON term BEGIN SELECT RAISE(ABORT, 'term: periods overlap') WHERE EXISTS (SELECT 1 FROM term AS other WHERE other.council_id = NEW.council_id AND other.id <> NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31')); END",
    "CREATE TRIGGER term_apart_update BEFORE UPDATE ON term BEGIN SELECT RAISE(ABORT, 'term: periods overlap') WHERE EXISTS (SELECT 1 FROM term AS other WHERE other.council_id = NEW.council_id AND other.id <> NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31')); END",
    "CREATE TRIGGER membership_apart_insert BEFORE INSERT ON membership BEGIN SELECT RAISE(ABORT, 'membership: periods overlap') WHERE EXISTS (SELECT 1 FROM membership AS other WHERE other.council_id = NEW.council_id AND other.person_id = NEW.person_id AND other.id <> NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31')); END",
    "CREATE TRIGGER membership_apart_update BEFORE UPDATE ON membership BEGIN SELECT RAISE(ABORT, 'membership: periods overlap') WHERE EXISTS (SELECT 1 FROM membership AS other WHERE other.council_id = NEW.council_id AND other.person_id = NEW.person_id AND other.id <> NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31')); END",
)

POSTGRESQL = (
    "CREATE FUNCTION journal_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the public journal only grows'; END $$",
    "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_only_grows()",
    "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_only_grows()",
    "CREATE INDEX fts_search_entry_title_terms ON search_entry USING gin (array_to_tsvector(string_to_array(title_terms, ' ')))",
    "CREATE INDEX fts_search_entry_all_terms ON search_entry USING gin (array_to_tsvector(string_to_array(all_terms, ' ')))",
    "CREATE OR REPLACE FUNCTION neighborhood_status_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM neighborhood WHERE id = NEW.neighborhood_id FOR NO KEY UPDATE; IF EXISTS (SELECT 1 FROM neighborhood_status AS other WHERE other.neighborhood_id = NEW.neighborhood_id AND other.id <> NEW.id AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')) THEN RAISE EXCEPTION 'neighborhood_status: periods overlap' USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER neighborhood_status_apart BEFORE INSERT OR UPDATE ON neighborhood_status FOR EACH ROW EXECUTE FUNCTION neighborhood_status_apart()",
    "CREATE OR REPLACE FUNCTION coverage_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM council WHERE id = NEW.council_id FOR NO KEY UPDATE; IF EXISTS (SELECT 1 FROM coverage AS other WHERE other.council_id = NEW.council_id AND other.neighborhood_id = NEW.neighborhood_id AND other.id <> NEW.id AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31') AND NEW.valid_from <= COALESCE(other.valid_to, '9999-12-31')) THEN RAISE EXCEPTION 'coverage: periods overlap' USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER coverage_apart BEFORE INSERT OR UPDATE ON coverage FOR EACH ROW EXECUTE FUNCTION coverage_apart()",
    "CREATE OR REPLACE FUNCTION term_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM council WHERE id = NEW.council_id FOR NO KEY UPDATE; IF EXISTS (SELECT 1 FROM term AS other WHERE other.council_id = NEW.council_id AND other.id <> NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31')) THEN RAISE EXCEPTION 'term: periods overlap' USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER term_apart BEFORE INSERT OR UPDATE ON term FOR EACH ROW EXECUTE FUNCTION term_apart()",
    "CREATE OR REPLACE FUNCTION membership_apart() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM council WHERE id = NEW.council_id FOR NO KEY UPDATE; IF EXISTS (SELECT 1 FROM membership AS other WHERE other.council_id = NEW.council_id AND other.person_id = NEW.person_id AND other.id <> NEW.id AND other.start_on <= COALESCE(NEW.end_on, '9999-12-31') AND NEW.start_on <= COALESCE(other.end_on, '9999-12-31')) THEN RAISE EXCEPTION 'membership: periods overlap' USING ERRCODE = 'exclusion_violation'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER membership_apart BEFORE INSERT OR UPDATE ON membership FOR EACH ROW EXECUTE FUNCTION membership_apart()",
)

FUNCTIONS = (
    "journal_entry_only_grows",
    "neighborhood_status_apart",
    "coverage_apart",
    "term_apart",
    "membership_apart",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_role", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("object_type", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=True),
        sa.Column("after", sa.String(length=40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index(
        op.f("ix_audit_entry_object_type_object_id_at"), "audit_entry", ["object_type", "object_id", "at"], unique=False
    )
    op.create_table(
        "city_contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "generation",
            sa.Enum("2015", "2024", name="generation", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_city_contract_years_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_contract")),
        sa.UniqueConstraint("generation", name=op.f("uq_city_contract_generation")),
        sa.UniqueConstraint("slug", name=op.f("uq_city_contract_slug")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "waiting",
                "done",
                "given_up",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (next_try_at IS NOT NULL)", name=op.f("ck_job_run_waits_until_a_moment")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'given_up')) = (finished_at IS NOT NULL)", name=op.f("ck_job_run_over_means_dated")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("name", "due_at", name=op.f("uq_job_run_name_due_at")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "council.recognized",
                "recognition.refused",
                "recognition.withdrawn",
                "term.started",
                "term.ended",
                "rules.adopted",
                "vote.opened",
                "vote.prolonged",
                "vote.closed",
                "minutes.published",
                "minutes.corrected",
                "proposal.transmitted",
                "proposal.answered",
                "walk.published",
                "report.published",
                "anchor",
                name="actkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(hash) = 64 AND length(prev) = 64", name=op.f("ck_journal_entry_whole_hashes")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_journal_entry_counts_from_one")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
        sa.UniqueConstraint("prev", name=op.f("uq_journal_entry_prev")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("insee_code", sa.String(length=5), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "commune", "associated", name="municipalitykind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("outline", sa.Text(), nullable=True),
        sa.Column("label_lon", sa.Float(), nullable=False),
        sa.Column("label_lat", sa.Float(), nullable=False),
        sa.Column("vintage", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(kind = 'associated') = (parent_id IS NOT NULL)", name=op.f("ck_municipality_associated_has_parent")
        ),
        sa.CheckConstraint(
            "label_lon BETWEEN -180 AND 180 AND label_lat BETWEEN -90 AND 90",
            name=op.f("ck_municipality_label_on_earth"),
        ),
        sa.CheckConstraint("population IS NULL OR population >= 0", name=op.f("ck_municipality_population_counts")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["municipality.id"], name=op.f("fk_municipality_parent_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("insee_code", name=op.f("uq_municipality_insee_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
    )
    op.create_index(op.f("ix_municipality_name_key"), "municipality", ["name_key"], unique=False)
    op.create_index(op.f("ix_municipality_parent_id"), "municipality", ["parent_id"], unique=False)
    op.create_table(
        "neighborhood",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column(
            "npru",
            sa.Enum(
                "none",
                "national",
                "regional",
                name="renewalinterest",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighborhood")),
        sa.UniqueConstraint("code", name=op.f("uq_neighborhood_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_neighborhood_slug")),
    )
    op.create_index(op.f("ix_neighborhood_name_key"), "neighborhood", ["name_key"], unique=False)
    op.create_table(
        "organization",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "metropolis",
                "municipality",
                "prefecture",
                "region",
                "department",
                "landlord",
                "transport",
                "police",
                "association",
                "state_agency",
                "social_security",
                "school",
                "business",
                "other",
                name="organizationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("public_contact", sa.String(length=300), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("slug", name=op.f("uq_organization_slug")),
    )
    op.create_index(op.f("ix_organization_name_key"), "organization", ["name_key"], unique=False)
    op.create_table(
        "outgoing_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.String(length=200), nullable=True),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("unsubscribe_url", sa.String(length=500), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "kept",
                "given_up",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outgoing_letter_sent_means_dated")
        ),
        sa.CheckConstraint(
            "state <> 'sending' OR claimed_at IS NOT NULL", name=op.f("ck_outgoing_letter_sending_means_claimed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_letter")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_letter_message_id")),
        sa.UniqueConstraint("once", name=op.f("uq_outgoing_letter_once")),
    )
    op.create_index(op.f("ix_outgoing_letter_state_due_at"), "outgoing_letter", ["state", "due_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column(
            "gender",
            sa.Enum("f", "m", "x", "undeclared", name="gender", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(family_name) BETWEEN 1 AND 100", name=op.f("ck_person_family_name_length")),
        sa.CheckConstraint("length(given_name) BETWEEN 1 AND 100", name=op.f("ck_person_given_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("title_terms", sa.Text(), nullable=False),
        sa.Column("all_terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_search_entry_kind_key")),
    )
    op.create_table(
        "site_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_version", sa.Integer(), nullable=False),
        sa.Column("clock_shift", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_state")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("slug", name=op.f("uq_theme_slug")),
    )
    op.create_table(
        "throttle_counter",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle_counter")),
    )
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_worker_beat_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "axis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pillar", "issue", name="axiskind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["city_contract.id"], name=op.f("fk_axis_contract_id_city_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axis")),
        sa.UniqueConstraint("slug", name=op.f("uq_axis_slug")),
    )
    op.create_index(op.f("ix_axis_contract_id"), "axis", ["contract_id"], unique=False)
    op.create_table(
        "contract_municipality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("printed_name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "prioritaire", "veille", name="municipalityrole", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_contract_municipality_contract_id_city_contract")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_contract_municipality_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_municipality")),
        sa.UniqueConstraint(
            "contract_id", "municipality_id", name=op.f("uq_contract_municipality_contract_id_municipality_id")
        ),
    )
    op.create_index(
        op.f("ix_contract_municipality_municipality_id"), "contract_municipality", ["municipality_id"], unique=False
    )
    op.create_table(
        "contract_partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "signatory",
                "operator",
                "funder",
                "observatory",
                name="partnerrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_contract_partner_contract_id_city_contract")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contract_partner_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_partner")),
        sa.UniqueConstraint(
            "contract_id", "organization_id", name=op.f("uq_contract_partner_contract_id_organization_id")
        ),
    )
    op.create_index(op.f("ix_contract_partner_organization_id"), "contract_partner", ["organization_id"], unique=False)
    op.create_table(
        "council",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=160), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_key", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "citizen_council",
                "neighborhood_table",
                "other",
                name="councilkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("host_organization_id", sa.Uuid(), nullable=True),
        sa.Column(
            "legal_form",
            sa.Enum(
                "own_association",
                "hosted",
                "informal",
                "municipal_start",
                name="legalform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("not_to_confuse_note", sa.String(length=500), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "legal_form <> 'hosted' OR host_organization_id IS NOT NULL", name=op.f("ck_council_hosted_has_host")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR created_on IS NULL OR closed_on >= created_on",
            name=op.f("ck_council_closed_after_created"),
        ),
        sa.ForeignKeyConstraint(
            ["host_organization_id"], ["organization.id"], name=op.f("fk_council_host_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("code", name=op.f("uq_council_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_council_slug")),
    )
    op.create_index(op.f("ix_council_host_organization_id"), "council", ["host_organization_id"], unique=False)
    op.create_table(
        "governing_body",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "metropolitan",
                "local",
                "national",
                name="bodylevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("composition", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_governing_body_contract_id_city_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governing_body")),
        sa.UniqueConstraint("slug", name=op.f("uq_governing_body_slug")),
    )
    op.create_index(op.f("ix_governing_body_contract_id"), "governing_body", ["contract_id"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("objective", sa.String(length=300), nullable=False),
        sa.Column("period", sa.String(length=80), nullable=False),
        sa.Column("trend", sa.String(length=200), nullable=False),
        sa.Column("gap_points", sa.String(length=40), nullable=True),
        sa.Column(
            "gap_direction",
            sa.Enum(
                "inférieur", "supérieur", name="gapdirection", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_indicator_contract_id_city_contract")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_indicator_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("slug", name=op.f("uq_indicator_slug")),
    )
    op.create_index(op.f("ix_indicator_contract_id"), "indicator", ["contract_id"], unique=False)
    op.create_index(op.f("ix_indicator_position"), "indicator", ["position"], unique=False)
    op.create_index(op.f("ix_indicator_theme_id"), "indicator", ["theme_id"], unique=False)
    op.create_table(
        "neighborhood_municipality",
        sa.Column("neighborhood_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_neighborhood_municipality_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["neighborhood_id"],
            ["neighborhood.id"],
            name=op.f("fk_neighborhood_municipality_neighborhood_id_neighborhood"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("neighborhood_id", "municipality_id", name=op.f("pk_neighborhood_municipality")),
    )
    op.create_index(
        op.f("ix_neighborhood_municipality_municipality_id"),
        "neighborhood_municipality",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "neighborhood_status",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("neighborhood_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "qpv",
                "watch",
                "attention",
                "none",
                name="statuskind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "list_version",
            sa.Enum("2015", "2024", name="listversion", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_neighborhood_status_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["neighborhood_id"],
            ["neighborhood.id"],
            name=op.f("fk_neighborhood_status_neighborhood_id_neighborhood"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighborhood_status")),
    )
    op.create_index(
        op.f("ix_neighborhood_status_neighborhood_id_valid_from"),
        "neighborhood_status",
        ["neighborhood_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "network_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "effectif",
                "portage",
                "service",
                "cadre",
                "objectif",
                "perspective",
                name="factkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=80), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(value IS NULL) = (unit IS NULL)", name=op.f("ck_network_fact_value_has_unit")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_network_fact_contract_id_city_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_fact")),
        sa.UniqueConstraint("contract_id", "kind", "label", name=op.f("uq_network_fact_contract_id_kind_label")),
    )
    op.create_table(
        "renewal_site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("neighborhood_name", sa.String(length=120), nullable=False),
        sa.Column(
            "interest",
            sa.Enum("national", "regional", name="siteinterest", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_renewal_site_contract_id_city_contract")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_renewal_site_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_site")),
        sa.UniqueConstraint("slug", name=op.f("uq_renewal_site_slug")),
    )
    op.create_index(op.f("ix_renewal_site_contract_id"), "renewal_site", ["contract_id"], unique=False)
    op.create_index(op.f("ix_renewal_site_municipality_id"), "renewal_site", ["municipality_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=2000), nullable=False),
        sa.Column("summary", sa.String(length=400), nullable=False),
        sa.Column("axis_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "in_progress",
                "done",
                "stopped",
                name="actionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("beneficiaries", sa.Integer(), nullable=True),
        sa.Column("beneficiaries_unit", sa.String(length=80), nullable=True),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("tree_key", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "(beneficiaries IS NULL) = (beneficiaries_unit IS NULL)", name=op.f("ck_action_people_have_unit")
        ),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_action_amount_counts")),
        sa.CheckConstraint("beneficiaries >= 0", name=op.f("ck_action_people_count")),
        sa.CheckConstraint("last_year IS NULL OR first_year IS NOT NULL", name=op.f("ck_action_end_has_start")),
        sa.CheckConstraint("last_year IS NULL OR last_year >= first_year", name=op.f("ck_action_years_in_order")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_action_parent_is_another")),
        sa.ForeignKeyConstraint(["axis_id"], ["axis.id"], name=op.f("fk_action_axis_id_axis")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_action_contract_id_city_contract")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["organization.id"], name=op.f("fk_action_lead_id_organization")),
        sa.ForeignKeyConstraint(["parent_id"], ["action.id"], name=op.f("fk_action_parent_id_action")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_action_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("slug", name=op.f("uq_action_slug")),
    )
    op.create_index(op.f("ix_action_axis_id"), "action", ["axis_id"], unique=False)
    op.create_index(op.f("ix_action_contract_id"), "action", ["contract_id"], unique=False)
    op.create_index(op.f("ix_action_lead_id"), "action", ["lead_id"], unique=False)
    op.create_index(op.f("ix_action_parent_id"), "action", ["parent_id"], unique=False)
    op.create_index(op.f("ix_action_theme_id"), "action", ["theme_id"], unique=False)
    op.create_index(op.f("ix_action_tree_key"), "action", ["tree_key"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("neighborhood_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_coverage_ends_after_start")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_coverage_council_id_council")),
        sa.ForeignKeyConstraint(
            ["neighborhood_id"], ["neighborhood.id"], name=op.f("fk_coverage_neighborhood_id_neighborhood")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_council_id"), "coverage", ["council_id"], unique=False)
    op.create_index(op.f("ix_coverage_neighborhood_id"), "coverage", ["neighborhood_id"], unique=False)
    op.create_index(
        "uq_coverage_active_pair",
        "coverage",
        ["council_id", "neighborhood_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "indicator_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "neighborhoods",
                "watch",
                "metropolis",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name=op.f("fk_indicator_value_indicator_id_indicator"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint("indicator_id", "scope", name=op.f("uq_indicator_value_indicator_id_scope")),
    )
    op.create_table(
        "objective",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("axis_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("aim", "lever", name="objectivekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("target_value", sa.String(length=40), nullable=True),
        sa.Column("target_unit", sa.String(length=200), nullable=True),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(target_value IS NULL) = (target_unit IS NULL)", name=op.f("ck_objective_target_has_unit")),
        sa.ForeignKeyConstraint(["axis_id"], ["axis.id"], name=op.f("fk_objective_axis_id_axis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
        sa.UniqueConstraint("axis_id", "slug", name=op.f("uq_objective_axis_id_slug")),
    )
    op.create_index(op.f("ix_objective_axis_id"), "objective", ["axis_id"], unique=False)
    op.create_table(
        "term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("duration_source", sa.String(length=300), nullable=False),
        sa.Column("residents_target", sa.Integer(), nullable=True),
        sa.Column("local_actors_target", sa.Integer(), nullable=True),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_term_ends_after_start")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_term_counts_from_one")),
        sa.CheckConstraint("residents_target >= 0 AND local_actors_target >= 0", name=op.f("ck_term_targets_count")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_term_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_term_council_id_number")),
        sa.UniqueConstraint("id", "council_id", name=op.f("uq_term_id_council_id")),
    )
    op.create_index(op.f("ix_term_council_id_start_on"), "term", ["council_id", "start_on"], unique=False)
    op.create_table(
        "accreditation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "initial",
                "amendment",
                "renewal",
                "withdrawal",
                name="accreditationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "legal_regime",
            sa.Enum(
                "act_2014", "decree_2024", name="legalregime", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "composing",
                "submitted",
                "consulting",
                "reviewing",
                "returned",
                "signed",
                "published",
                "refused",
                "abandoned",
                "superseded",
                name="accreditationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("clerical", sa.Boolean(), nullable=False),
        sa.Column("parity_reason", sa.Text(), nullable=True),
        sa.Column("council_heard_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT clerical OR kind = 'amendment'", name=op.f("ck_accreditation_clerical_amendment")),
        sa.CheckConstraint(
            "kind NOT IN ('initial', 'renewal') OR state = 'draft' OR term_id IS NOT NULL",
            name=op.f("ck_accreditation_grants_a_term"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_accreditation_council_id_council")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_accreditation_term_id_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation")),
    )
    op.create_index(op.f("ix_accreditation_council_id"), "accreditation", ["council_id"], unique=False)
    op.create_index(op.f("ix_accreditation_term_id"), "accreditation", ["term_id"], unique=False)
    op.create_index(
        "uq_accreditation_open_kind",
        "accreditation",
        ["council_id", "kind"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('draft', 'composing', 'submitted', 'consulting', 'reviewing', 'returned', 'signed')"
        ),
        postgresql_where=sa.text(
            "state IN ('draft', 'composing', 'submitted', 'consulting', 'reviewing', 'returned', 'signed')"
        ),
    )
    op.create_table(
        "action_funder",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_funder_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_action_funder_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("action_id", "organization_id", name=op.f("pk_action_funder")),
    )
    op.create_index(op.f("ix_action_funder_organization_id"), "action_funder", ["organization_id"], unique=False)
    op.create_table(
        "action_place",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_place_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_action_place_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("action_id", "municipality_id", name=op.f("pk_action_place")),
    )
    op.create_index(op.f("ix_action_place_municipality_id"), "action_place", ["municipality_id"], unique=False)
    op.create_table(
        "funding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("programme", sa.String(length=120), nullable=False),
        sa.Column("line", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mainstream",
                "dedicated",
                "european",
                name="fundingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("share", sa.String(length=40), nullable=True),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(amount_cents IS NULL) <> (share IS NULL)", name=op.f("ck_funding_amount_or_share")),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_funding_amount_counts")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_funding_action_id_action")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_funding_contract_id_city_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
        sa.UniqueConstraint(
            "contract_id", "programme", "line", "period", name=op.f("uq_funding_contract_id_programme_line_period")
        ),
    )
    op.create_index(op.f("ix_funding_action_id"), "funding", ["action_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "college",
            sa.Enum("residents", "local_actors", name="college", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "drawn",
                "volunteer",
                "designated",
                "replacement",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column(
            "rank",
            sa.Enum("titular", "substitute", name="rank", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum("provisional", "recognized", name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "resigned",
                "moved",
                "absence",
                "refused",
                "death",
                "organization_change",
                "elected",
                "term_end",
                "act",
                name="endreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("voting", sa.Boolean(), nullable=False),
        sa.Column("suspended_from", sa.Date(), nullable=True),
        sa.Column("suspended_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "college <> 'local_actors' OR organization_id IS NOT NULL", name=op.f("ck_membership_local_actor_of_whom")
        ),
        sa.CheckConstraint("(end_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_membership_ended_means_reason")),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_membership_ends_after_start")),
        sa.CheckConstraint(
            "suspended_to IS NULL OR suspended_from IS NOT NULL", name=op.f("ck_membership_suspension_starts")
        ),
        sa.CheckConstraint(
            "suspended_to IS NULL OR suspended_to >= suspended_from", name=op.f("ck_membership_suspension_ends")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_membership_council_id_council")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_membership_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.ForeignKeyConstraint(
            ["term_id", "council_id"],
            ["term.id", "term.council_id"],
            name=op.f("fk_membership_term_id_council_id_term"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_council_id_person_id"), "membership", ["council_id", "person_id"], unique=False)
    op.create_index(op.f("ix_membership_organization_id"), "membership", ["organization_id"], unique=False)
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index(op.f("ix_membership_term_id_council_id"), "membership", ["term_id", "council_id"], unique=False)
    op.create_table(
        "result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("source_section", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_result_action_id_action")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["city_contract.id"], name=op.f("fk_result_contract_id_city_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint(
            "contract_id", "action_id", "label", "period", name=op.f("uq_result_contract_id_action_id_label_period")
        ),
    )
    op.create_index(op.f("ix_result_action_id"), "result", ["action_id"], unique=False)
    op.create_index(
        "uq_result_of_contract",
        "result",
        ["contract_id", "label", "period"],
        unique=True,
        sqlite_where=sa.text("action_id IS NULL"),
        postgresql_where=sa.text("action_id IS NULL"),
    )
    op.create_table(
        "recognition_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("accreditation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "prefect_order",
                "amending_order",
                "withdrawal_order",
                "contract_clause",
                "protocol",
                name="actkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signatory_capacity", sa.String(length=200), nullable=False),
        sa.Column("published_in", sa.String(length=200), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("backdating_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(published_on IS NULL) = (effective_on IS NULL)", name=op.f("ck_recognition_act_published_means_effective")
        ),
        sa.CheckConstraint(
            "effective_on IS NULL OR effective_on >= signed_on OR backdating_reason IS NOT NULL",
            name=op.f("ck_recognition_act_backdating_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_recognition_act_accreditation_id_accreditation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_act")),
        sa.UniqueConstraint("accreditation_id", name=op.f("uq_recognition_act_accreditation_id")),
    )
    dialect = op.get_bind().dialect.name
    for statement in (*ROWS, *(SQLITE if dialect == "sqlite" else POSTGRESQL)):
        op.get_bind().exec_driver_sql(statement.replace("%", "%%") if dialect != "sqlite" else statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_terms")
    op.drop_table("recognition_act")
    op.drop_index(
        "uq_result_of_contract",
        table_name="result",
        sqlite_where=sa.text("action_id IS NULL"),
        postgresql_where=sa.text("action_id IS NULL"),
    )
    op.drop_index(op.f("ix_result_action_id"), table_name="result")
    op.drop_table("result")
    op.drop_index(op.f("ix_membership_term_id_council_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_organization_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_council_id_person_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_funding_action_id"), table_name="funding")
    op.drop_table("funding")
    op.drop_index(op.f("ix_action_place_municipality_id"), table_name="action_place")
    op.drop_table("action_place")
    op.drop_index(op.f("ix_action_funder_organization_id"), table_name="action_funder")
    op.drop_table("action_funder")
    op.drop_index(
        "uq_accreditation_open_kind",
        table_name="accreditation",
        sqlite_where=sa.text(
            "state IN ('draft', 'composing', 'submitted', 'consulting', 'reviewing', 'returned', 'signed')"
        ),
        postgresql_where=sa.text(
            "state IN ('draft', 'composing', 'submitted', 'consulting', 'reviewing', 'returned', 'signed')"
        ),
    )
    op.drop_index(op.f("ix_accreditation_term_id"), table_name="accreditation")
    op.drop_index(op.f("ix_accreditation_council_id"), table_name="accreditation")
    op.drop_table("accreditation")
    op.drop_index(op.f("ix_term_council_id_start_on"), table_name="term")
    op.drop_table("term")
    op.drop_index(op.f("ix_objective_axis_id"), table_name="objective")
    op.drop_table("objective")
    op.drop_table("indicator_value")
    op.drop_index(
        "uq_coverage_active_pair",
        table_name="coverage",
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.drop_index(op.f("ix_coverage_neighborhood_id"), table_name="coverage")
    op.drop_index(op.f("ix_coverage_council_id"), table_name="coverage")
    op.drop_table("coverage")
    op.drop_index(op.f("ix_action_tree_key"), table_name="action")
    op.drop_index(op.f("ix_action_theme_id"), table_name="action")
    op.drop_index(op.f("ix_action_parent_id"), table_name="action")
    op.drop_index(op.f("ix_action_lead_id"), table_name="action")
    op.drop_index(op.f("ix_action_contract_id"), table_name="action")
    op.drop_index(op.f("ix_action_axis_id"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_renewal_site_municipality_id"), table_name="renewal_site")
    op.drop_index(op.f("ix_renewal_site_contract_id"), table_name="renewal_site")
    op.drop_table("renewal_site")
    op.drop_table("network_fact")
    op.drop_index(op.f("ix_neighborhood_status_neighborhood_id_valid_from"), table_name="neighborhood_status")
    op.drop_table("neighborhood_status")
    op.drop_index(op.f("ix_neighborhood_municipality_municipality_id"), table_name="neighborhood_municipality")
    op.drop_table("neighborhood_municipality")
    op.drop_index(op.f("ix_indicator_theme_id"), table_name="indicator")
    op.drop_index(op.f("ix_indicator_position"), table_name="indicator")
    op.drop_index(op.f("ix_indicator_contract_id"), table_name="indicator")
    op.drop_table("indicator")
    op.drop_index(op.f("ix_governing_body_contract_id"), table_name="governing_body")
    op.drop_table("governing_body")
    op.drop_index(op.f("ix_council_host_organization_id"), table_name="council")
    op.drop_table("council")
    op.drop_index(op.f("ix_contract_partner_organization_id"), table_name="contract_partner")
    op.drop_table("contract_partner")
    op.drop_index(op.f("ix_contract_municipality_municipality_id"), table_name="contract_municipality")
    op.drop_table("contract_municipality")
    op.drop_index(op.f("ix_axis_contract_id"), table_name="axis")
    op.drop_table("axis")
    op.drop_table("worker_beat")
    op.drop_table("throttle_counter")
    op.drop_table("theme")
    op.drop_table("site_state")
    op.drop_table("search_entry")
    op.drop_table("person")
    op.drop_index(op.f("ix_outgoing_letter_state_due_at"), table_name="outgoing_letter")
    op.drop_table("outgoing_letter")
    op.drop_index(op.f("ix_organization_name_key"), table_name="organization")
    op.drop_table("organization")
    op.drop_index(op.f("ix_neighborhood_name_key"), table_name="neighborhood")
    op.drop_table("neighborhood")
    op.drop_index(op.f("ix_municipality_parent_id"), table_name="municipality")
    op.drop_index(op.f("ix_municipality_name_key"), table_name="municipality")
    op.drop_table("municipality")
    op.drop_table("journal_entry")
    op.drop_table("job_run")
    op.drop_table("city_contract")
    op.drop_index(op.f("ix_audit_entry_object_type_object_id_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
