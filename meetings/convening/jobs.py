"""What the clock does of meetings: reminders three days and one day before, and forgetting who answered what."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import delete, select

from citizens.notifications.services import write_to
from councils.assistance import services as assistance
from foundation import clock
from foundation.clock import PARIS
from foundation.database import db
from foundation.jobs import Job
from meetings.convening import mails, queries, reach
from meetings.convening.models import MeetingNeed, ProposedItem
from meetings.models import Meeting, Notice, NoticeAnswer, NoticeDelivery

REMINDER_DAYS = (1, 3)
REMINDER_HOUR = time(8)
KEPT = timedelta(days=180)
NEEDS_KEPT = timedelta(days=15)
PROPOSED_KEPT = timedelta(days=365)


def remind_due() -> None:
    """Remind those convened of what is near, once for each step, also after an outage (`R-MTG-06`)."""
    now = clock.now()
    for meeting in queries.to_remind(now, now + timedelta(days=max(REMINDER_DAYS) + 1)):
        step = _step(meeting, now)
        if step is not None:
            _remind(meeting, step)


def _step(meeting: Meeting, now: datetime) -> int | None:
    """The smallest number of days whose reminder is due; None while none is, or when the notice is younger."""
    for days in REMINDER_DAYS:
        due = datetime.combine(meeting.day - timedelta(days=days), REMINDER_HOUR, PARIS)
        if now >= due:
            fresh = meeting.convened_at is not None and meeting.convened_at > due
            return None if fresh else days
    return None


def _remind(meeting: Meeting, step: int) -> None:
    answered = queries.answers(meeting.id)
    seats = {one.membership.person_id: one.membership_id for one in queries.deliveries(meeting)}
    write_to(
        reach.by_mail(seats),
        lambda to: mails.reminder(to, meeting, seats[to.person_id], answered=seats[to.person_id] in answered),
        once=f"meeting/{meeting.id}/{meeting.round}/{step}",
    )


def forget() -> None:
    """Forget who said they would come and how they were convened, six months after (domain §9.5)."""
    old = select(Meeting.id).where(Meeting.starts_at < clock.now() - KEPT)
    assistance.forget(old)
    db.session.execute(
        delete(NoticeAnswer).where(NoticeAnswer.meeting_id.in_(old)).execution_options(synchronize_session=False)
    )
    notices = select(Notice.id).where(Notice.meeting_id.in_(old))
    db.session.execute(
        delete(NoticeDelivery).where(NoticeDelivery.notice_id.in_(notices)).execution_options(synchronize_session=False)
    )


def forget_needs() -> None:
    """Forget what people needed in order to come, fifteen days after a meeting (domain §9.5)."""
    old = select(Meeting.id).where(Meeting.starts_at < clock.now() - NEEDS_KEPT)
    db.session.execute(
        delete(MeetingNeed).where(MeetingNeed.meeting_id.in_(old)).execution_options(synchronize_session=False)
    )


def forget_proposed() -> None:
    """Forget who proposed an item, a year after it was answered."""
    old = ProposedItem.decided_at < clock.now() - PROPOSED_KEPT
    db.session.execute(delete(ProposedItem).where(old).execution_options(synchronize_session=False))


JOBS = (
    Job("meetings.remind", "Rappeler les réunions proches", remind_due, every=timedelta(minutes=15), quiet=True),
    Job("meetings.forget_answers", "Oublier qui venait aux réunions", forget, at=time(3, 55), quiet=True),
    Job("meetings.forget_needs", "Oublier l’aide demandée pour venir", forget_needs, at=time(3, 57), quiet=True),
    Job("meetings.forget_proposed", "Oublier qui a proposé un point", forget_proposed, at=time(3, 56), quiet=True),
)
