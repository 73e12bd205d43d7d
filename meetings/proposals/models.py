from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from citizens.models import Person
from councils.committees.models import Committee
from councils.models import Council
from councils.territory.models import Neighborhood
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment, on_create
from foundation.documents import Document
from foundation.html import RichText
from meetings.votes.models import Motion


class ProposalKind(Choice):
    """What a council asks (domain §4.1)."""

    PROPOSAL = "proposal", "Proposition"
    CONTRIBUTION = "contribution", "Contribution"
    QUESTION = "question", "Question"


class ProposalTheme(Choice):
    """What a proposal is about (domain §4.6)."""

    EMPLOYMENT_ECONOMY = "employment_economy", "Emploi et économie"
    EDUCATION = "education", "École et éducation"
    HEALTH = "health", "Santé"
    YOUTH = "youth", "Jeunesse"
    CULTURE_SPORT = "culture_sport", "Culture et sport"
    SAFETY_PREVENTION = "safety_prevention", "Sécurité et prévention"
    HOUSING = "housing", "Logement"
    URBAN_RENEWAL = "urban_renewal", "Renouvellement urbain"
    PUBLIC_SPACE = "public_space", "Rues et espaces publics"
    CLEANLINESS_WASTE = "cleanliness_waste", "Propreté et déchets"
    MOBILITY = "mobility", "Déplacements"
    ENVIRONMENT = "environment", "Environnement"
    ACCESS_TO_RIGHTS = "access_to_rights", "Accès aux droits"
    DISCRIMINATION_EQUALITY = "discrimination_equality", "Égalité et discriminations"
    CITIZEN_PARTICIPATION = "citizen_participation", "Participation des habitants"
    DIGITAL = "digital", "Numérique"
    OTHER = "other", "Autre"


class ProposalState(Choice):
    """Where a proposal stands on its path (ruling 12)."""

    DRAFT = "draft", "Brouillon"
    DISCARDED = "discarded", "Brouillon jeté"
    DELIBERATING = "deliberating", "En discussion"
    ADOPTED = "adopted", "Adoptée"
    REJECTED = "rejected", "Rejetée"
    TRANSMITTED = "transmitted", "Transmise"
    ACKNOWLEDGED = "acknowledged", "Reçue"
    REDIRECTED = "redirected", "Transmise à un autre organisme"
    ANSWERED = "answered", "Réponse rendue"
    WITHDRAWN = "withdrawn", "Retirée"


# what waits for an answer, by the states that it has not: SQLite would take the index of states for those it has
AWAITED = "state NOT IN ('draft', 'discarded', 'deliberating', 'adopted', 'rejected', 'answered', 'withdrawn')"
_NUMBERED = "'transmitted', 'acknowledged', 'redirected', 'answered'"

proposal_neighborhood = Table(
    "proposal_neighborhood",
    Model.metadata,
    Column("proposal_id", ForeignKey("proposal.id"), primary_key=True),
    Column("neighborhood_id", ForeignKey("neighborhood.id"), primary_key=True, index=True),
)


class Proposal(Model):
    """What a council asks, from its draft to its answer. In public its author is the council (`R-PRP-07`).

    `title`, `text` (Markdown) and `html` are the present text; while `motion_id` names a vote, open or decided, it is
    frozen (`R-PRP-06`). `published_at` is when its first vote opened: from then on everyone reads it. `number` is
    `CC-<council>-<year>-<nnn>`, without gaps; with it come the committee, the moment of transmission and the day on
    which an answer is due.
    """

    __table_args__ = (
        CheckConstraint("(number IS NULL) = (transmitted_at IS NULL)", name="numbered_means_transmitted"),
        CheckConstraint("(number IS NULL) = (number_year IS NULL)", name="numbered_means_year"),
        CheckConstraint("(number IS NULL) = (number_rank IS NULL)", name="numbered_means_rank"),
        CheckConstraint("(number IS NULL) = (committee_id IS NULL)", name="numbered_means_committee"),
        CheckConstraint("(number IS NULL) = (answer_due_on IS NULL)", name="numbered_means_due"),
        CheckConstraint(f"state NOT IN ({_NUMBERED}) OR number IS NOT NULL", name="on_its_way_means_numbered"),
        CheckConstraint(
            "number IS NULL OR state NOT IN ('draft', 'deliberating', 'adopted', 'rejected')",
            name="numbered_is_on_its_way",
        ),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_means_dated"),
        CheckConstraint("state NOT IN ('adopted', 'rejected') OR motion_id IS NOT NULL", name="decided_by_a_vote"),
        CheckConstraint("number IS NULL OR motion_id IS NOT NULL", name="numbered_means_voted"),
        CheckConstraint("motion_id IS NULL OR published_at IS NOT NULL", name="voted_means_published"),
        CheckConstraint("number_rank >= 1", name="counts_from_one"),
        UniqueConstraint("council_id", "number_year", "number_rank"),
        Index(None, "council_id", "state"),
        Index(None, "committee_id", "state"),
        Index(None, "transmitted_at", "id"),
        Index(None, "published_at", "id"),
        Index(None, "theme", "published_at", "id"),
        Index(None, "answered_at", "published_at", "id"),
        Index(None, "state", "published_at", "id"),
        Index(None, "answer_due_on", "id", sqlite_where=text(AWAITED), postgresql_where=text(AWAITED)),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    author_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ProposalKind] = mapped_column(default=ProposalKind.PROPOSAL)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.DRAFT)
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = deferred(mapped_column(Text, default=""))
    html: Mapped[str] = mapped_column(RichText, default="")
    theme: Mapped[ProposalTheme] = mapped_column(default=ProposalTheme.OTHER)
    open_to_residents: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[Moment]
    saved_at: Mapped[Moment]
    motion_id: Mapped[Id | None] = mapped_column(ForeignKey("motion.id"), unique=True)
    published_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(String(48), unique=True)
    number_year: Mapped[int | None]
    number_rank: Mapped[int | None]
    committee_id: Mapped[Id | None] = mapped_column(ForeignKey("committee.id"))
    transmitted_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    answer_due_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    council: Mapped[Council] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    committee: Mapped[Committee | None] = relationship(lazy="raise")
    motion: Mapped[Motion | None] = relationship(lazy="raise")
    neighborhoods: Mapped[list[Neighborhood]] = relationship(lazy="raise", secondary=proposal_neighborhood)
    attachments: Mapped[list[ProposalAttachment]] = relationship(lazy="raise", order_by="ProposalAttachment.position")
    versions: Mapped[list[ProposalVersion]] = relationship(
        lazy="raise", back_populates="proposal", order_by="ProposalVersion.number"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


class ProposalVersion(Model):
    """A text that was put to discussion, as it stood; never changed. `motion_id` is the vote on it, if there is one."""

    __table_args__ = (
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint("length(sha256) = 64", name="whole_hash"),
        UniqueConstraint("proposal_id", "number"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[Id] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = deferred(mapped_column(Text))
    html: Mapped[str] = deferred(mapped_column(RichText))
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[Moment]
    motion_id: Mapped[Id | None] = mapped_column(ForeignKey("motion.id"), unique=True)

    proposal: Mapped[Proposal] = relationship(lazy="raise", back_populates="versions")
    motion: Mapped[Motion | None] = relationship(lazy="raise")


_KEPT = "number, title, text, html, sha256, reason, written_at"
SQLITE_GUARDS = (
    f"CREATE TRIGGER proposal_version_no_change BEFORE UPDATE OF {_KEPT} ON proposal_version "
    "BEGIN SELECT RAISE(ABORT, 'a version never changes'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION proposal_version_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a version never changes'; END $$",
    f"CREATE TRIGGER proposal_version_no_change BEFORE UPDATE OF {_KEPT} ON proposal_version "
    "FOR EACH ROW EXECUTE FUNCTION proposal_version_never_changes()",
)
for _statement in SQLITE_GUARDS:
    on_create(ProposalVersion.__table__, _statement, "sqlite")
for _statement in POSTGRESQL_GUARDS:
    on_create(ProposalVersion.__table__, _statement, "postgresql")


class ProposalAttachment(Model):
    """A document joined to a proposal, in the order in which they were added."""

    __table_args__ = (UniqueConstraint("proposal_id", "position"),)

    id: Mapped[Key]
    proposal_id: Mapped[Id] = mapped_column(ForeignKey("proposal.id"))
    document_id: Mapped[Id] = mapped_column(ForeignKey("document.id"), unique=True)
    position: Mapped[int]

    document: Mapped[Document] = relationship(lazy="raise")
