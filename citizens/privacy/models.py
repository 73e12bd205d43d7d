from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment


class RightKind(Choice):
    """What somebody asks about their data (domain §9.6)."""

    ACCESS = "access", "Recevoir une copie de mes données"
    CORRECTION = "correction", "Corriger mes données"
    ERASURE = "erasure", "Effacer mes données"
    RESTRICTION = "restriction", "Ne plus utiliser mes données en attendant"
    OBJECTION = "objection", "M’opposer à un usage"


class RightState(Choice):
    """Where such a request stands."""

    RECEIVED = "received", "Reçue"
    IDENTIFIED = "identified", "Identité vérifiée"
    CARRIED_OUT = "carried_out", "Faite"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"


class RightsRequest(Model):
    """A request about one's own data, answered by the data protection officer within a month (`due_on`).

    `identity_check` says how the person was recognized, never with a copy of a paper. `by_post`: it came by letter
    and was entered for them.
    """

    __table_args__ = (
        CheckConstraint("(identified_at IS NULL) = (identity_check IS NULL)", name="identified_means_how"),
        CheckConstraint("(decided_at IS NULL) = (state IN ('received', 'identified'))", name="decided_means_when"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[Key]
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[RightKind]
    state: Mapped[RightState] = mapped_column(default=RightState.RECEIVED)
    message: Mapped[str] = mapped_column(Text, default="")
    by_post: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[Moment]
    due_on: Mapped[date]
    identified_at: Mapped[datetime | None]
    identity_check: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once
