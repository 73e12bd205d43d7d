"""What a dossier gathers on its way: papers, opinions of those consulted, points to complete, changes asked for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from councils.accreditation.models import Accreditation
from councils.models import College, EndReason, Membership, Origin, Rank
from councils.territory.models import Municipality, Neighborhood, Organization
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.documents import Document


class PaperKind(Choice):
    """What a paper of a dossier is (domain §2.4)."""

    STATUTES = "statutes", "Statuts de l’association"
    HOST_AGREEMENT = "host_agreement", "Convention avec la structure d’accueil"
    RULES = "rules", "Règlement intérieur ou charte (projet)"
    SORTITION_PROTOCOL = "sortition_protocol", "Procès-verbal du tirage au sort"
    OBSERVATIONS = "observations", "Observations du conseil entendu"
    OTHER = "other", "Autre pièce"


class ConsultationAnswer(Choice):
    """What a consulted authority answered; silence is never an agreement."""

    FAVORABLE = "favorable", "Favorable"
    WITH_REMARKS = "with_remarks", "Favorable avec remarques"
    UNFAVORABLE = "unfavorable", "Défavorable"
    NO_ANSWER = "no_answer", "Sans réponse"


class AccreditationPaper(Model):
    """One paper joined to a dossier. A newer one of its kind takes its place; the older stays, for the history."""

    __table_args__ = (Index(None, "accreditation_id", "kind", "added_at"),)

    id: Mapped[Key]
    accreditation_id: Mapped[Id] = mapped_column(ForeignKey("accreditation.id"))
    kind: Mapped[PaperKind]
    document_id: Mapped[Id] = mapped_column(ForeignKey("document.id"), unique=True)
    added_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None]

    accreditation: Mapped[Accreditation] = relationship(lazy="raise_on_sql", back_populates="papers")
    document: Mapped[Document] = relationship(lazy="raise")


class ConsultationRequest(Model):
    """The opinion asked of the mayor of a commune, or of the metropolis' president when no commune is named.

    One for each authority and round. `due_on` is the last day to answer. `asked_email` is where the link went.
    """

    __table_args__ = (
        UniqueConstraint("accreditation_id", "round", "municipality_id"),
        CheckConstraint("round >= 1", name="counts_from_one"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_means_when"),
    )

    id: Mapped[Key]
    accreditation_id: Mapped[Id] = mapped_column(ForeignKey("accreditation.id"), index=True)
    round: Mapped[int]
    municipality_id: Mapped[Id | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    asked_email: Mapped[str | None] = mapped_column(String(320))
    sent_at: Mapped[Moment]
    due_on: Mapped[date]
    answer: Mapped[ConsultationAnswer | None]
    answered_at: Mapped[datetime | None]
    signatory: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    revoked_at: Mapped[datetime | None]

    accreditation: Mapped[Accreditation] = relationship(lazy="raise_on_sql", back_populates="requests")
    municipality: Mapped[Municipality | None] = relationship(lazy="raise")


class ReviewPoint(Model):
    """One thing to complete or correct before the review goes on, with its reason; `round` counts the returns."""

    __table_args__ = (
        CheckConstraint("round >= 1", name="counts_from_one"),
        CheckConstraint("(resolved_at IS NULL) = (resolution IS NULL)", name="resolved_means_how"),
        Index(None, "accreditation_id", "round"),
    )

    id: Mapped[Key]
    accreditation_id: Mapped[Id] = mapped_column(ForeignKey("accreditation.id"))
    round: Mapped[int]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str | None] = mapped_column(Text)

    accreditation: Mapped[Accreditation] = relationship(lazy="raise_on_sql", back_populates="points")


class ProposedChange(Model):
    """One change of members that an amendment asks for: somebody leaves, somebody joins, or one takes the other's seat.

    Carried out by the publication of the act (`R-ACC-05`).
    """

    __table_args__ = (
        UniqueConstraint("accreditation_id", "leaving_id"),
        UniqueConstraint("accreditation_id", "joining_id"),
        CheckConstraint("leaving_id IS NOT NULL OR joining_id IS NOT NULL", name="changes_something"),
        CheckConstraint("(leaving_id IS NULL) = (end_reason IS NULL)", name="leaving_means_why"),
        CheckConstraint(
            "(joining_id IS NULL) = (college IS NULL) AND (joining_id IS NULL) = (origin IS NULL)"
            " AND (joining_id IS NULL) = (rank IS NULL)",
            name="joining_means_where",
        ),
        CheckConstraint("college <> 'local_actors' OR organization_id IS NOT NULL", name="local_actor_of_whom"),
    )

    id: Mapped[Key]
    accreditation_id: Mapped[Id] = mapped_column(ForeignKey("accreditation.id"), index=True)
    leaving_id: Mapped[Id | None] = mapped_column(ForeignKey("membership.id"), index=True)
    end_reason: Mapped[EndReason | None]
    joining_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    college: Mapped[College | None]
    origin: Mapped[Origin | None]
    rank: Mapped[Rank | None]
    organization_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    accepted_on: Mapped[date | None]

    accreditation: Mapped[Accreditation] = relationship(lazy="raise_on_sql", back_populates="changes")
    leaving: Mapped[Membership | None] = relationship(lazy="raise")
    joining: Mapped[Person | None] = relationship(lazy="raise")
    organization: Mapped[Organization | None] = relationship(lazy="raise")


class ProposedPlace(Model):
    """One change of perimeter that an amendment asks for: a neighborhood more, or one less."""

    accreditation_id: Mapped[Id] = mapped_column(ForeignKey("accreditation.id"), primary_key=True)
    neighborhood_id: Mapped[Id] = mapped_column(ForeignKey("neighborhood.id"), primary_key=True, index=True)
    adds: Mapped[bool]

    accreditation: Mapped[Accreditation] = relationship(lazy="raise_on_sql", back_populates="places")
    neighborhood: Mapped[Neighborhood] = relationship(lazy="raise")
