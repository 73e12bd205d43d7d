"""What the clock does of meetings that were held: it forgets who was there and who represented whom (domain §9.5)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update

from councils.models import Membership
from foundation import clock, documents
from foundation.database import db
from foundation.documents import Document
from foundation.jobs import Job
from foundation.policy import SYSTEM, Actor
from meetings.convening import conveners
from meetings.minutes.models import Minutes
from meetings.models import WITH_CONVENER, Meeting, MeetingState, Notice, NoticeDelivery
from meetings.presence import sheets
from meetings.presence.models import Attendance, AttendanceSheet, Guest, Proxy
from meetings.votes.models import Elector, Vote

KEPT = timedelta(days=365)
# of a meeting whose minutes nobody approved; also of one that was called off, or never closed on the site
KEPT_UNAPPROVED = timedelta(days=548)


def forget() -> None:
    """Forget who was at meetings and by whom they were represented, a year after their minutes were approved.

    The counts stand in motions and minutes.
    """
    old = _old()
    ended = select(Proxy.id).where(Proxy.meeting_id.in_(old))
    for model in (Vote, Elector):
        db.session.execute(
            update(model)
            .where(model.proxy_id.in_(ended))
            .values(proxy_id=None)
            .execution_options(synchronize_session=False)
        )
    papers = db.session.scalars(
        select(Document).join(Proxy, Proxy.document_id == Document.id).where(Proxy.meeting_id.in_(old))
    ).all()
    sheets.forget(AttendanceSheet.meeting_id.in_(old))
    for gone in (Attendance, Proxy, Guest):
        statement = delete(gone).where(gone.meeting_id.in_(old))
        db.session.execute(statement.execution_options(synchronize_session=False))
    for paper in papers:
        documents.remove(paper, actor=SYSTEM)


def _old() -> Select[Any]:
    now = clock.now()
    return (
        select(Meeting.id)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            or_(
                Minutes.approved_at < now - KEPT,
                and_(Minutes.approved_at.is_(None), Meeting.starts_at < now - KEPT_UNAPPROVED),
            )
        )
    )


def open_for(person_id: uuid.UUID | None) -> Sequence[Meeting]:
    """The meetings that go on now to which somebody was convened, with their councils."""
    return db.session.scalars(
        select(Meeting)
        .join(Notice, (Notice.meeting_id == Meeting.id) & (Notice.round == Meeting.round))
        .join(NoticeDelivery, NoticeDelivery.notice_id == Notice.id)
        .join(Membership, Membership.id == NoticeDelivery.membership_id)
        .where(Meeting.state == MeetingState.OPEN, Membership.person_id == person_id)
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at)
    ).all()


def to_hold(actor: Actor) -> Sequence[Meeting]:
    """The meetings that somebody prepares and that go on now or begin today, with their conveners."""
    theirs = conveners.in_the_office_of(actor)
    if theirs is None:
        return ()
    return db.session.scalars(
        select(Meeting)
        .where(
            theirs,
            or_(
                Meeting.state == MeetingState.OPEN,
                and_(Meeting.state == MeetingState.CONVENED, Meeting.day == clock.today()),
            ),
        )
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at)
    ).all()


JOBS = (Job("meetings.forget_presences", "Oublier qui était aux réunions", forget, at=time(3, 58), quiet=True),)
