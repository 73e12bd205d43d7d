from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Gender, Person
from councils.models import Term
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.choices import Choice
from foundation.database import Id, Key, Model
from foundation.documents import Document


class SourceKind(Choice):
    """Where names of a draw came from (domain §1.4). The site never holds these files, only their kind and size."""

    ELECTORAL_ROLL = "electoral_roll", "Liste électorale"
    LANDLORD = "landlord", "Fichier d’un bailleur social"
    UTILITY = "utility", "Fichier d’un fournisseur (énergie, eau, poste)"
    BUILDING_DIRECTORY = "building_directory", "Répertoire d’adresses"
    SERVICE_USERS = "service_users", "Usagers d’un service"
    VOLUNTEERS = "volunteers", "Volontaires après un appel"
    OTHER = "other", "Autre source"


class AgeBand(Choice):
    """Age by bands wide enough to say nothing of one person."""

    UNDER_18 = "under_18", "Moins de 18 ans"
    FROM_18 = "from_18", "18 à 29 ans"
    FROM_30 = "from_30", "30 à 44 ans"
    FROM_45 = "from_45", "45 à 64 ans"
    FROM_65 = "from_65", "65 ans et plus"
    UNDECLARED = "undeclared", "Non précisé"


class CandidateState(Choice):
    """Where a candidate of a draw stands."""

    LISTED = "listed", "Sur la liste"
    DRAWN = "drawn", "Tiré·e au sort"
    RESERVE = "reserve", "En réserve"
    ACCEPTED = "accepted", "A accepté"
    REFUSED = "refused", "A refusé"
    WITHDRAWN = "withdrawn", "S’est retiré·e avant le tirage"


class Stage(Choice):
    """Where a draw stands; told by its columns, never stored."""

    RECORDED = "recorded", "Fait sans l’outil du site"
    PREPARING = "preparing", "En préparation"
    FROZEN = "frozen", "Liste gelée"
    DRAWN = "drawn", "Tiré au sort"


class Sortition(Model):
    """One draw for a term: recorded after the fact, or made with the site (`frozen_at`, then `drawn_at`).

    `day` is that on which it was made, or can be made. `algorithm` is None for a draw that is only recorded.
    `list_text` is the frozen list of pseudonyms (`drawing.py`), whose SHA-256 was published before the draw; `seed` is
    a public value known from `seed_on` on, a later day than that of the freezing (`seed_source` says which value).
    `quotas` holds the least and the most of each group as {attribute: {value: [least, most]}}, `chances` the estimated
    chances in thousandths as [[groups, people, chance]]; `trial` is the number of the trial that met the quotas.
    """

    __table_args__ = (
        CheckConstraint("list_sha256 IS NULL OR length(list_sha256) = 64", name="whole_hash"),
        CheckConstraint("(frozen_at IS NULL) = (list_sha256 IS NULL)", name="frozen_means_hash"),
        CheckConstraint("drawn_at IS NULL OR (seed IS NOT NULL AND frozen_at IS NOT NULL)", name="drawn_means_seed"),
        CheckConstraint(
            "frozen_at IS NULL OR (algorithm IS NOT NULL AND seed_on IS NOT NULL)", name="frozen_means_plan"
        ),
        CheckConstraint("drawn_at IS NULL OR drawn_at >= frozen_at", name="drawn_after_frozen"),
        CheckConstraint("seats >= 1", name="draws_somebody"),
        Index(None, "term_id", "day"),
    )

    id: Mapped[Key]
    term_id: Mapped[Id] = mapped_column(ForeignKey("term.id"))
    drawn_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    witnesses: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    protocol_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), index=True)
    seats: Mapped[int]
    quotas: Mapped[dict[str, Any]] = mapped_column(JSON)
    algorithm: Mapped[str | None] = mapped_column(String(40))
    list_text: Mapped[str | None] = mapped_column(Text)
    list_sha256: Mapped[str | None] = mapped_column(String(64))
    chances: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    frozen_at: Mapped[datetime | None]
    seed_on: Mapped[date | None]
    seed_source: Mapped[str] = mapped_column(String(300), default="")
    seed: Mapped[str | None] = mapped_column(String(200))
    trial: Mapped[int | None]
    drawn_at: Mapped[datetime | None]
    day: Mapped[date] = mapped_column(default=clock.today)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    term: Mapped[Term] = relationship(lazy="raise")
    protocol: Mapped[Document | None] = relationship(lazy="raise")
    sources: Mapped[list[SortitionSource]] = relationship(
        lazy="raise", back_populates="sortition", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once

    @property
    def council_id(self) -> uuid.UUID:
        """The council whose term it is."""
        return self.term.council_id

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.algorithm is None:
            return Stage.RECORDED
        if self.drawn_at is not None:
            return Stage.DRAWN
        return Stage.FROZEN if self.frozen_at is not None else Stage.PREPARING


class SortitionSource(Model):
    """One list that was drawn from: its kind and how many names it had."""

    __table_args__ = (CheckConstraint("size >= 0", name="counts"),)

    id: Mapped[Key]
    sortition_id: Mapped[Id] = mapped_column(ForeignKey("sortition.id", ondelete="CASCADE"), index=True)
    kind: Mapped[SourceKind]
    size: Mapped[int]

    sortition: Mapped[Sortition] = relationship(lazy="raise", back_populates="sources")


class Candidate(Model):
    """A volunteer on the list of a draw, under a pseudonym that means nothing elsewhere; `place` is the rank drawn.

    `called_at` is when a seat was offered; `replaces` the pseudonym of whoever left that seat.
    Whoever is neither seated nor in reserve is deleted 30 days after the act is published (domain §9.5).
    """

    __table_args__ = (
        UniqueConstraint("sortition_id", "pseudonym"),
        UniqueConstraint("sortition_id", "person_id"),
        UniqueConstraint("sortition_id", "place"),
        CheckConstraint("place >= 1", name="counts_from_one"),
        Index(None, "sortition_id", "state"),
    )

    id: Mapped[Key]
    sortition_id: Mapped[Id] = mapped_column(ForeignKey("sortition.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(12))
    gender: Mapped[Gender]
    age_band: Mapped[AgeBand]
    neighborhood_id: Mapped[Id | None] = mapped_column(ForeignKey("neighborhood.id"), index=True)
    state: Mapped[CandidateState] = mapped_column(default=CandidateState.LISTED)
    place: Mapped[int | None]
    called_at: Mapped[datetime | None]
    replaces: Mapped[str | None] = mapped_column(String(12))
    answered_on: Mapped[date | None]

    sortition: Mapped[Sortition] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    neighborhood: Mapped[Neighborhood | None] = relationship(lazy="raise")

    @property
    def council_id(self) -> uuid.UUID:
        """The council in which they may sit."""
        return self.sortition.council_id
