"""Who is there, who is represented, who may vote: the roll of a meeting at one moment."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager

from citizens.models import Person
from councils.charter.articles import Articles
from councils.electorate import refusal
from councils.models import Membership
from foundation.clock import PARIS
from foundation.database import db
from meetings import quorum
from meetings.convening import conveners, days
from meetings.models import Coming, Meeting, Notice, NoticeAnswer
from meetings.presence.models import Attendance, AttendanceStatus, Proxy
from meetings.quorum import Quorum, There

SECOND_CALL_DAYS = 3
HERE = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.REMOTE})


@dataclass(frozen=True)
class Place:
    """One seat on the roll: how its holder is there, whom they gave power to, what they had answered to the notice."""

    seat: Membership
    votes: bool
    status: AttendanceStatus | None
    arrived_at: datetime | None
    left_at: datetime | None
    proxy: Proxy | None
    said: Coming | None

    @property
    def is_here(self) -> bool:
        """Whether they are in the room, or take part from a distance, and have not left."""
        return self.status in HERE and self.left_at is None


@dataclass(frozen=True)
class Voting:
    """A seat that votes, by itself or by the holder of its proxy."""

    seat: Membership
    proxy: Proxy | None = None


@dataclass(frozen=True)
class Roll:
    """All seats convened, on the day of a meeting, in the order of names."""

    places: Sequence[Place]

    def place_of(self, membership_id: uuid.UUID) -> Place | None:
        """The place of one seat."""
        return next((one for one in self.places if one.seat.id == membership_id), None)

    @property
    def base(self) -> int:
        """How many may vote that day, there or not: vacant and suspended seats are not among them (`R-QUO-01`)."""
        return sum(one.votes for one in self.places)

    @property
    def represented(self) -> list[Place]:
        """Those whose proxy counts now: they are not there, its holder is, and may vote (`R-PRX-03`)."""
        there = {one.seat.id for one in self.places if one.is_here and one.votes}
        return [
            one for one in self.places if one.votes and not one.is_here and one.proxy and one.proxy.holder_id in there
        ]

    @property
    def adrift(self) -> list[Proxy]:
        """The proxies that count for nothing now, since their holder is not there or may not vote (`R-PRX-03`)."""
        held = {one.seat.id for one in self.represented}
        return [one.proxy for one in self.places if one.proxy and not one.is_here and one.seat.id not in held]

    @property
    def there(self) -> There:
        """How many of those who may vote are there, and how."""
        here = [one for one in self.places if one.votes and one.is_here]
        remote = sum(one.status is AttendanceStatus.REMOTE for one in here)
        return There(len(here) - remote, remote, len(self.represented))

    @property
    def voters(self) -> list[Voting]:
        """Who votes on what is put now: those there, and those represented (`R-VOT-02`)."""
        here = [Voting(one.seat) for one in self.places if one.votes and one.is_here]
        return here + [Voting(one.seat, one.proxy) for one in self.represented]


def day_of(meeting: Meeting) -> date:
    """The Paris day that decides who may vote: that of the opening, or before it the day planned (`R-QUO-01`)."""
    return meeting.opened_at.astimezone(PARIS).date() if meeting.opened_at else meeting.day


def articles_of(meeting: Meeting) -> Articles:
    """The articles of the rules in force on the day of a meeting (`R-QUO-02`)."""
    return conveners.articles(meeting, day_of(meeting))


def roll_of(meeting: Meeting) -> Roll:
    """The roll of a meeting as it stands now; one statement whatever the number of members."""
    day = day_of(meeting)
    rows = db.session.execute(
        select(Membership, Attendance, Proxy, NoticeAnswer.coming)
        .join(Membership.person)
        .outerjoin(Attendance, and_(Attendance.meeting_id == meeting.id, Attendance.membership_id == Membership.id))
        .outerjoin(
            Proxy,
            and_(Proxy.meeting_id == meeting.id, Proxy.giver_id == Membership.id, Proxy.revoked_at.is_(None)),
        )
        .outerjoin(
            NoticeAnswer, and_(NoticeAnswer.meeting_id == meeting.id, NoticeAnswer.membership_id == Membership.id)
        )
        .where(conveners.invited(meeting, day))
        .options(contains_eager(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    )
    return Roll([_place(seat, row, proxy, said, day) for seat, row, proxy, said in rows])


def _place(seat: Membership, row: Attendance | None, proxy: Proxy | None, said: Coming | None, day: date) -> Place:
    votes = refusal(seat, day) is None
    if row is None:
        return Place(seat, votes, None, None, None, proxy, said)
    return Place(seat, votes, row.status, row.arrived_at, row.left_at, proxy, said)


def quorum_of(meeting: Meeting, roll: Roll, articles: Articles | None = None) -> Quorum:
    """The quorum of a meeting now, by the rules in force that day."""
    found = articles or articles_of(meeting)
    rule = quorum.rule_of(found.quorum.get(meeting.kind.value, ""), proxies_count=found.proxy_counts_in_quorum)
    waived = found.second_call_without_quorum and is_second_call(meeting)
    return quorum.assess(rule, roll.base, roll.there, is_second_call=waived)


def is_second_call(meeting: Meeting) -> bool:
    """Whether a meeting takes up another that had no quorum, convened three clear days before at least (`R-QUO-05`)."""
    if meeting.second_call_of_id is None:
        return False
    sent = db.session.scalar(
        select(Notice.sent_at).where(Notice.meeting_id == meeting.id, Notice.round == meeting.round)
    )
    return sent is not None and days.clear_days(sent.astimezone(PARIS).date(), meeting.day) >= SECOND_CALL_DAYS
