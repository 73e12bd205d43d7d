from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from foundation.audit import AuditEntry
from foundation.database import db
from meetings.convening.queries import ANNOUNCED
from meetings.minutes.models import Minutes, MinutesRevision
from meetings.minutes.workflow import PUBLIC
from meetings.models import Meeting
from meetings.proposals.models import Proposal, ProposalState
from meetings.votes.models import Motion, MotionResult

MOST = 20
TOLD = ("meeting.convene", "meeting.postpone", "meeting.cancel")


def meetings(council_id: uuid.UUID) -> Sequence[Meeting]:
    """The meetings announced last, those cancelled too."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.council_id == council_id, Meeting.state.in_(ANNOUNCED))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(MOST)
    ).all()


def told_at(keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, datetime]:
    """When each of some meetings was last convened, moved or cancelled."""
    rows = db.session.execute(
        select(AuditEntry.object_id, func.max(AuditEntry.at))
        .where(AuditEntry.object_id.in_(keys), AuditEntry.action.in_(TOLD))
        .group_by(AuditEntry.object_id)
    )
    return dict(rows.all())


def results(council_id: uuid.UUID) -> Sequence[Motion]:
    """The votes closed last, with their council; not those that were never put."""
    return db.session.scalars(
        select(Motion)
        .where(Motion.council_id == council_id, Motion.closed_at.is_not(None), Motion.result != MotionResult.NOT_PUT)
        .options(joinedload(Motion.council))
        .order_by(Motion.closed_at.desc(), Motion.id)
        .limit(MOST)
    ).all()


def minutes(council_id: uuid.UUID) -> Sequence[Minutes]:
    """The minutes published last, with their meetings and all their public texts."""
    texts = selectinload(Minutes.revisions).undefer(MinutesRevision.public_html)
    return db.session.scalars(
        select(Minutes)
        .where(Minutes.council_id == council_id, Minutes.state.in_(PUBLIC))
        .options(joinedload(Minutes.meeting), texts)
        .order_by(Minutes.published_at.desc(), Minutes.id)
        .limit(MOST)
    ).all()


def proposals(council_id: uuid.UUID) -> Sequence[Proposal]:
    """The proposals transmitted last, answered or not."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.council_id == council_id,
            Proposal.transmitted_at.is_not(None),
            Proposal.state != ProposalState.WITHDRAWN,
        )
        .order_by(func.coalesce(Proposal.answered_at, Proposal.transmitted_at).desc(), Proposal.id)
        .limit(MOST)
    ).all()
