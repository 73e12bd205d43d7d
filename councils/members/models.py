from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from councils.models import College, Council, Membership, Term
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment


class BoardRole(Choice):
    """What somebody does in the board of a council."""

    CHAIR = "chair", "Présidence"
    CO_CHAIR = "co_chair", "Coprésidence"
    SECRETARY = "secretary", "Secrétariat"
    TREASURER = "treasurer", "Trésorerie"
    SPOKESPERSON = "spokesperson", "Porte-parole"


class ReserveStatus(Choice):
    """Where somebody of the reserve list stands."""

    WAITING = "waiting", "En attente"
    CALLED = "called", "Appelé·e"
    REFUSED = "refused", "A refusé"
    SEATED = "seated", "Siège désormais"
    EXPIRED = "expired", "Liste close"


class BoardFunction(Model):
    """A function that a member holds in the board, from one day to another, both included (Europe/Paris)."""

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"),
        Index(
            "uq_board_function_held",
            "membership_id",
            "role",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
    )

    id: Mapped[Key]
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    role: Mapped[BoardRole]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """The function in words."""
        return self.role.label

    @property
    def council_id(self) -> uuid.UUID:
        """The council in whose board it is held; `membership` comes with it."""
        return self.membership.council_id


class WorkingGroup(Model):
    """A group of members that works on one subject; `closed_on` is the first day without it."""

    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opened"),
        Index(None, "council_id", "closed_on"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(300), default="")
    rapporteur_id: Mapped[Id | None] = mapped_column(ForeignKey("membership.id"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    council: Mapped[Council] = relationship(lazy="raise")
    rapporteur: Mapped[Membership | None] = relationship(lazy="raise")
    participants: Mapped[list[WorkingGroupMember]] = relationship(lazy="raise", back_populates="group")


class WorkingGroupMember(Model):
    """Somebody's part in a working group."""

    group_id: Mapped[Id] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True)
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), primary_key=True, index=True)

    group: Mapped[WorkingGroup] = relationship(lazy="raise", back_populates="participants")
    membership: Mapped[Membership] = relationship(lazy="raise")


class ReserveEntry(Model):
    """Somebody's place on the reserve list of a term and college: who is called when a seat falls vacant (§1.5)."""

    __table_args__ = (
        UniqueConstraint("term_id", "college", "rank"),
        UniqueConstraint("term_id", "person_id"),
        CheckConstraint("rank >= 1", name="counts_from_one"),
    )

    id: Mapped[Key]
    term_id: Mapped[Id] = mapped_column(ForeignKey("term.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    college: Mapped[College]
    rank: Mapped[int]
    status: Mapped[ReserveStatus] = mapped_column(default=ReserveStatus.WAITING)
    called_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]

    term: Mapped[Term] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def council_id(self) -> uuid.UUID:
        """The council to whose term it belongs; `term` comes with it."""
        return self.term.council_id


class MemberImport(Model):
    """A file of members that was sent, as rows read and compared; written only when its sender confirms, within a day.

    `rows` holds personal values: it is emptied when the import is applied, thrown away or a day old.
    """

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="whole_hash"),
        Index(None, "council_id", "sent_at"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    sent_at: Mapped[Moment]
    applied_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship(lazy="raise")
