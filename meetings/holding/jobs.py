"""What the clock does of meetings that were held: it forgets who was there and who represented whom (domain §9.5)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from councils.models import Membership
from foundation import clock, documents
from foundation.database import db
from foundation.documents import Document
from foundation.jobs import Job
from foundation.policy import SYSTEM
from meetings.models import Meeting, MeetingState, Notice, NoticeDelivery
from meetings.presence.models import Attendance, Guest, Proxy
from meetings.votes.models import Elector, Vote

# a year after the minutes are approved, which is half a year after the meeting at the latest
KEPT = timedelta(days=548)


def forget() -> None:
    """Forget who was at meetings and by whom they were represented; the counts stand in motions and minutes."""
    old = select(Meeting.id).where(Meeting.closed_at < clock.now() - KEPT)
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
    for gone in (Attendance, Proxy, Guest):
        statement = delete(gone).where(gone.meeting_id.in_(old))
        db.session.execute(statement.execution_options(synchronize_session=False))
    for paper in papers:
        documents.remove(paper, actor=SYSTEM)


def open_for(person_id: uuid.UUID | None) -> Sequence[Meeting]:
    """The meetings that go on now to which somebody was convened, with their councils."""
    return db.session.scalars(
        select(Meeting)
        .join(Notice, (Notice.meeting_id == Meeting.id) & (Notice.round == Meeting.round))
        .join(NoticeDelivery, NoticeDelivery.notice_id == Notice.id)
        .join(Membership, Membership.id == NoticeDelivery.membership_id)
        .where(Meeting.state == MeetingState.OPEN, Membership.person_id == person_id)
        .options(joinedload(Meeting.council))
        .order_by(Meeting.starts_at)
    ).all()


JOBS = (Job("meetings.forget_presences", "Oublier qui était aux réunions", forget, at=time(3, 58), quiet=True),)
