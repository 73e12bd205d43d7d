"""What minutes and decisions ask of somebody, for « À faire », and on the board of all councils."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.notifications.services import holders, tell
from citizens.roles.models import Role
from councils.models import Council
from foundation import clock
from foundation.addresses import path, whole
from foundation.board import BoardCell, BoardColumn
from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor
from foundation.text import date_short, date_words, plural
from foundation.todos import Todo
from meetings.minutes import decisions, mails, people, queries, standing
from meetings.minutes.models import Minutes, MinutesState
from meetings.models import Meeting, MeetingState

S = MinutesState
OFFICE = frozenset({"secretary", "council_facilitator"})
# what is older was written elsewhere, or nowhere
LOOKED_BACK = timedelta(days=90)


def _councils(actor: Actor, roles: frozenset[str]) -> list[uuid.UUID]:
    return sorted({grant.scope_id for grant in actor.grants if grant.role in roles and grant.scope_id is not None})


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), PARIS)


def _awaited(councils: Collection[uuid.UUID]) -> list[tuple[Meeting, Minutes | None]]:
    """The meetings held lately whose minutes are not sent, not asked about or not public, with what there is."""
    if not councils:
        return []
    now = clock.now()
    rows = db.session.execute(
        queries.over(now)
        .add_columns(Minutes)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(councils),
            Meeting.starts_at > now - LOOKED_BACK,
            or_(Minutes.id.is_(None), Minutes.state.in_((S.DRAFT, S.PROPOSED, S.APPROVED))),
        )
        .options(joinedload(Meeting.council))
        .order_by(Meeting.starts_at)
    )
    return [(meeting, minutes) for meeting, minutes in rows if standing.was_held(meeting, now)]


def to_write(actor: Actor) -> Iterable[Todo]:
    """What the office has to write, to put to the council, to publish (`R-MIN-05`)."""
    for meeting, minutes in _awaited(_councils(actor, OFFICE)):
        detail = f"{meeting.council.name}, réunion du {date_short(meeting.day)}."
        if minutes is None:
            url = path("minutes.office", slug=meeting.council.slug)
            yield Todo(
                f"Écrire le compte rendu\u00a0: {meeting.title}", url, detail, _end(standing.proposed_by(meeting))
            )
            continue
        url = path("minutes.read", slug=meeting.council.slug, key=minutes.id)
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
    rows = db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(
            Minutes.council_id.in_(_councils(actor, frozenset({"member"}))),
            Minutes.state == S.PROPOSED,
            Minutes.comments_until >= clock.today(),
        )
        .options(contains_eager(Minutes.meeting), joinedload(Minutes.council))
        .order_by(Minutes.comments_until, Minutes.id)
    ).all()
    for one in rows:
        if actor.id in people.there(one.meeting_id) and one.comments_until is not None:
            url = path("minutes.read", slug=one.council.slug, key=one.id)
            yield Todo(
                f"Relire le compte rendu\u00a0: {one.meeting.title}", url, f"{one.council.name}.",
                _end(one.comments_until),
            )  # fmt: skip


def to_do(actor: Actor) -> Iterable[Todo]:
    """The decisions that somebody has to see to."""
    for decision, council in decisions.of_person(actor.id):
        url = path("minutes.decisions", slug=council.slug)
        until = _end(decision.due_on) if decision.due_on else None
        yield Todo(f"Mener une décision\u00a0: {decision.text}", url, f"{council.name}.", until)


TODOS = (to_write, to_read, to_do)


def remind_due() -> int:
    """Write once to the office when minutes are late to be sent, and when they are late to be public (`R-MIN-05`)."""
    ids = db.session.scalars(select(Council.id)).all()
    return sum(_remind(meeting, minutes) for meeting, minutes in _awaited(ids))


def _remind(meeting: Meeting, minutes: Minutes | None) -> int:
    today, council = clock.today(), meeting.council
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
    office = {key for role in (Role.SECRETARY, Role.COUNCIL_FACILITATOR) for key in holders(role, council.id)}
    url = whole("minutes.office", slug=council.slug)
    return tell(
        sorted(office),
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
