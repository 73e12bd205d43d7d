from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.models import Council, Membership
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.documents import Document
from meetings.models import AgendaItem, Meeting, NeedKind, OfMeeting


class ProposedItemState(Choice):
    """What became of an item that a member proposed."""

    WAITING = "waiting", "Pas encore de réponse"
    ACCEPTED = "accepted", "Mis à l’ordre du jour"
    DECLINED = "declined", "Pas retenu"


class AgendaDocument(OfMeeting, Model):
    """A document joined to an item of an agenda: for everybody, or for the council alone."""

    __table_args__ = (Index(None, "agenda_item_id", "position"),)

    id: Mapped[Key]
    agenda_item_id: Mapped[Id] = mapped_column(ForeignKey("agenda_item.id"))
    document_id: Mapped[Id] = mapped_column(ForeignKey("document.id"), unique=True)
    position: Mapped[int]
    is_public: Mapped[bool]

    agenda_item: Mapped[AgendaItem] = relationship(lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise")

    @property
    def meeting(self) -> Meeting:
        """The meeting on whose agenda it is."""
        return self.agenda_item.meeting


class ProposedItem(Model):
    """What a member proposes to speak of at a coming meeting. `answer` is why it was declined.

    `agenda_item_id` is what it became; null again when that item was taken off the agenda.
    """

    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_means_dated"),
        CheckConstraint("(state = 'declined') = (answer <> '')", name="declined_means_answered"),
        Index(None, "council_id", "state"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    proposed_at: Mapped[Moment]
    state: Mapped[ProposedItemState] = mapped_column(default=ProposedItemState.WAITING)
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")
    agenda_item_id: Mapped[Id | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), unique=True)

    council: Mapped[Council] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")


class CalendarLink(Model):
    """The secret by which one person's calendar follows all their meetings; a new `code` closes the link before."""

    id: Mapped[Key]
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), unique=True)
    code: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[Moment]


class MeetingNeed(Model):
    """What one member needs in order to come to one meeting; deleted fifteen days after it (domain §9.5)."""

    __table_args__ = (UniqueConstraint("meeting_id", "membership_id", "kind"),)

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    kind: Mapped[NeedKind]

    membership: Mapped[Membership] = relationship(lazy="raise")
