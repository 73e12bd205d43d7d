"""The notice of a meeting: to whom, in time or not, again after a change of date, and calling the meeting off."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from citizens.notifications.services import write_to
from councils.models import Membership
from foundation import audit, clock
from foundation.clock import PARIS
from foundation.database import change_in_public, db
from foundation.policy import Actor, require
from foundation.text import date_words, nfc, plural
from foundation.workflow import Refused
from meetings.convening import conveners, days, helping, mails, papers, queries, reach, wording
from meetings.convening.asked import Plan
from meetings.convening.services import hold, write
from meetings.models import (
    AgendaItem,
    DeliveryChannel,
    ItemKind,
    Meeting,
    MeetingState,
    Notice,
    NoticeAnswer,
    NoticeDelivery,
)
from meetings.presence import proxies
from meetings.workflow import MEETING

BY_HAND = (DeliveryChannel.LETTER, DeliveryChannel.SMS, DeliveryChannel.HAND)


def convene(meeting: Meeting, urgent_reason: str = "", *, actor: Actor) -> Notice:
    """Send the notice: the meeting is public from now on, its agenda frozen (`R-MTG-01` to `R-MTG-04`). Raises Refused.

    A shorter notice than the clear days is for a meeting that decides nothing, or needs a reason.
    """
    require(actor, "meeting.plan", meeting)
    hold(meeting)
    items = queries.items(meeting.id)
    if not items:
        raise Refused("L’ordre du jour est vide\u00a0: ajoutez au moins un point avant de convoquer.")
    people = members(meeting)
    if not people:
        raise Refused("Personne ne siège ce jour-là\u00a0: il n’y a personne à convoquer.")
    meeting.urgent_reason = _reason(meeting, items, urgent_reason)
    MEETING.move(meeting, "convene")
    meeting.convened_at = clock.now()
    audit.record(actor, "meeting.convene", meeting, after=MeetingState.CONVENED.value)
    return _send(meeting, items, people)


def clear_days(meeting: Meeting, sent: date) -> int:
    """How many whole days the rules in force ask for between a notice that leaves on a day and its meeting."""
    return conveners.articles(meeting, sent).notice_days[meeting.kind.value]


def _reason(meeting: Meeting, items: Sequence[AgendaItem], given: str) -> str:
    """Why a notice may be short; empty when it is not, or decides nothing."""
    today = clock.today()
    clear = clear_days(meeting, today)
    if days.clear_days(today, meeting.day) >= clear:
        return ""
    reason = nfc(given).strip()
    if any(item.kind is ItemKind.DECISION for item in items) and not reason:
        raise Refused(
            f"Il faut {plural(clear, 'jour plein', 'jours pleins')} entre la convocation et la réunion pour décider. "
            f"Choisissez le {date_words(days.first_day(today, clear))} ou après, écrivez pourquoi c’est urgent, ou "
            "passez les décisions en discussion."
        )
    return reason


def members(meeting: Meeting) -> Sequence[Membership]:
    """Who is convened: those of its convener who sit on the day of the meeting."""
    wanted = select(Membership).where(conveners.invited(meeting, meeting.day)).order_by(Membership.id)
    return db.session.scalars(wanted).all()


def _send(
    meeting: Meeting, items: Sequence[AgendaItem], people: Sequence[Membership], before: datetime | None = None
) -> Notice:
    """Write a notice, how each gets it, and the letters of those who have an account."""
    meeting.round += 1
    meeting.changes += 1
    notice = Notice(
        id=uuid.uuid4(),
        meeting_id=meeting.id,
        round=meeting.round,
        sent_at=clock.now(),
        text=wording.notice_text(meeting, items, papers.of_meeting(meeting.id)),
    )
    db.session.add(notice)
    db.session.flush()
    seats = {one.person_id: one.id for one in people}
    reached = reach.of(seats)
    db.session.add_all(_delivery(notice, one, reached[one.person_id].channel) for one in people)
    db.session.flush()
    write_to(
        reach.by_mail(seats),
        lambda to: mails.notice(to, meeting, notice.text, seats[to.person_id], before),
        once=f"notice/{notice.id}",
    )
    change_in_public()
    return notice


def _delivery(notice: Notice, seat: Membership, channel: DeliveryChannel) -> NoticeDelivery:
    by_mail = channel is DeliveryChannel.EMAIL
    return NoticeDelivery(
        notice_id=notice.id,
        membership_id=seat.id,
        channel=channel,
        delivered_on=clock.today() if by_mail else None,
    )


def postpone(meeting: Meeting, asked: Plan, urgent_reason: str = "", *, actor: Actor) -> Notice:
    """Give a convened meeting another day, hour or place: a new notice, and everybody answers again (`R-MTG-05`).

    Raises Refused.
    """
    require(actor, "meeting.plan", meeting)
    hold(meeting)
    MEETING.move(meeting, "postpone")
    before = meeting.starts_at
    write(meeting, asked)
    items = queries.items(meeting.id)
    meeting.urgent_reason = _reason(meeting, items, urgent_reason)
    db.session.execute(delete(NoticeAnswer).where(NoticeAnswer.meeting_id == meeting.id))
    proxies.cancel_all(meeting)
    helping.forget(meeting.id)
    people = members(meeting)
    if not people:
        raise Refused("Personne ne siège ce jour-là\u00a0: choisissez un autre jour.")
    day = before.astimezone(PARIS).date().isoformat()
    audit.record(actor, "meeting.postpone", meeting, before=day, after=meeting.day.isoformat())
    return _send(meeting, items, people, before)


def cancel(meeting: Meeting, reason: str, *, actor: Actor) -> None:
    """Call a meeting off: it stays public with the reason, and everybody who was told is told (`R-MTG-05`)."""
    require(actor, "meeting.plan", meeting)
    hold(meeting)
    MEETING.move(meeting, "cancel", reason)
    meeting.cancelled_reason, meeting.changes = nfc(reason).strip(), meeting.changes + 1
    helping.forget(meeting.id)
    db.session.flush()
    audit.record(actor, "meeting.cancel", meeting, after=MeetingState.CANCELLED.value)
    write_to(
        reach.with_address(queries.convened(meeting)),
        lambda to: mails.cancelled(to, meeting),
        once=f"notice/{meeting.id}/cancelled",
    )
    change_in_public()


def note_delivery(delivery: NoticeDelivery, meeting: Meeting, channel: DeliveryChannel, *, actor: Actor) -> None:
    """Note that somebody without e-mail has the notice, and how. Raises Refused."""
    require(actor, "meeting.plan", meeting)
    if delivery.channel is DeliveryChannel.EMAIL:
        raise Refused("Cette personne a reçu la convocation par courriel\u00a0: il n’y a rien à noter.")
    if channel not in BY_HAND:
        raise Refused("Choisissez comment la personne a reçu la convocation.")
    delivery.channel, delivery.delivered_on = channel, clock.today()
    db.session.flush()
    audit.record(actor, "notice.deliver", meeting, after=channel.value)
