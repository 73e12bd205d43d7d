"""Proposals: documents, discussion, committees, votes, proposals with their versions, answers.

Revision ID: 0003_proposals
Revises: 0002_accounts
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_proposals"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None

# a version that was put to discussion never changes
GUARDS = {
    "sqlite": (
        "CREATE TRIGGER proposal_version_no_change BEFORE UPDATE OF number, title, text, html, sha256, reason, written_at ON proposal_version BEGIN SELECT RAISE(ABORT, 'a version never changes'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION proposal_version_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a version never changes'; END $$",
        "CREATE TRIGGER proposal_version_no_change BEFORE UPDATE OF number, title, text, html, sha256, reason, written_at ON proposal_version FOR EACH ROW EXECUTE FUNCTION proposal_version_never_changes()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "application/pdf",
                "image/jpeg",
                "image/png",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_whole_hash")),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "argument_for",
                "argument_against",
                "question",
                "reply",
                name="commentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reply_to_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "shown",
                "declined",
                "hidden",
                name="commentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(length=1000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'reply') = (reply_to_id IS NOT NULL)", name=op.f("ck_comment_reply_answers_one")),
        sa.CheckConstraint(
            "(state = 'hidden') = (hidden_reason IS NOT NULL)", name=op.f("ck_comment_hidden_means_reason")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["comment.id"], name=op.f("fk_comment_reply_to_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"], unique=False)
    op.create_index(op.f("ix_comment_reply_to_id"), "comment", ["reply_to_id"], unique=False)
    op.create_index(
        op.f("ix_comment_subject_kind_subject_id_written_at"),
        "comment",
        ["subject_kind", "subject_id", "written_at"],
        unique=False,
    )
    op.create_table(
        "committee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=160), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_key", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "metropolitan_steering",
                "technical",
                "local_steering",
                "intercommunal",
                "mayors_npru",
                "programming",
                "gusp",
                "maison_du_projet",
                "other",
                name="committeekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("chairs", sa.String(length=300), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("acknowledgement_days", sa.Integer(), nullable=False),
        sa.Column("answer_months", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("acknowledgement_days BETWEEN 1 AND 90", name=op.f("ck_committee_acknowledges_in_time")),
        sa.CheckConstraint("answer_months BETWEEN 1 AND 24", name=op.f("ck_committee_answers_in_time")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_committee_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("slug", name=op.f("uq_committee_slug")),
    )
    op.create_index(op.f("ix_committee_municipality_id"), "committee", ["municipality_id"], unique=False)
    op.create_table(
        "content_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("reporter_email", sa.String(length=254), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "danger",
                "personal_data",
                "hate",
                "defamation",
                "spam",
                name="reportground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received", "removed", "kept", name="reportstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=1000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (decided_at IS NULL)", name=op.f("ck_content_report_decided_means_dated")
        ),
        sa.CheckConstraint(
            "(state = 'received') = (decision_reason IS NULL)", name=op.f("ck_content_report_decided_means_reason")
        ),
        sa.CheckConstraint(
            "state <> 'received' OR reporter_id IS NOT NULL OR reporter_email IS NOT NULL",
            name=op.f("ck_content_report_open_means_reporter"),
        ),
        sa.CheckConstraint(
            "reporter_id IS NULL OR reporter_email IS NULL", name=op.f("ck_content_report_one_reporter")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_content_report_comment_id_comment")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_content_report_reporter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_report")),
    )
    op.create_index(op.f("ix_content_report_comment_id"), "content_report", ["comment_id"], unique=False)
    op.create_index(op.f("ix_content_report_reporter_id"), "content_report", ["reporter_id"], unique=False)
    op.create_index(
        op.f("ix_content_report_state_reported_at"), "content_report", ["state", "reported_at"], unique=False
    )
    op.create_table(
        "motion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column(
            "method",
            sa.Enum("written", name="votemethod", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("participation_percent", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "adopted",
                "rejected",
                "no_quorum",
                name="motionresult",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_abstain", sa.Integer(), nullable=True),
        sa.Column("votes_apart", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("required", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "result <> 'adopted' OR votes_for > votes_against", name=op.f("ck_motion_adopted_means_more_for")
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (result IS NULL)", name=op.f("ck_motion_closed_means_result")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (votes_for IS NULL) AND (closed_at IS NULL) = (votes_against IS NULL) AND (closed_at IS NULL) = (votes_abstain IS NULL) AND (closed_at IS NULL) = (votes_apart IS NULL) AND (closed_at IS NULL) = (base IS NULL) AND (closed_at IS NULL) = (required IS NULL)",
            name=op.f("ck_motion_closed_means_totals"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_motion_closes_after_opening")),
        sa.CheckConstraint("length(text_sha256) = 64", name=op.f("ck_motion_whole_hash")),
        sa.CheckConstraint("participation_percent BETWEEN 1 AND 100", name=op.f("ck_motion_share_of_voters")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_motion_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
    )
    op.create_index(op.f("ix_motion_closed_at_closes_at"), "motion", ["closed_at", "closes_at"], unique=False)
    op.create_index(op.f("ix_motion_council_id_opens_at"), "motion", ["council_id", "opens_at"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "proposal",
                "contribution",
                "question",
                name="proposalkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "discarded",
                "deliberating",
                "adopted",
                "rejected",
                "transmitted",
                "acknowledged",
                "redirected",
                "answered",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "employment_economy",
                "education",
                "health",
                "youth",
                "culture_sport",
                "safety_prevention",
                "housing",
                "urban_renewal",
                "public_space",
                "cleanliness_waste",
                "mobility",
                "environment",
                "access_to_rights",
                "discrimination_equality",
                "citizen_participation",
                "digital",
                "other",
                name="proposaltheme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("open_to_residents", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.String(length=48), nullable=True),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("number_rank", sa.Integer(), nullable=True),
        sa.Column("committee_id", sa.Uuid(), nullable=True),
        sa.Column("transmitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "number IS NULL OR state NOT IN ('draft', 'deliberating', 'adopted', 'rejected')",
            name=op.f("ck_proposal_numbered_is_on_its_way"),
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL", name=op.f("ck_proposal_answered_means_dated")
        ),
        sa.CheckConstraint(
            "state NOT IN ('adopted', 'rejected') OR motion_id IS NOT NULL", name=op.f("ck_proposal_decided_by_a_vote")
        ),
        sa.CheckConstraint(
            "state NOT IN ('transmitted', 'acknowledged', 'redirected', 'answered') OR number IS NOT NULL",
            name=op.f("ck_proposal_on_its_way_means_numbered"),
        ),
        sa.CheckConstraint("(number IS NULL) = (answer_due_on IS NULL)", name=op.f("ck_proposal_numbered_means_due")),
        sa.CheckConstraint(
            "(number IS NULL) = (committee_id IS NULL)", name=op.f("ck_proposal_numbered_means_committee")
        ),
        sa.CheckConstraint("(number IS NULL) = (number_rank IS NULL)", name=op.f("ck_proposal_numbered_means_rank")),
        sa.CheckConstraint("(number IS NULL) = (number_year IS NULL)", name=op.f("ck_proposal_numbered_means_year")),
        sa.CheckConstraint(
            "(number IS NULL) = (transmitted_at IS NULL)", name=op.f("ck_proposal_numbered_means_transmitted")
        ),
        sa.CheckConstraint(
            "motion_id IS NULL OR published_at IS NOT NULL", name=op.f("ck_proposal_voted_means_published")
        ),
        sa.CheckConstraint("number IS NULL OR motion_id IS NOT NULL", name=op.f("ck_proposal_numbered_means_voted")),
        sa.CheckConstraint("number_rank >= 1", name=op.f("ck_proposal_counts_from_one")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_proposal_author_id_person")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_proposal_committee_id_committee")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_proposal_council_id_council")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_proposal_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint(
            "council_id", "number_year", "number_rank", name=op.f("uq_proposal_council_id_number_year_number_rank")
        ),
        sa.UniqueConstraint("motion_id", name=op.f("uq_proposal_motion_id")),
        sa.UniqueConstraint("number", name=op.f("uq_proposal_number")),
    )
    op.create_index(op.f("ix_proposal_answered_at_id"), "proposal", ["answered_at", "id"], unique=False)
    op.create_index(op.f("ix_proposal_author_id"), "proposal", ["author_id"], unique=False)
    op.create_index(op.f("ix_proposal_committee_id_state"), "proposal", ["committee_id", "state"], unique=False)
    op.create_index(op.f("ix_proposal_council_id_state"), "proposal", ["council_id", "state"], unique=False)
    op.create_index(op.f("ix_proposal_published_at_id"), "proposal", ["published_at", "id"], unique=False)
    op.create_index(op.f("ix_proposal_state_answer_due_on"), "proposal", ["state", "answer_due_on"], unique=False)
    op.create_index(
        op.f("ix_proposal_theme_published_at_id"), "proposal", ["theme", "published_at", "id"], unique=False
    )
    op.create_index(op.f("ix_proposal_transmitted_at_id"), "proposal", ["transmitted_at", "id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "retained",
                "retained_modified",
                "not_retained",
                "postponed",
                "already_done",
                "redirected",
                "noted",
                name="answeroutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("reasons_html", sa.Text(), nullable=False),
        sa.Column(
            "reason_category",
            sa.Enum(
                "competence",
                "cost",
                "law",
                "technique",
                "priority",
                "contrary_opinion",
                "other",
                name="reasoncategory",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("changes", sa.String(length=2000), nullable=True),
        sa.Column("reexamined_on", sa.Date(), nullable=True),
        sa.Column("done_where", sa.String(length=300), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof_url", sa.String(length=300), nullable=True),
        sa.Column("redirected_to_id", sa.Uuid(), nullable=True),
        sa.Column("redirected_on", sa.Date(), nullable=True),
        sa.Column("signatory_function", sa.String(length=160), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'already_done') = (done_where IS NOT NULL) AND (outcome = 'already_done') = (done_on IS NOT NULL)",
            name=op.f("ck_answer_done_where_and_when"),
        ),
        sa.CheckConstraint(
            "(outcome = 'not_retained') = (reason_category IS NOT NULL)", name=op.f("ck_answer_refusal_has_category")
        ),
        sa.CheckConstraint(
            "(outcome = 'postponed') = (reexamined_on IS NOT NULL)", name=op.f("ck_answer_postponed_until")
        ),
        sa.CheckConstraint(
            "(outcome = 'redirected') = (redirected_to_id IS NOT NULL) AND (outcome = 'redirected') = (redirected_on IS NOT NULL)",
            name=op.f("ck_answer_redirected_to_whom_and_when"),
        ),
        sa.CheckConstraint(
            "(outcome = 'retained_modified') = (changes IS NOT NULL)", name=op.f("ck_answer_modified_says_what")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_answer_counts_from_one")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_answer_proposal_id_proposal")),
        sa.ForeignKeyConstraint(
            ["redirected_to_id"], ["organization.id"], name=op.f("fk_answer_redirected_to_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_answer_proposal_id_number")),
    )
    op.create_index(op.f("ix_answer_redirected_to_id"), "answer", ["redirected_to_id"], unique=False)
    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_conflict_of_interest_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_conflict_of_interest_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("motion_id", "membership_id", name=op.f("uq_conflict_of_interest_motion_id_membership_id")),
    )
    op.create_index(
        op.f("ix_conflict_of_interest_membership_id"), "conflict_of_interest", ["membership_id"], unique=False
    )
    op.create_table(
        "dissent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_dissent_membership_id_membership")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_dissent_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
        sa.UniqueConstraint("motion_id", "membership_id", name=op.f("uq_dissent_motion_id_membership_id")),
    )
    op.create_index(op.f("ix_dissent_membership_id"), "dissent", ["membership_id"], unique=False)
    op.create_table(
        "proposal_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_proposal_attachment_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_attachment_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_attachment")),
        sa.UniqueConstraint("document_id", name=op.f("uq_proposal_attachment_document_id")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_proposal_attachment_proposal_id_position")),
    )
    op.create_table(
        "proposal_neighborhood",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("neighborhood_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighborhood_id"], ["neighborhood.id"], name=op.f("fk_proposal_neighborhood_neighborhood_id_neighborhood")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_neighborhood_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "neighborhood_id", name=op.f("pk_proposal_neighborhood")),
    )
    op.create_index(
        op.f("ix_proposal_neighborhood_neighborhood_id"), "proposal_neighborhood", ["neighborhood_id"], unique=False
    )
    op.create_table(
        "proposal_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_proposal_version_whole_hash")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_proposal_version_counts_from_one")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_proposal_version_author_id_person")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_proposal_version_motion_id_motion")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_version_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_version")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_proposal_version_motion_id")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_proposal_version_proposal_id_number")),
    )
    op.create_index(op.f("ix_proposal_version_author_id"), "proposal_version", ["author_id"], unique=False)
    op.create_table(
        "vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "for",
                "against",
                "abstain",
                "does_not_take_part",
                name="votechoice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_vote_membership_id_membership")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_vote_motion_id_motion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("motion_id", "membership_id", name=op.f("uq_vote_motion_id_membership_id")),
    )
    op.create_index(op.f("ix_vote_membership_id"), "vote", ["membership_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("organization", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("budget_line", sa.String(length=160), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "started",
                "done",
                "dropped",
                name="commitmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_commitment_answer_id_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("answer_id", "position", name=op.f("uq_commitment_answer_id_position")),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("commitment")
    op.drop_index(op.f("ix_vote_membership_id"), table_name="vote")
    op.drop_table("vote")
    op.drop_index(op.f("ix_proposal_version_author_id"), table_name="proposal_version")
    op.drop_table("proposal_version")
    op.drop_index(op.f("ix_proposal_neighborhood_neighborhood_id"), table_name="proposal_neighborhood")
    op.drop_table("proposal_neighborhood")
    op.drop_table("proposal_attachment")
    op.drop_index(op.f("ix_dissent_membership_id"), table_name="dissent")
    op.drop_table("dissent")
    op.drop_index(op.f("ix_conflict_of_interest_membership_id"), table_name="conflict_of_interest")
    op.drop_table("conflict_of_interest")
    op.drop_index(op.f("ix_answer_redirected_to_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_index(op.f("ix_proposal_transmitted_at_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_theme_published_at_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_state_answer_due_on"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_published_at_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_council_id_state"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_committee_id_state"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_author_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_answered_at_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_motion_council_id_opens_at"), table_name="motion")
    op.drop_index(op.f("ix_motion_closed_at_closes_at"), table_name="motion")
    op.drop_table("motion")
    op.drop_index(op.f("ix_content_report_state_reported_at"), table_name="content_report")
    op.drop_index(op.f("ix_content_report_reporter_id"), table_name="content_report")
    op.drop_index(op.f("ix_content_report_comment_id"), table_name="content_report")
    op.drop_table("content_report")
    op.drop_index(op.f("ix_committee_municipality_id"), table_name="committee")
    op.drop_table("committee")
    op.drop_index(op.f("ix_comment_subject_kind_subject_id_written_at"), table_name="comment")
    op.drop_index(op.f("ix_comment_reply_to_id"), table_name="comment")
    op.drop_index(op.f("ix_comment_author_id"), table_name="comment")
    op.drop_table("comment")
    op.drop_table("document")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION proposal_version_never_changes()")
