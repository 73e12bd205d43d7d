from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from councils.models import Membership
from foundation import clock
from foundation.database import db
from meetings.convener import Convener
from meetings.convening import conveners
from meetings.minutes.models import KeptPassage, Minutes, MinutesRemark, MinutesRevision, MinutesState, RevisionKind
from meetings.minutes.workflow import PUBLIC
from meetings.models import WITH_CONVENER, Meeting, MeetingState
from meetings.votes.models import Motion

S, R = MinutesState, RevisionKind
TEXTS = (MinutesRevision.text, MinutesRevision.html, MinutesRevision.public_text, MinutesRevision.public_html)


def _whole() -> Select[Minutes]:
    return select(Minutes).options(
        joinedload(Minutes.meeting).options(*WITH_CONVENER),
        selectinload(Minutes.revisions).options(
            *(undefer(column) for column in TEXTS),
            joinedload(MinutesRevision.item),
            joinedload(MinutesRevision.motion).joinedload(Motion.council),
            joinedload(MinutesRevision.document),
            selectinload(MinutesRevision.kept),
        ),
    )


def find(key: uuid.UUID) -> Minutes | None:
    """The minutes with all that their pages show."""
    return db.session.scalar(_whole().where(Minutes.id == key))


def find_of(slug: str, key: uuid.UUID) -> Minutes | None:
    """The minutes of a convener's meeting, with all that their pages show."""
    found = find(key)
    return found if found is not None and found.convener.slug == slug else None


def of_meeting(meeting_id: uuid.UUID) -> Minutes | None:
    """The minutes of a meeting, with all that their pages show."""
    return db.session.scalar(_whole().where(Minutes.meeting_id == meeting_id))


def held(key: uuid.UUID) -> Minutes:
    """The minutes as they now stand, which nobody else changes before the end of the transaction."""
    return db.session.scalars(
        _whole().where(Minutes.id == key).with_for_update(of=Minutes).execution_options(populate_existing=True)
    ).one()


def of_motion(motion: Motion) -> MinutesRevision | None:
    """The text that a motion was to approve: a written vote on it, or one on the item of an agenda."""
    return db.session.scalar(
        select(MinutesRevision).where(
            or_(
                MinutesRevision.motion_id == motion.id,
                MinutesRevision.item_id == motion.agenda_item_id if motion.agenda_item_id else False,  # type: ignore[arg-type]
            ),
            MinutesRevision.approved_at.is_(None),
        )
    )


def voted_item(item_id: uuid.UUID | None) -> bool:
    """Whether a motion was put on an item of an agenda."""
    return (
        item_id is not None and db.session.scalar(select(Motion.id).where(Motion.agenda_item_id == item_id)) is not None
    )


def remark_of(slug: str, key: uuid.UUID, remark: uuid.UUID) -> MinutesRemark | None:
    """One remark on the minutes of a convener's meeting."""
    found = db.session.scalar(
        select(MinutesRemark)
        .where(MinutesRemark.id == remark, MinutesRemark.minutes_id == key)
        .options(joinedload(MinutesRemark.minutes).joinedload(Minutes.meeting).options(*WITH_CONVENER))
        .options(joinedload(MinutesRemark.membership))
    )
    return found if found is not None and found.meeting.convener.slug == slug else None


def remarks(minutes_id: uuid.UUID) -> Sequence[MinutesRemark]:
    """The remarks on some minutes with their authors, in the order in which they came."""
    return db.session.scalars(
        select(MinutesRemark)
        .where(MinutesRemark.minutes_id == minutes_id)
        .options(joinedload(MinutesRemark.membership).joinedload(Membership.person))
        .order_by(MinutesRemark.written_at, MinutesRemark.id)
    ).all()


def over(now: datetime, convener: Convener | None = None) -> Select[Meeting]:
    """The meetings that were held: closed on the site, or convened and begun."""
    wanted = select(Meeting).where(
        or_(
            Meeting.state == MeetingState.CLOSED,
            (Meeting.state == MeetingState.CONVENED) & (Meeting.starts_at < now),
        )
    )
    return wanted if convener is None else wanted.where(conveners.meetings_of(convener))


def unwritten(convener: Convener, now: datetime, most: int = 10) -> Sequence[Meeting]:
    """The meetings held of which nothing is written yet, the latest first, with their conveners."""
    return db.session.scalars(
        over(now, convener)
        .where(Meeting.id.not_in(select(Minutes.meeting_id)))
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(most)
    ).all()


def of_convener(convener: Convener, most: int = 40) -> Sequence[Minutes]:
    """The minutes of a convener with their meetings, the latest meeting first."""
    return db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(conveners.meetings_of(convener))
        .options(contains_eager(Minutes.meeting))
        .order_by(Meeting.starts_at.desc(), Minutes.id)
        .limit(most)
    ).all()


def published_of(council_id: uuid.UUID, most: int) -> Sequence[Minutes]:
    """The public minutes of a council with their meetings, the latest meeting first."""
    return db.session.scalars(
        select(Minutes)
        .join(Minutes.meeting)
        .where(Minutes.council_id == council_id, Minutes.state.in_(PUBLIC))
        .options(contains_eager(Minutes.meeting))
        .order_by(Meeting.starts_at.desc(), Minutes.id)
        .limit(most)
    ).all()


def open_agendas(council_id: uuid.UUID) -> Sequence[Meeting]:
    """The meetings in preparation on whose agenda an approval can be put, the next first, with their council."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.council_id == council_id, Meeting.state == MeetingState.DRAFT, Meeting.starts_at > clock.now())
        .options(*WITH_CONVENER)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def kept_words(revision_id: uuid.UUID) -> set[str]:
    """The words of a public text that somebody decided to leave."""
    return set(db.session.scalars(select(KeptPassage.words).where(KeptPassage.revision_id == revision_id)))


def findable() -> Sequence[Minutes]:
    """All public minutes with their texts, for the search."""
    return db.session.scalars(_whole().where(Minutes.state.in_(PUBLIC)).order_by(Minutes.id)).all()


def without_document() -> Sequence[MinutesRevision]:
    """The public texts whose PDF file is not made yet, the oldest first."""
    return db.session.scalars(
        select(MinutesRevision)
        .where(
            MinutesRevision.published_at.is_not(None),
            MinutesRevision.hidden_at.is_(None),
            MinutesRevision.document_id.is_(None),
        )
        .order_by(MinutesRevision.published_at, MinutesRevision.id)
    ).all()
