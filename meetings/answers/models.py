from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.territory.models import Organization
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.html import RichText
from meetings.proposals.models import Proposal


class AnswerOutcome(Choice):
    """What a committee decides on a proposal (domain §4.3)."""

    RETAINED = "retained", "Retenue"
    RETAINED_MODIFIED = "retained_modified", "Retenue avec modification"
    NOT_RETAINED = "not_retained", "Non retenue"
    POSTPONED = "postponed", "Reportée"
    ALREADY_DONE = "already_done", "Déjà réalisée ou déjà engagée"
    REDIRECTED = "redirected", "Transmise à l’organisme compétent"
    NOTED = "noted", "Il en est pris acte"


class ReasonCategory(Choice):
    """Why a proposal is not retained."""

    COMPETENCE = "competence", "Ce n’est pas de la compétence de l’organisme"
    COST = "cost", "Le coût"
    LAW = "law", "La loi ne le permet pas"
    TECHNIQUE = "technique", "Ce n’est pas possible techniquement"
    PRIORITY = "priority", "D’autres projets passent avant"
    CONTRARY_OPINION = "contrary_opinion", "Un avis contraire a été rendu"
    OTHER = "other", "Une autre raison"


class CommitmentState(Choice):
    """Where a commitment stands."""

    PLANNED = "planned", "Prévu"
    STARTED = "started", "Commencé"
    DONE = "done", "Fait"
    DROPPED = "dropped", "Abandonné"


class Answer(Model):
    """A reasoned answer to a proposal. It can be completed by a further one, never replaced (`R-PRP-04`).

    What each outcome demands beside the reasons is held by the database: a category of refusal, what changes, a day
    of re-examination, where and when it was done, to whom it was passed on and when.
    """

    __table_args__ = (
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint("(outcome = 'not_retained') = (reason_category IS NOT NULL)", name="refusal_has_category"),
        CheckConstraint("(outcome = 'retained_modified') = (changes IS NOT NULL)", name="modified_says_what"),
        CheckConstraint("(outcome = 'postponed') = (reexamined_on IS NOT NULL)", name="postponed_until"),
        CheckConstraint(
            "(outcome = 'already_done') = (done_where IS NOT NULL)"
            " AND (outcome = 'already_done') = (done_on IS NOT NULL)",
            name="done_where_and_when",
        ),
        CheckConstraint(
            "(outcome = 'redirected') = (redirected_to_id IS NOT NULL)"
            " AND (outcome = 'redirected') = (redirected_on IS NOT NULL)",
            name="redirected_to_whom_and_when",
        ),
        UniqueConstraint("proposal_id", "number"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[Id] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    outcome: Mapped[AnswerOutcome]
    reasons: Mapped[str] = mapped_column(Text)
    reasons_html: Mapped[str] = mapped_column(RichText)
    reason_category: Mapped[ReasonCategory | None]
    changes: Mapped[str | None] = mapped_column(String(2000))
    reexamined_on: Mapped[date | None]
    done_where: Mapped[str | None] = mapped_column(String(300))
    done_on: Mapped[date | None]
    proof_url: Mapped[str | None] = mapped_column(String(300))
    redirected_to_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    redirected_on: Mapped[date | None]
    signatory_function: Mapped[str] = mapped_column(String(160))
    entered_at: Mapped[Moment]
    notified_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(lazy="raise")
    redirected_to: Mapped[Organization | None] = relationship(lazy="raise")
    commitments: Mapped[list[Commitment]] = relationship(lazy="raise", order_by="Commitment.position")


class Commitment(Model):
    """What an answer promises: what, who, by when."""

    __table_args__ = (UniqueConstraint("answer_id", "position"),)

    id: Mapped[Key]
    answer_id: Mapped[Id] = mapped_column(ForeignKey("answer.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    organization: Mapped[str] = mapped_column(String(160))
    due_on: Mapped[date]
    budget_line: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.PLANNED)
