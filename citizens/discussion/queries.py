from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from citizens.discussion import subjects
from citizens.discussion.models import Comment, CommentState, ContentReport, ReportState
from citizens.discussion.subjects import Said, Subject
from foundation.database import db

IN_ORDER = (Comment.written_at, Comment.id)


def said(key: uuid.UUID) -> Said | None:
    """A comment with its author, and what it is about; None when either is gone."""
    comment = db.session.scalar(select(Comment).where(Comment.id == key).options(joinedload(Comment.author)))
    subject = subjects.find(comment.subject_kind, comment.subject_id) if comment is not None else None
    return Said(comment, subject) if comment is not None and subject is not None else None


def shown_to_all(key: uuid.UUID) -> Said | None:
    """The same, for those who follow the discussion: what waits or was declined is not there for them."""
    found = said(key)
    return found if found is not None and found.comment.state in {CommentState.SHOWN, CommentState.HIDDEN} else None


def locked(key: uuid.UUID) -> Comment:
    """A comment as it now stands, kept from others until the end of the transaction."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.id == key)
        .options(joinedload(Comment.author, innerjoin=True))
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    ).one()


def of_subject(subject: Subject) -> Sequence[Comment]:
    """Everything said about a subject, with who said it, the oldest first."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.subject_kind == subject.kind, Comment.subject_id == subject.id)
        .options(joinedload(Comment.author))
        .order_by(*IN_ORDER)
    ).all()


def accepted_of(person_id: uuid.UUID) -> int:
    """How many comments of a person are shown."""
    count = select(func.count()).where(Comment.author_id == person_id, Comment.state == CommentState.SHOWN)
    return db.session.scalar(count) or 0


def hidden_at(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When each of some hidden comments was taken away."""
    if not keys:
        return {}
    rows = db.session.execute(
        select(ContentReport.comment_id, func.max(ContentReport.decided_at).label("at"))
        .where(ContentReport.comment_id.in_(keys), ContentReport.state == ReportState.REMOVED)
        .group_by(ContentReport.comment_id)
    )
    return {row.comment_id: row.at for row in rows}


def waiting() -> Sequence[tuple[str, uuid.UUID, int]]:
    """(kind, id, how many) of the subjects where comments wait, those that have waited longest first."""
    rows = db.session.execute(
        select(Comment.subject_kind, Comment.subject_id, func.count().label("many"))
        .where(Comment.state == CommentState.WAITING, Comment.withdrawn_at.is_(None))
        .group_by(Comment.subject_kind, Comment.subject_id)
        .order_by(func.min(Comment.written_at))
        .limit(50)
    )
    return [(row.subject_kind, row.subject_id, row.many) for row in rows]


def reports(*, decided: bool) -> Select[ContentReport]:
    """Reports already decided, or those that wait, with what they are about."""
    state = ContentReport.state
    wanted = state != ReportState.RECEIVED if decided else state == ReportState.RECEIVED
    return select(ContentReport).where(wanted).options(joinedload(ContentReport.comment))


def report(key: uuid.UUID) -> ContentReport | None:
    """One report with its comment and who wrote that."""
    return db.session.scalar(
        select(ContentReport)
        .where(ContentReport.id == key)
        .options(joinedload(ContentReport.comment).joinedload(Comment.author))
    )


def lock_reports(comment_id: uuid.UUID) -> Sequence[ContentReport]:
    """Every report on a comment as it now stands, kept from others until the end of the transaction."""
    return db.session.scalars(
        select(ContentReport)
        .where(ContentReport.comment_id == comment_id)
        .order_by(ContentReport.reported_at, ContentReport.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def open_reports() -> tuple[int, datetime | None]:
    """How many reports wait, and since when the oldest does."""
    row = db.session.execute(
        select(func.count(), func.min(ContentReport.reported_at)).where(ContentReport.state == ReportState.RECEIVED)
    ).one()
    return row[0], row[1]
