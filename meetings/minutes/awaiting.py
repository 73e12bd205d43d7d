"""What minutes and decisions ask of somebody, for « À faire », and on the board of all councils."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import contains_eager

from citizens.notifications.services import tell
from foundation import clock
from foundation.addresses import path, whole
from foundation.board import BoardCell, BoardColumn
from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor
from foundation.text import date_short, date_words, plural
from foundation.todos import Todo
from meetings.convening import conveners
from meetings.minutes import decisions, mails, people, queries, standing
from meetings.minutes.models import Minutes, MinutesState
from meetings.models import WITH_CONVENER, Meeting, MeetingState

S = MinutesState
# what is older was written elsewhere, or nowhere
LOOKED_BACK = timedelta(days=90)


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), PARIS)


def _awaited(whose: ColumnElement[bool] | None) -> list[tuple[Meeting, Minutes | None]]:
    """The meetings held lately whose minutes are not sent, not asked about or not public, with what there is."""
    if whose is None:
        return []
    now = clock.now()
    rows = db.session.execute(
        queries.over(now)
        .add_columns(Minutes)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            whose,
            Meeting.starts_at > now - LOOKED_BACK,
            or_(Minutes.id.is_(None), Minutes.state.in_((S.DRAFT, S.PROPOSED, S.APPROVED))),
        )
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at)
    )
    return [(meeting, minutes) for meeting, minutes in rows if standing.was_held(meeting, now)]


def to_write(actor: Actor) -> Iterable[Todo]:
    """What the office has to write, to put to the council, to publish (`R-MIN-05`)."""
    for meeting, minutes in _awaited(conveners.in_the_office_of(actor)):
        detail = f"{meeting.convener.name}, réunion du {date_short(meeting.day)}."
        if minutes is None:
            url = path("minutes.office", slug=meeting.convener.slug)
            yield Todo(
                f"Écrire le compte rendu\u00a0: {meeting.title}", url, detail, _end(standing.proposed_by(meeting))
            )
            continue
        url = path("minutes.read", slug=meeting.convener.slug, key=minutes.id)
        yield _todo(meeting, minutes, url, detail)


def _todo(meeting: Meeting, minutes: Minutes, url: str, detail: str) -> Todo:
    if minutes.state is S.DRAFT:
        return Todo(f"Envoyer le compte rendu\u00a0: {meeting.title}", url, detail, _end(standing.proposed_by(meeting)))
    if minutes.state is S.PROPOSED:
        return Todo(f"Faire approuver le compte rendu\u00a0: {meeting.title}", url, detail)
    by = standing.public_by(minutes)
    return Todo(f"Publier le compte rendu\u00a0: {meeting.title}", url, detail, _end(by) if by is not None else None)


def to_read(actor: Actor) -> Iterable[Todo]:
    """The texts that wait for the remarks of somebody who was there."""
    if not any(grant.role == "member" for grant in actor.grants):
        return
    rows = db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(
            Minutes.meeting_id.in_(people.where_was(actor.id)),
            Minutes.state == S.PROPOSED,
            Minutes.comments_until >= clock.today(),
        )
        .options(contains_eager(Minutes.meeting).options(*WITH_CONVENER))
        .order_by(Minutes.comments_until, Minutes.id)
    ).all()
    for one in rows:
        if actor.id in people.there(one.meeting_id) and one.comments_until is not None:
            url = path("minutes.read", slug=one.convener.slug, key=one.id)
            yield Todo(
                f"Relire le compte rendu\u00a0: {one.meeting.title}", url, f"{one.convener.name}.",
                _end(one.comments_until),
            )  # fmt: skip


def to_do(actor: Actor) -> Iterable[Todo]:
    """The decisions that somebody has to see to."""
    for decision in decisions.of_person(actor.id):
        convener = decision.meeting.convener
        url = path("minutes.decisions", slug=convener.slug)
        until = _end(decision.due_on) if decision.due_on else None
        yield Todo(f"Mener une décision\u00a0: {decision.text}", url, f"{convener.name}.", until)


TODOS = (to_write, to_read, to_do)


def remind_due() -> int:
    """Write once to the office when minutes are late to be sent, and when they are late to be public (`R-MIN-05`)."""
    return sum(_remind(meeting, minutes) for meeting, minutes in _awaited(true()))


def _remind(meeting: Meeting, minutes: Minutes | None) -> int:
    today = clock.today()
    if minutes is None or minutes.state is S.DRAFT:
        by, what, step = standing.proposed_by(meeting), "doit encore être envoyé aux personnes qui étaient là", "sent"
    else:
        public_by = standing.public_by(minutes)
        if public_by is None:
            return 0
        by, what, step = public_by, "est approuvé\u00a0; sa version publique doit encore paraître", "public"
    if today <= by:
        return 0
    sentence = f"Le compte rendu de la réunion du {date_words(meeting.day)} {what}. C’était prévu le {date_short(by)}."
    url = whole("minutes.office", slug=meeting.convener.slug)
    return tell(
        conveners.office(meeting),
        lambda to: mails.late(to, meeting.title, sentence, url),
        once=f"meeting/{meeting.id}/minutes-{step}-late",
    )


def late(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, BoardCell]:
    """How many minutes of each council are late, and the day of the meeting last published: counts and dates alone."""
    today = clock.today()
    approved_before = clock.now() - standing.PUBLIC_WITHIN - timedelta(days=1)
    unsent = and_(
        or_(Minutes.id.is_(None), Minutes.state == S.DRAFT),
        Meeting.day < today - standing.PROPOSED_WITHIN,
        Meeting.day >= today - LOOKED_BACK,
    )
    unpublished = and_(Minutes.state == S.APPROVED, Minutes.approved_at < approved_before)
    shown = case((Minutes.published_at.is_not(None), Meeting.day))
    rows = db.session.execute(
        select(Meeting.council_id, func.sum(case((or_(unsent, unpublished), 1), else_=0)), func.max(shown))
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.council_id.in_(ids), Meeting.state.in_((MeetingState.CONVENED, MeetingState.CLOSED)))
        .group_by(Meeting.council_id)
    )
    return {key: _cell(count or 0, day) for key, count, day in rows if count or day}


def _cell(count: int, day: date | None) -> BoardCell:
    shown = f"{day:%d/%m/%Y}" if day else "Aucun"
    if not count:
        return BoardCell(shown, day.isoformat() if day else None)
    return BoardCell(shown, day.isoformat() if day else "", plural(count, "en retard", "en retard"), ("alert", "late"))


COLUMNS = (BoardColumn("compte-rendu", "Dernier compte rendu", late),)
