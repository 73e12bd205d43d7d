from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.models import Council, Membership
from councils.territory.models import Municipality
from foundation.choices import Choice
from foundation.database import Id, Key, Model


class CommitteeKind(Choice):
    """The bodies that steer the contract (domain §4.5)."""

    METROPOLITAN_STEERING = "metropolitan_steering", "Comité de pilotage du contrat de ville"
    TECHNICAL = "technical", "Comité technique"
    LOCAL_STEERING = "local_steering", "Comité de pilotage local"
    INTERCOMMUNAL = "intercommunal", "Comité intercommunal"
    MAYORS_NPRU = "mayors_npru", "Conseil des maires du renouvellement urbain"
    PROGRAMMING = "programming", "Comité de programmation"
    GUSP = "gusp", "Comité de gestion urbaine et sociale de proximité"
    MAISON_DU_PROJET = "maison_du_projet", "Maison du projet"
    OTHER = "other", "Autre comité"


class SeatVoice(Choice):
    """What a seat lets whoever holds it do in the sessions of a committee (domain §4.5)."""

    DELIBERATIVE = "deliberative", "Voix délibérative"
    CONSULTATIVE = "consultative", "Voix consultative"
    OBSERVER = "observer", "Observation"


class Committee(Model):
    """A body that receives proposals and must answer. Its slug never changes; its delays are those of the charter.

    `chairs` says by their functions, never by name, who presides. `seat_count` is how many seats it has in all, those
    of the councils among them; None as long as nobody has said it.
    """

    __table_args__ = (
        CheckConstraint("acknowledgement_days BETWEEN 1 AND 90", name="acknowledges_in_time"),
        CheckConstraint("answer_months BETWEEN 1 AND 24", name="answers_in_time"),
        CheckConstraint("seat_count BETWEEN 1 AND 500", name="has_seats"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[CommitteeKind]
    chairs: Mapped[str] = mapped_column(String(300), default="")
    municipality_id: Mapped[Id | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    acknowledgement_days: Mapped[int] = mapped_column(default=15)
    answer_months: Mapped[int] = mapped_column(default=3)
    is_demo: Mapped[bool] = mapped_column(default=False)
    seat_count: Mapped[int | None]

    municipality: Mapped[Municipality | None] = relationship(lazy="raise")


_GOES_ON = text("end_on IS NULL")


class CommitteeSeat(Model):
    """A seat of a council in a committee, from one day to another, both included (Europe/Paris).

    `titular` and `substitute` are memberships of that council, as named last: who holds the seat on a day is computed,
    and it stands empty as soon as their mandate is over. A council may have several seats in a committee; nobody is
    the titular of two of them that go on, nor the substitute.
    """

    __table_args__ = (
        ForeignKeyConstraint(["titular_id", "council_id"], ["membership.id", "membership.council_id"]),
        ForeignKeyConstraint(["substitute_id", "council_id"], ["membership.id", "membership.council_id"]),
        CheckConstraint("titular_id <> substitute_id", name="two_people"),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="ends_after_start"),
        *(
            Index(
                f"uq_committee_seat_{part}_once",
                "committee_id",
                f"{part}_id",
                unique=True,
                sqlite_where=_GOES_ON,
                postgresql_where=_GOES_ON,
            )
            for part in ("titular", "substitute")
        ),
        Index(None, "titular_id", "council_id"),
        Index(None, "substitute_id", "council_id"),
    )

    id: Mapped[Key]
    committee_id: Mapped[Id] = mapped_column(ForeignKey("committee.id"), index=True)
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"), index=True)
    titular_id: Mapped[Id | None]
    substitute_id: Mapped[Id | None]
    voice: Mapped[SeatVoice]
    start_on: Mapped[date]
    end_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    committee: Mapped[Committee] = relationship(lazy="raise")
    council: Mapped[Council] = relationship(lazy="raise")
    titular: Mapped[Membership | None] = relationship(
        lazy="raise",
        viewonly=True,
        foreign_keys="CommitteeSeat.titular_id",
        primaryjoin="CommitteeSeat.titular_id == Membership.id",
    )
    substitute: Mapped[Membership | None] = relationship(
        lazy="raise",
        viewonly=True,
        foreign_keys="CommitteeSeat.substitute_id",
        primaryjoin="CommitteeSeat.substitute_id == Membership.id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once
