"""What proposals add to the board of all councils: the answers each waits for, and its last vote."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from flask import url_for
from sqlalchemy import case, func, select

from councils.models import Council
from foundation import clock
from foundation.board import BoardCell, BoardColumn
from foundation.database import db
from foundation.text import plural
from meetings.proposals.models import Proposal
from meetings.proposals.workflow import IS_ON_ITS_WAY
from meetings.votes.models import Motion


def awaited(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, BoardCell]:
    """The answers that councils wait for, late ones told apart. One query."""
    late = func.sum(case((Proposal.answer_due_on < clock.today(), 1), else_=0))
    rows = db.session.execute(
        select(Council.id, Council.slug, func.count(), late)
        .join(Proposal, Proposal.council_id == Council.id)
        .where(Council.id.in_(ids), IS_ON_ITS_WAY)
        .group_by(Council.id, Council.slug)
    )
    return {key: _awaited(slug, count, late) for key, slug, count, late in rows}


def _awaited(slug: str, count: int, late: int) -> BoardCell:
    url = url_for("proposals.of_council", slug=slug)
    if not late:
        return BoardCell(str(count), count, url=url)
    return BoardCell(str(count), count, plural(late, "en retard", "en retard"), ("alert", "late"), url)


def last_vote(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, BoardCell]:
    """The day on which the last vote of each council ended. One query."""
    rows = db.session.execute(
        select(Motion.council_id, func.max(Motion.closed_at))
        .where(Motion.council_id.in_(ids), Motion.closed_at.is_not(None))
        .group_by(Motion.council_id)
    )
    return {key: _voted(at.astimezone(clock.PARIS).date()) for key, at in rows if at}


def _voted(day: date) -> BoardCell:
    return BoardCell(f"{day:%d/%m/%Y}", day.isoformat())


COLUMNS = (
    BoardColumn("reponses", "Réponses attendues", awaited),
    BoardColumn("vote", "Dernier vote", last_vote),
)
