"""Who is there: ticked by the secretary, noted by oneself with the code of the room, or entered from a signed sheet.

Several people write at the same time: each seat has one row, and the last word about it stands (`R-ATT-03`).
"""

from __future__ import annotations

import hmac

from sqlalchemy import select

from councils.electorate import sitting_on
from councils.models import Membership
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, Denied, require
from foundation.workflow import Refused
from meetings.convening import conveners
from meetings.models import Meeting, MeetingState
from meetings.presence import proxies, roll
from meetings.presence.models import Attendance, AttendanceSource, AttendanceStatus

A = AttendanceStatus
TICKABLE = frozenset({A.PRESENT, A.REMOTE, A.EXCUSED, A.ABSENT})
NOT_OPEN = {
    MeetingState.CONVENED: "La réunion n’est pas encore ouverte\u00a0: attendez que le secrétariat l’ouvre.",
    MeetingState.CLOSED: "La réunion est terminée\u00a0: les présences ne changent plus.",
    MeetingState.CANCELLED: "Cette réunion est annulée\u00a0: il n’y a pas de présences.",
    MeetingState.DRAFT: "Cette réunion est en préparation\u00a0: convoquez d’abord ses membres.",
}
WRONG_CODE = "Ce n’est pas le code de cette réunion. Regardez l’affiche de la salle, puis essayez de nouveau."
ELSEWHERE = "Vous n’êtes pas parmi les personnes convoquées\u00a0: dites au secrétariat que vous êtes là."


def hold_open(meeting: Meeting) -> None:
    """Let nobody close a meeting before the end of the transaction. Raises Refused when it is not open."""
    db.session.refresh(meeting, ["state", "version", "opened_at", "closed_at"], with_for_update={"read": True})
    if meeting.state is not MeetingState.OPEN:
        raise Refused(NOT_OPEN[meeting.state])


def tick(
    meeting: Meeting,
    membership: Membership | None,
    status: AttendanceStatus,
    *,
    actor: Actor,
    source: AttendanceSource = AttendanceSource.SECRETARY,
) -> Attendance:
    """Write down how a member is there; « absent » takes back what was ticked by mistake. Raises Refused."""
    require(actor, "meeting.hold", meeting)
    if status not in TICKABLE:
        raise Refused("Une personne est représentée par le pouvoir qu’elle a donné\u00a0: notez ce pouvoir.")
    row = _write(meeting, membership, status, source)
    audit.record(actor, "attendance.tick", meeting, after=status.value)
    return row


def leave(meeting: Meeting, membership: Membership | None, *, actor: Actor) -> Attendance:
    """Write down that somebody left, now: what was voted stands (`R-QUO-04`). Raises Refused."""
    require(actor, "meeting.hold", meeting)
    row = _row(meeting, _held(meeting, membership))
    if row is None or row.status not in roll.HERE:
        raise Refused("Cette personne n’est pas notée présente\u00a0: il n’y a pas de départ à noter.")
    row.left_at = clock.now()
    db.session.flush()
    audit.record(actor, "attendance.leave", meeting)
    return row


def check_in(meeting: Meeting, membership: Membership | None, code: str, *, remote: bool, actor: Actor) -> Attendance:
    """Note oneself present, with the code shown in the room (`R-ATT-03`). Twice, from two devices, is once.

    Raises Refused.
    """
    require(actor, "meeting.answer", meeting)
    if membership is None:
        raise Refused(ELSEWHERE)
    if membership.person_id != actor.id:
        raise Denied("meeting.answer")
    hold_open(meeting)
    if not hmac.compare_digest(_plain(code), _plain(meeting.check_in_code)):
        raise Refused(WRONG_CODE)
    row = _row(meeting, membership)
    if row is not None and row.status in roll.HERE and row.left_at is None:
        return row
    return _write(meeting, membership, A.REMOTE if remote else A.PRESENT, AttendanceSource.SELF)


def _plain(code: str) -> bytes:
    return "".join(code.split()).upper().encode()


def _held(meeting: Meeting, membership: Membership | None) -> Membership:
    """A seat of the council on the day of the meeting that nobody else writes about meanwhile. Raises Refused."""
    if membership is None or not conveners.invites(meeting, membership):
        raise Refused("Cette personne n’est pas parmi celles qui sont convoquées.")
    hold_open(meeting)
    sits = db.session.scalar(
        select(Membership.id)
        .where(Membership.id == membership.id, sitting_on(roll.day_of(meeting)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if sits is None:
        raise Refused("Le mandat de cette personne ne couvre pas ce jour\u00a0: ajoutez-la aux personnes invitées.")
    return membership


def _row(meeting: Meeting, membership: Membership) -> Attendance | None:
    return db.session.scalar(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.membership_id == membership.id)
        .execution_options(populate_existing=True)
    )


def _write(
    meeting: Meeting, membership: Membership | None, status: AttendanceStatus, source: AttendanceSource
) -> Attendance:
    seat = _held(meeting, membership)
    row = _row(meeting, seat)
    if row is None:
        row = Attendance(meeting_id=meeting.id, membership_id=seat.id)
        db.session.add(row)
    came_back = row.left_at is not None
    if status in roll.HERE:
        if row.arrived_at is None or came_back:
            row.arrived_at = clock.now()
        row.left_at = None
    else:
        row.arrived_at = row.left_at = None
    row.status, row.source = status, source
    db.session.flush()
    if status in roll.HERE:
        proxies.arrived(meeting, seat)
    return row
