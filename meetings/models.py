from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from councils.committees.models import Committee
from councils.models import Council, Membership
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from meetings.convener import Convener


class MeetingKind(Choice):
    """What a meeting of a council, of a committee or of the network is (domain §3.1)."""

    PLENARY = "plenary", "Plénière"
    PUBLIC_MEETING = "public_meeting", "Réunion publique"
    WORKING_GROUP = "working_group", "Réunion de commission"
    BOARD = "board", "Réunion du bureau"
    GENERAL_ASSEMBLY = "general_assembly", "Assemblée générale"
    WALK_DEBRIEF = "walk_debrief", "Restitution de marche"
    NETWORK_MEETING = "network_meeting", "Rencontre du réseau"
    TRAINING = "training", "Formation"
    ASSISES = "assises", "Assises métropolitaines"
    COMMITTEE_SESSION = "committee_session", "Séance de comité"


OF_NETWORK = (MeetingKind.NETWORK_MEETING, MeetingKind.TRAINING, MeetingKind.ASSISES)
OF_COMMITTEE = (MeetingKind.COMMITTEE_SESSION,)
OF_COUNCIL = tuple(kind for kind in MeetingKind if kind not in (*OF_NETWORK, *OF_COMMITTEE))


# of these the public learns what is on the agenda; of the others that they take place (domain §3.1)
OPEN_AGENDA = frozenset(
    {
        MeetingKind.PLENARY,
        MeetingKind.PUBLIC_MEETING,
        MeetingKind.GENERAL_ASSEMBLY,
        MeetingKind.WALK_DEBRIEF,
        *OF_NETWORK,
        *OF_COMMITTEE,
    }
)


class MeetingState(Choice):
    """Where a meeting stands. One that was never opened on the site stays convened, over by the clock alone."""

    DRAFT = "draft", "En préparation"
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "En cours"
    CLOSED = "closed", "Terminée"
    CANCELLED = "cancelled", "Annulée"


class ItemKind(Choice):
    """What an item of the agenda is for."""

    INFORMATION = "information", "Information"
    DISCUSSION = "discussion", "Discussion"
    DECISION = "decision", "Décision"
    OTHER_BUSINESS = "other_business", "Questions diverses"


class DeliveryChannel(Choice):
    """How somebody gets the notice (`R-MTG-04`)."""

    EMAIL = "email", "Courriel"
    LETTER = "letter", "Lettre"
    SMS = "sms", "SMS"
    HAND = "hand", "De la main à la main"


class Coming(Choice):
    """What somebody answers to a notice."""

    PRESENT = "present", "Vient"
    REMOTE = "remote", "Participe à distance"
    EXCUSED = "excused", "Ne vient pas"


class NeedKind(Choice):
    """What helps somebody to come, where the council offers it."""

    CHILDCARE = "childcare", "Garde d’enfants"
    TRANSPORT = "transport", "Transport"
    INTERPRETATION = "interpretation", "Interprétation"


class Meeting(Model):
    """A meeting of a council, of a committee, or of the network when it is of neither.

    `day` and `hour` are what the clocks of Paris show, `starts_at` the moment (`R-TIM-01`).

    `round` counts its notices: a postponed meeting has a further one; `changes` counts what a calendar must learn of.
    `urgent_reason` is why its notice is shorter than it should be, empty when it is not (`R-MTG-01`). `remote_url` is
    for those who are convened alone. `access` says how to come in: floor, lift, loop. `check_in_code` is what is shown
    in the room for members to note themselves present (`R-ATT-03`). `second_call_of` is the meeting without quorum that
    this one takes up again (`R-QUO-05`).
    """

    __table_args__ = (
        CheckConstraint("duration_min BETWEEN 15 AND 720", name="lasts_some_hours"),
        CheckConstraint("(state = 'draft') = (convened_at IS NULL)", name="convened_means_dated"),
        CheckConstraint("(state = 'cancelled') = (cancelled_reason <> '')", name="cancelled_means_reason"),
        CheckConstraint("round >= 0 AND changes >= 0", name="counts_from_zero"),
        CheckConstraint("(state IN ('open', 'closed')) = (opened_at IS NOT NULL)", name="opened_means_dated"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_means_dated"),
        CheckConstraint(
            "(kind = 'committee_session') = (committee_id IS NOT NULL) AND "
            "(kind IN ('network_meeting', 'training', 'assises', 'committee_session')) = (council_id IS NULL)",
            name="kind_is_of_its_convener",
        ),
        Index(None, "council_id", "starts_at"),
        Index(None, "committee_id", "starts_at"),
        Index(None, "state", "starts_at"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id | None] = mapped_column(ForeignKey("council.id"))
    committee_id: Mapped[Id | None] = mapped_column(ForeignKey("committee.id"))
    kind: Mapped[MeetingKind]
    title: Mapped[str] = mapped_column(String(160))
    day: Mapped[date]
    hour: Mapped[time]
    starts_at: Mapped[Moment]
    duration_min: Mapped[int]
    place: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(300))
    access: Mapped[str] = mapped_column(String(300), default="")
    remote_url: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFT)
    urgent_reason: Mapped[str] = mapped_column(String(500), default="")
    cancelled_reason: Mapped[str] = mapped_column(String(500), default="")
    convened_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    check_in_code: Mapped[str] = mapped_column(String(12), default="")
    offers_childcare: Mapped[bool] = mapped_column(default=False)
    offers_transport: Mapped[bool] = mapped_column(default=False)
    offers_interpretation: Mapped[bool] = mapped_column(default=False)
    second_call_of_id: Mapped[Id | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    round: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    # loaded with the meeting, each where it is named: nothing is asked for what it does not have
    council: Mapped[Council | None] = relationship(lazy="raise_on_sql")
    committee: Mapped[Committee | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once

    @property
    def convener(self) -> Convener:
        """Who meets; its council or committee is loaded."""
        return Convener(self.council, self.committee)

    @property
    def offers(self) -> list[NeedKind]:
        """The help that this meeting offers to those who come."""
        return [kind for kind in NeedKind if getattr(self, f"offers_{kind.value}")]


class OfMeeting:
    """A row of a meeting: it belongs to whom the meeting belongs to."""

    @property
    def council_id(self) -> uuid.UUID | None:
        """The council whose meeting it is."""
        return _meeting(self).council_id

    @property
    def committee_id(self) -> uuid.UUID | None:
        """The committee whose meeting it is."""
        return _meeting(self).committee_id


def _meeting(row: Any) -> Meeting:
    found: Meeting = row.meeting
    return found


class AgendaItem(OfMeeting, Model):
    """One thing that a meeting is for. `added_later`: after the notice, so that nothing is voted on it (`R-MTG-03`).

    `is_left`: the meeting is over and there was no time for it; `carried_from_id` is the item of an earlier meeting
    that this one takes up again, each once at most.
    """

    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 600", name="lasts_some_minutes"),
        CheckConstraint("NOT added_later OR kind = 'other_business'", name="later_means_other_business"),
        Index(None, "meeting_id", "position"),
        Index(None, "carried_from_id", unique=True),
    )

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ItemKind]
    minutes: Mapped[int | None]
    added_later: Mapped[bool] = mapped_column(default=False)
    is_left: Mapped[bool] = mapped_column(default=False)
    carried_from_id: Mapped[Id | None] = mapped_column(ForeignKey("agenda_item.id"))

    meeting: Mapped[Meeting] = relationship(lazy="raise")


class Notice(Model):
    """One sending of the notice of a meeting: `day` and `hour` are those it told; `text` is what it said."""

    __table_args__ = (UniqueConstraint("meeting_id", "round"),)

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    round: Mapped[int]
    sent_at: Mapped[Moment]
    text: Mapped[str] = mapped_column(Text)

    meeting: Mapped[Meeting] = relationship(lazy="raise")


class NoticeDelivery(OfMeeting, Model):
    """How one member gets one notice; `delivered_on` is null as long as nobody noted that they have it."""

    __table_args__ = (UniqueConstraint("notice_id", "membership_id"),)

    id: Mapped[Key]
    notice_id: Mapped[Id] = mapped_column(ForeignKey("notice.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    channel: Mapped[DeliveryChannel]
    delivered_on: Mapped[date | None]

    notice: Mapped[Notice] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def meeting(self) -> Meeting:
        """What it convenes to."""
        return self.notice.meeting


class NoticeAnswer(Model):
    """What a member last answered to the notice of a meeting; `assisted_act_id` when it was recorded for them."""

    __table_args__ = (UniqueConstraint("meeting_id", "membership_id"),)

    id: Mapped[Key]
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    coming: Mapped[Coming]
    answered_at: Mapped[Moment]
    assisted_act_id: Mapped[Id | None] = mapped_column(ForeignKey("assisted_act.id"), index=True)


# what a meeting is loaded with so that its convener is known
WITH_CONVENER = (joinedload(Meeting.council), joinedload(Meeting.committee))
