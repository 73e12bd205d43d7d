"""A meeting as it is held: opened, closed, convened a second time when there was no quorum."""

from __future__ import annotations

import secrets
import uuid

from sqlalchemy import select

from foundation import audit, clock
from foundation.database import change_in_public, db
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.convening import queries as meetings
from meetings.convening import services as convening
from meetings.models import AgendaItem, Meeting, MeetingState
from meetings.presence.models import Attendance, AttendanceSource, AttendanceStatus
from meetings.presence.roll import HERE, Place, quorum_of, roll_of
from meetings.votes import electors
from meetings.workflow import MEETING, has_come

# no letter or digit that one could take for another
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE = 5


def too_early(meeting: Meeting) -> str:
    """Why a meeting cannot be opened yet, as a sentence; empty when it can."""
    return has_come(meeting) or ""


def open_meeting(meeting: Meeting, *, actor: Actor) -> None:
    """Open a meeting: from now on presences are noted, and its rules are those of today (`R-QUO-01`).

    One entered from its paper sheet on a later day opened at the hour told. Raises Refused.
    """
    require(actor, "meeting.hold", meeting)
    db.session.refresh(meeting, ["state", "version", "starts_at"], with_for_update=True)
    MEETING.move(meeting, "open")
    meeting.opened_at = clock.now() if clock.today() == meeting.day else meeting.starts_at
    meeting.check_in_code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
    db.session.flush()
    audit.record(actor, "meeting.open", meeting, after=MeetingState.OPEN.value)
    change_in_public()


def close_meeting(meeting: Meeting, *, actor: Actor) -> None:
    """End a meeting: presences no longer change, and each member has theirs. Raises Refused while a vote is open."""
    require(actor, "meeting.hold", meeting)
    db.session.refresh(meeting, ["state", "version", "opened_at", "starts_at"], with_for_update=True)
    if any(one.closed_at is None for one in electors.motions_of(meeting.id)):
        raise Refused("Un vote est encore ouvert\u00a0: terminez-le avant de terminer la réunion.")
    roll = roll_of(meeting)
    MEETING.move(meeting, "close")
    meeting.closed_at, meeting.check_in_code = clock.now(), ""
    represented = {one.seat.id for one in roll.represented}
    for place in roll.places:
        if place.status not in HERE and _was_awaited(meeting, place):
            _settle(meeting, place, represented=place.seat.id in represented)
    db.session.flush()
    audit.record(actor, "meeting.close", meeting, after=MeetingState.CLOSED.value)
    change_in_public()


def _was_awaited(meeting: Meeting, place: Place) -> bool:
    """A council awaits all its members; elsewhere nobody who said nothing is noted absent."""
    return meeting.council_id is not None or place.status is not None or place.said is not None


def _settle(meeting: Meeting, place: Place, *, represented: bool) -> None:
    """Say of somebody who did not come how that was: one row for each member (`R-ATT-01`)."""
    row = db.session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.membership_id == place.seat.id)
    )
    if row is None:
        row = Attendance(meeting_id=meeting.id, membership_id=place.seat.id, source=AttendanceSource.SECRETARY)
        db.session.add(row)
    if represented:
        row.status = AttendanceStatus.REPRESENTED
    elif place.status is AttendanceStatus.EXCUSED or place.proxy is not None or place.said == "excused":
        row.status = AttendanceStatus.EXCUSED
    else:
        row.status = AttendanceStatus.ABSENT


def lacked_quorum(meeting: Meeting) -> bool:
    """Whether a meeting that is over had too few people to vote: it may be convened a second time (`R-QUO-05`)."""
    if meeting.state is not MeetingState.CLOSED or meeting.second_call_of_id is not None:
        return False
    return not quorum_of(meeting, roll_of(meeting)).is_reached


def call_again(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Prepare the second meeting on the same agenda, for the same hour a week later. Raises Refused."""
    require(actor, "meeting.plan", meeting)
    db.session.refresh(meeting, ["state", "version"], with_for_update=True)
    if not lacked_quorum(meeting):
        raise Refused(
            "Cette réunion avait le quorum, ou n’est pas terminée\u00a0: une seconde convocation ne sert pas."
        )
    if db.session.scalar(select(Meeting.id).where(Meeting.second_call_of_id == meeting.id)) is not None:
        raise Refused("La seconde réunion est déjà préparée\u00a0: elle est dans la liste des réunions.")
    again = convening.plan(meeting.convener, convening.again(meeting), actor=actor)
    again.second_call_of_id = meeting.id
    for item in meetings.items(meeting.id):
        if not item.added_later:
            db.session.add(_copy(item, again))
    db.session.flush()
    return again


def _copy(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    return AgendaItem(
        id=uuid.uuid4(),
        meeting_id=meeting.id,
        position=item.position,
        title=item.title,
        kind=item.kind,
        minutes=item.minutes,
    )
