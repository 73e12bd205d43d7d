from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.models import Council
from councils.territory.models import Organization
from foundation.choices import Choice
from foundation.database import Id, Key, Model
from foundation.documents import Document

FIRST_YEAR = 2014


class RulesKind(Choice):
    """What a council calls the text that it gave itself."""

    INTERNAL = "internal", "Règlement intérieur"
    CHARTER = "charter", "Charte"


class MeansKind(Choice):
    """What a council is given to work with (domain §1.7)."""

    ROOM = "room", "Local"
    BUDGET = "budget", "Budget"
    STAFF = "staff", "Temps de personnel"
    EQUIPMENT = "equipment", "Matériel"
    TRAINING = "training", "Formation"
    CIVIC_SERVICE = "civic_service", "Service civique"


class CouncilRules(Model):
    """One version of a council's rules. In force from a day, included, until a later version is.

    `params` are the articles that the site applies (`charter/articles.py`), by the names of domain §3.4. A version
    never changes: what was wrong in it is put right by the next one, that may be in force from the same day.
    """

    __table_args__ = (
        UniqueConstraint("council_id", "version"),
        CheckConstraint("version >= 1", name="counts_from_one"),
        CheckConstraint("in_force_from >= adopted_on", name="in_force_after_adopted"),
        Index(None, "council_id", "in_force_from"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    version: Mapped[int]
    kind: Mapped[RulesKind]
    document_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    adopted_on: Mapped[date]
    in_force_from: Mapped[date]

    council: Mapped[Council] = relationship(lazy="raise")
    document: Mapped[Document | None] = relationship(lazy="raise")


class CouncilMeans(Model):
    """What a council had in one year, from whom. `amount_cents` is in cents of euro, null when it is not money."""

    __table_args__ = (
        CheckConstraint("year BETWEEN 2014 AND 2100", name="plausible_year"),
        CheckConstraint("amount_cents >= 0", name="not_negative"),
        CheckConstraint("kind <> 'budget' OR amount_cents IS NOT NULL", name="budget_is_money"),
        Index(None, "council_id", "year"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    year: Mapped[int]
    kind: Mapped[MeansKind]
    amount_cents: Mapped[int | None]
    provider_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")

    council: Mapped[Council] = relationship(lazy="raise")
    provider: Mapped[Organization | None] = relationship(lazy="raise")
