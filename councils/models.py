from __future__ import annotations

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from citizens.models import Person
from councils.territory.models import Neighborhood, Organization
from foundation.choices import Choice
from foundation.database import Id, Key, Model
from foundation.html import RichText


class CouncilKind(Choice):
    """What sort of body it is."""

    CITIZEN_COUNCIL = "citizen_council", "Conseil citoyen"
    NEIGHBORHOOD_TABLE = "neighborhood_table", "Table de quartier"
    OTHER = "other", "Autre instance"


class LegalForm(Choice):
    """Which legal person, if any, answers for a council."""

    OWN_ASSOCIATION = "own_association", "Le conseil est une association"
    HOSTED = "hosted", "Une structure l’accueille"
    INFORMAL = "informal", "Le conseil n’a pas de personnalité juridique"
    MUNICIPAL_START = "municipal_start", "La commune l’accueille pendant sa mise en place"


class College(Choice):
    """The two colleges of a council."""

    RESIDENTS = "residents", "Habitants"
    LOCAL_ACTORS = "local_actors", "Associations et acteurs locaux"


class Origin(Choice):
    """How someone came to sit."""

    DRAWN = "drawn", "Tiré·e au sort"
    VOLUNTEER = "volunteer", "Volontaire"
    DESIGNATED = "designated", "Désigné·e par sa structure"
    REPLACEMENT = "replacement", "Remplaçant·e"


class Rank(Choice):
    """Whether someone holds a seat or stands in for those who do."""

    TITULAR = "titular", "Titulaire"
    SUBSTITUTE = "substitute", "Suppléant·e"


class Standing(Choice):
    """Whether an act recognizes the membership (ruling 10)."""

    PROVISIONAL = "provisional", "Pressenti·e"
    RECOGNIZED = "recognized", "Reconnu·e"


class EndReason(Choice):
    """Why a membership ended."""

    RESIGNED = "resigned", "Démission"
    MOVED = "moved", "Déménagement"
    ABSENCE = "absence", "Absences"
    REFUSED = "refused", "Refus"
    DEATH = "death", "Décès"
    ORGANIZATION_CHANGE = "organization_change", "Changement de représentant"
    ELECTED = "elected", "Mandat électif"
    TERM_END = "term_end", "Fin du mandat du conseil"
    ACT = "act", "Acte de reconnaissance"


class Council(Model):
    """A council. Its public status is computed (`councils/status.py`), never stored.

    `closed_on` is the first day on which it no longer exists. `summary` is Markdown; its HTML is made when written.
    """

    __table_args__ = (
        CheckConstraint(
            "closed_on IS NULL OR created_on IS NULL OR closed_on >= created_on", name="closed_after_created"
        ),
        CheckConstraint("legal_form <> 'hosted' OR host_organization_id IS NOT NULL", name="hosted_has_host"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[CouncilKind] = mapped_column(default=CouncilKind.CITIZEN_COUNCIL)
    summary: Mapped[str] = deferred(mapped_column(Text, default=""))
    summary_html: Mapped[str] = mapped_column(RichText, default="")
    created_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    host_organization_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    legal_form: Mapped[LegalForm] = mapped_column(default=LegalForm.INFORMAL)
    website: Mapped[str | None] = mapped_column(String(300))
    not_to_confuse_note: Mapped[str | None] = mapped_column(String(500))
    is_demo: Mapped[bool] = mapped_column(default=False)
    facilitator_employer_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    version: Mapped[int] = mapped_column()

    host_organization: Mapped[Organization | None] = relationship(
        lazy="raise", foreign_keys="Council.host_organization_id"
    )
    facilitator_employer: Mapped[Organization | None] = relationship(
        lazy="raise", foreign_keys="Council.facilitator_employer_id"
    )
    coverages: Mapped[list[Coverage]] = relationship(lazy="raise", back_populates="council")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


class Coverage(Model):
    """A neighborhood that a council covers, from one day to another, both included; never twice at once."""

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"),
        Index(
            "uq_coverage_active_pair",
            "council_id",
            "neighborhood_id",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"), index=True)
    neighborhood_id: Mapped[Id] = mapped_column(ForeignKey("neighborhood.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    council: Mapped[Council] = relationship(lazy="raise", back_populates="coverages")
    neighborhood: Mapped[Neighborhood] = relationship(lazy="raise")


class Term(Model):
    """The period for which a council is composed, both days included; two of one council never overlap."""

    __table_args__ = (
        CheckConstraint("end_on >= start_on", name="ends_after_start"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint("residents_target >= 0 AND local_actors_target >= 0", name="targets_count"),
        UniqueConstraint("council_id", "number"),
        UniqueConstraint("id", "council_id"),
        Index(None, "council_id", "start_on"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    number: Mapped[int]
    start_on: Mapped[date]
    end_on: Mapped[date]
    duration_source: Mapped[str] = mapped_column(String(300), default="")
    residents_target: Mapped[int | None]
    local_actors_target: Mapped[int | None]

    council: Mapped[Council] = relationship(lazy="raise")
    memberships: Mapped[list[Membership]] = relationship(lazy="raise", back_populates="term")


# whoever is called and says no has not taken the seat over
_NOT_REFUSED = "end_reason IS NULL OR end_reason <> 'refused'"


class Membership(Model):
    """One person's place in a term. `start_on` and `end_on` are both days of it (Europe/Paris).

    `council_id` is carried so that the database can refuse a second active membership of a person in a council.
    Nobody sits before they accepted (`accepted_on`). `replaces_id` names the membership whose seat was taken over, the
    day after it ended; a seat that stood empty for a while is filled without it. `elected_official` blocks the dossier
    (§1.3); `independent_on`: the day a local actor declared to have no direct link to the contract's institutions.
    """

    __table_args__ = (
        ForeignKeyConstraint(["term_id", "council_id"], ["term.id", "term.council_id"]),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="ends_after_start"),
        CheckConstraint("(end_on IS NULL) = (end_reason IS NULL)", name="ended_means_reason"),
        CheckConstraint("college <> 'local_actors' OR organization_id IS NOT NULL", name="local_actor_of_whom"),
        CheckConstraint("suspended_to IS NULL OR suspended_to >= suspended_from", name="suspension_ends"),
        CheckConstraint("suspended_to IS NULL OR suspended_from IS NOT NULL", name="suspension_starts"),
        Index(None, "term_id", "council_id"),
        Index(None, "council_id", "person_id"),
        # what names a member of one council (a seat in a committee) points at both
        Index("uq_membership_of_council", "id", "council_id", unique=True),
        Index(
            "uq_membership_taken_over_once",
            "replaces_id",
            unique=True,
            sqlite_where=text(_NOT_REFUSED),
            postgresql_where=text(_NOT_REFUSED),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    term_id: Mapped[Id]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    college: Mapped[College]
    origin: Mapped[Origin]
    organization_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    rank: Mapped[Rank] = mapped_column(default=Rank.TITULAR)
    standing: Mapped[Standing] = mapped_column(default=Standing.PROVISIONAL)
    start_on: Mapped[date]
    end_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None]
    accepted_on: Mapped[date | None]
    voting: Mapped[bool] = mapped_column(default=True)
    suspended_from: Mapped[date | None]
    suspended_to: Mapped[date | None]
    replaces_id: Mapped[Id | None] = mapped_column(ForeignKey("membership.id"), index=True)
    elected_official: Mapped[bool] = mapped_column(default=False)
    independent_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")
    term: Mapped[Term] = relationship(lazy="raise", back_populates="memberships")
    organization: Mapped[Organization | None] = relationship(lazy="raise")
