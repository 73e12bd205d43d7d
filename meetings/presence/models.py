from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.models import Membership
from foundation import clock
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.documents import Document
from meetings.models import AgendaItem, Meeting, OfMeeting


class AttendanceStatus(Choice):
    """How a member was at a meeting (`R-ATT-01`). While it goes on, whoever is represented is told by the proxies."""

    PRESENT = "present", "Présent·e"
    REMOTE = "remote", "À distance"
    REPRESENTED = "represented", "Représenté·e"
    EXCUSED = "excused", "Excusé·e"
    ABSENT = "absent", "Absent·e"


class AttendanceSource(Choice):
    """Who said so."""

    SELF = "self", "par la personne elle-même"
    SECRETARY = "secretary", "par le secrétariat"
    PAPER = "paper", "d’après la feuille signée"


class Attendance(OfMeeting, Model):
    """How one member was at one meeting, one row each, kept once whoever writes it (`R-ATT-01`, `R-ATT-03`)."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "membership_id"),
        CheckConstraint("left_at >= arrived_at", name="leaves_after_arriving"),
        CheckConstraint("status IN ('present', 'remote') OR left_at IS NULL", name="only_who_came_leaves"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    status: Mapped[AttendanceStatus]
    source: Mapped[AttendanceSource]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")


class AttendanceSheet(OfMeeting, Model):
    """A photo or scan of the sheet that those present signed on paper, one row a page (`R-ATT-02`).

    Seen only by those who hold the meeting; it goes with the presences (domain §9.5).
    """

    __table_args__ = (Index(None, "meeting_id", "added_at"),)

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    document_id: Mapped[Id] = mapped_column(ForeignKey("document.id"), unique=True)
    added_at: Mapped[Moment] = mapped_column(default=clock.now)

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise")


class Guest(OfMeeting, Model):
    """Somebody who came without sitting on the council: listed apart with a function, never counted (`R-ATT-04`)."""

    __table_args__ = (Index(None, "meeting_id"),)

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    name: Mapped[str] = mapped_column(String(100))
    function: Mapped[str] = mapped_column(String(160))

    meeting: Mapped[Meeting] = relationship(lazy="raise")


class Proxy(OfMeeting, Model):
    """A power to vote that one member gives another for one meeting (`R-PRX-01`).

    It counts as long as `revoked_at` is null; `void_reason` says why it ended when nobody took it back. `is_paper`:
    made on paper and entered by the secretary, with its scan (`R-PRX-06`). `assisted_act_id`: recorded for who gives.
    """

    __table_args__ = (
        CheckConstraint("giver_id <> holder_id", name="not_to_oneself"),
        CheckConstraint("void_reason = '' OR revoked_at IS NOT NULL", name="void_means_ended"),
        CheckConstraint("document_id IS NULL OR is_paper", name="only_paper_is_scanned"),
        Index(
            "ix_proxy_one_per_giver",
            "meeting_id",
            "giver_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(None, "meeting_id", "holder_id"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    giver_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    holder_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    given_at: Mapped[Moment]
    is_paper: Mapped[bool] = mapped_column(default=False)
    assisted_act_id: Mapped[Id | None] = mapped_column(ForeignKey("assisted_act.id"), index=True)
    document_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), index=True)
    revoked_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(300), default="")

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    giver: Mapped[Membership] = relationship(foreign_keys=[giver_id], lazy="raise")
    holder: Mapped[Membership] = relationship(foreign_keys=[holder_id], lazy="raise")
    document: Mapped[Document | None] = relationship(lazy="raise")


class ItemNote(Model):
    """What is noted under an item of the agenda while the meeting goes on: one text, one writer at a time.

    `revision` counts its changes. The writer holds it until `held_until`; after that, or when they let it go, another
    may take it.
    """

    __table_args__ = (
        UniqueConstraint("agenda_item_id"),
        CheckConstraint("revision >= 0", name="counts_from_zero"),
        CheckConstraint("(writer_id IS NULL) = (held_until IS NULL)", name="held_by_somebody"),
    )

    id: Mapped[Key]
    agenda_item_id: Mapped[Id] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    writer_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    held_until: Mapped[datetime | None]
    changed_at: Mapped[Moment]

    agenda_item: Mapped[AgendaItem] = relationship(lazy="raise")


class Decision(Model):
    """What a meeting decided is to be done, by whom and until when; followed until it is done."""

    __table_args__ = (
        Index(None, "council_id", "done_on", "due_on"),
        Index(None, "meeting_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id | None] = mapped_column(ForeignKey("council.id"))
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    agenda_item_id: Mapped[Id | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    noted_at: Mapped[Moment] = mapped_column(default=clock.now)
    owner_id: Mapped[Id | None] = mapped_column(ForeignKey("membership.id"), index=True)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    owner: Mapped[Membership | None] = relationship(lazy="raise")

    @property
    def committee_id(self) -> uuid.UUID | None:
        """The committee whose meeting it is."""
        return self.meeting.committee_id
