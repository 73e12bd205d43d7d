from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.accounts.models import Account
from citizens.models import Person
from councils.models import Council, Membership
from foundation.database import db
from meetings.convener import Convener
from meetings.convening import conveners
from meetings.models import (
    WITH_CONVENER,
    AgendaItem,
    Coming,
    Meeting,
    MeetingState,
    Notice,
    NoticeAnswer,
    NoticeDelivery,
)

S = MeetingState
ANNOUNCED = (S.CONVENED, S.OPEN, S.CLOSED, S.CANCELLED)


def find(key: uuid.UUID) -> Meeting | None:
    """A meeting with its council or committee."""
    return db.session.scalar(select(Meeting).where(Meeting.id == key).options(*WITH_CONVENER))


def find_of(slug: str, key: uuid.UUID) -> Meeting | None:
    """A meeting of the convener of an address."""
    found = find(key)
    return found if found is not None and found.convener.slug == slug else None


def item_of(slug: str, key: uuid.UUID, item: uuid.UUID) -> AgendaItem | None:
    """One item of the agenda of a meeting of a convener, with both."""
    found = db.session.scalar(
        select(AgendaItem)
        .where(AgendaItem.id == item, AgendaItem.meeting_id == key)
        .options(joinedload(AgendaItem.meeting).options(*WITH_CONVENER))
    )
    return found if found is not None and found.meeting.convener.slug == slug else None


def delivery_of(slug: str, key: uuid.UUID, delivery: uuid.UUID) -> NoticeDelivery | None:
    """How one member gets the notice of a meeting of a convener."""
    found = db.session.scalar(
        select(NoticeDelivery)
        .join(NoticeDelivery.notice)
        .where(NoticeDelivery.id == delivery, Notice.meeting_id == key)
        .options(
            contains_eager(NoticeDelivery.notice).joinedload(Notice.meeting).options(*WITH_CONVENER),
            joinedload(NoticeDelivery.membership),
        )
    )
    return found if found is not None and found.meeting.convener.slug == slug else None


def items(meeting_id: uuid.UUID) -> Sequence[AgendaItem]:
    """The agenda of a meeting, in its order."""
    return db.session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def coming_up(now: datetime, *, convener: Convener | None = None, most: int = 20) -> Sequence[Meeting]:
    """The meetings announced that are not over an hour ago, the next first, with their conveners."""
    wanted = announced().where(Meeting.starts_at >= now).order_by(Meeting.starts_at, Meeting.id)
    return db.session.scalars(_in(wanted, convener).limit(most)).all()


def gone_by(now: datetime, *, convener: Convener | None = None, most: int = 20) -> Sequence[Meeting]:
    """The meetings announced that have begun, the latest first, with their conveners."""
    wanted = announced().where(Meeting.starts_at < now).order_by(Meeting.starts_at.desc(), Meeting.id)
    return db.session.scalars(_in(wanted, convener).limit(most)).all()


def latest_of(convener: Convener, *, most: int) -> Sequence[Meeting]:
    """The meetings of a convener that are farthest in time, announced ones alone, the last first."""
    wanted = announced().where(conveners.meetings_of(convener)).order_by(Meeting.starts_at.desc(), Meeting.id)
    return db.session.scalars(wanted.limit(most)).all()


def listed(now: datetime, *, past: bool) -> tuple[Sequence[Any], Select[Meeting]]:
    """The order and the rows of a long list: of what is to come, or of what is gone by."""
    if past:
        return (Meeting.starts_at.desc(), Meeting.id.desc()), announced().where(Meeting.starts_at < now)
    return (Meeting.starts_at, Meeting.id), announced().where(Meeting.starts_at >= now)


def announced() -> Select[Meeting]:
    """The meetings that everybody may know of, with their conveners."""
    return select(Meeting).where(Meeting.state.in_(ANNOUNCED)).options(*WITH_CONVENER)


def _in(wanted: Select[Meeting], convener: Convener | None) -> Select[Meeting]:
    return wanted if convener is None else wanted.where(conveners.meetings_of(convener))


def drafts(convener: Convener) -> Sequence[Meeting]:
    """The meetings that are being prepared, the next first."""
    return db.session.scalars(
        select(Meeting)
        .where(conveners.meetings_of(convener), Meeting.state == S.DRAFT)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def latest(convener: Convener) -> Meeting | None:
    """The meeting of a convener that was planned last: where the next one takes its place and hour from."""
    return db.session.scalar(
        select(Meeting).where(conveners.meetings_of(convener)).order_by(Meeting.starts_at.desc(), Meeting.id).limit(1)
    )


def deliveries(meeting: Meeting) -> Sequence[NoticeDelivery]:
    """How each member gets the last notice of a meeting, in the order of names."""
    return db.session.scalars(
        select(NoticeDelivery)
        .join(NoticeDelivery.notice)
        .join(NoticeDelivery.membership)
        .join(Membership.person)
        .where(Notice.meeting_id == meeting.id, Notice.round == meeting.round)
        .options(contains_eager(NoticeDelivery.membership).contains_eager(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    ).all()


def notice_of(meeting: Meeting) -> Notice | None:
    """The last notice of a meeting."""
    return db.session.scalar(select(Notice).where(Notice.meeting_id == meeting.id, Notice.round == meeting.round))


def answers(meeting_id: uuid.UUID) -> Mapping[uuid.UUID, Coming]:
    """What each member last answered, by membership."""
    rows = db.session.execute(
        select(NoticeAnswer.membership_id, NoticeAnswer.coming).where(NoticeAnswer.meeting_id == meeting_id)
    )
    return dict(rows.all())


def answer_of(meeting_id: uuid.UUID, membership_id: uuid.UUID) -> NoticeAnswer | None:
    """What one member last answered."""
    return db.session.scalar(
        select(NoticeAnswer).where(NoticeAnswer.meeting_id == meeting_id, NoticeAnswer.membership_id == membership_id)
    )


def unanswered_for(person_id: uuid.UUID | None, now: datetime) -> Sequence[Meeting]:
    """The meetings ahead to which somebody is convened and has not answered, with their conveners."""
    answered = select(NoticeAnswer.id).where(
        NoticeAnswer.meeting_id == Meeting.id, NoticeAnswer.membership_id == NoticeDelivery.membership_id
    )
    return db.session.scalars(
        select(Meeting)
        .join(Notice, (Notice.meeting_id == Meeting.id) & (Notice.round == Meeting.round))
        .join(NoticeDelivery, NoticeDelivery.notice_id == Notice.id)
        .join(Membership, Membership.id == NoticeDelivery.membership_id)
        .where(
            Meeting.state == S.CONVENED,
            Meeting.starts_at > now,
            Membership.person_id == person_id,
            ~answered.exists(),
        )
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at)
    ).all()


def convened(meeting: Meeting) -> Collection[uuid.UUID]:
    """The people to whom the last notice of a meeting went."""
    return db.session.scalars(
        select(Membership.person_id)
        .join(NoticeDelivery, NoticeDelivery.membership_id == Membership.id)
        .join(NoticeDelivery.notice)
        .where(Notice.meeting_id == meeting.id, Notice.round == meeting.round)
    ).all()


def to_remind(now: datetime, until: datetime) -> Sequence[Meeting]:
    """The meetings convened that begin within a span, with their conveners."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.state == S.CONVENED, Meeting.starts_at > now, Meeting.starts_at <= until)
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at)
    ).all()


def open_seat(membership_id: uuid.UUID) -> Membership | None:
    """A membership with its person, unless their account was closed: their links open nothing any more."""
    shut = select(Account.id).where(Account.person_id == Membership.person_id, Account.disabled_at.is_not(None))
    return db.session.scalar(
        select(Membership).where(Membership.id == membership_id, ~shut.exists()).options(joinedload(Membership.person))
    )


def councils_of(ids: Collection[uuid.UUID]) -> Sequence[Council]:
    """Some councils, in the order of their names."""
    return db.session.scalars(select(Council).where(Council.id.in_(ids)).order_by(Council.name_key, Council.id)).all()
