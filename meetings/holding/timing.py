"""Which item of its agenda an open meeting deals with, and since when. It informs; nothing waits for it.

Whoever holds the meeting says that it goes on to an item; the internal trail keeps that act. Until
somebody does, it deals with the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from foundation import audit, clock
from foundation.audit import AuditEntry
from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import hour_words, plural
from foundation.workflow import Refused
from meetings.models import AgendaItem, Meeting, MeetingState

REACH = "agenda.reach"


@dataclass(frozen=True)
class Timing:
    """The item being dealt with, since when, and how many minutes were planned for it, if some were."""

    item: AgendaItem
    since: datetime

    @property
    def words(self) -> str:
        """« Commencé à 18 h 40. Prévu 10 minutes, jusqu’à 18 h 50. »."""
        begun = f"Commencé à {_hour(self.since)}."
        if self.item.minutes is None:
            return begun
        end = self.since + timedelta(minutes=self.item.minutes)
        return f"{begun} Prévu {plural(self.item.minutes, 'minute', 'minutes')}, jusqu’à {_hour(end)}."


def _hour(moment: datetime) -> str:
    return hour_words(moment.astimezone(PARIS))


def reach(item: AgendaItem, *, actor: Actor) -> None:
    """Say that the meeting goes on to an item. Raises Refused when it is not open."""
    require(actor, "meeting.hold", item)
    meeting = item.meeting
    db.session.refresh(meeting, ["state", "version"], with_for_update={"read": True})
    if meeting.state is not MeetingState.OPEN:
        raise Refused("La réunion n’est pas ouverte\u00a0: aucun point n’est en cours.")
    audit.record(actor, REACH, item)
    db.session.flush()


def timing(meeting: Meeting) -> Timing | None:
    """The item that a meeting deals with now; None when it is not open, has no agenda, or is entered on a later day."""
    if meeting.state is not MeetingState.OPEN or meeting.opened_at is None or meeting.day != clock.today():
        return None
    reached = and_(
        AuditEntry.object_type == AgendaItem.__name__,
        AuditEntry.object_id == AgendaItem.id,
        AuditEntry.action == REACH,
    )
    row = db.session.execute(
        select(AgendaItem, AuditEntry.at)
        .outerjoin(AuditEntry, reached)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AuditEntry.at.desc().nulls_last(), AgendaItem.position, AgendaItem.id)
        .limit(1)
    ).one_or_none()
    return Timing(row[0], row[1] or meeting.opened_at) if row is not None else None
