from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import defer, joinedload

from councils.committees.models import Committee
from councils.territory.models import Organization
from foundation.database import db
from meetings.answers.delays import FIRST_STEP
from meetings.answers.models import Answer
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.workflow import IS_ON_ITS_WAY, ON_ITS_WAY

S = ProposalState
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tray:
    """One list of a committee's office: which proposals, in which order."""

    state: ProposalState
    order: tuple[Any, ...]


TRAYS: Mapping[str, Tray] = {
    "a-recevoir": Tray(S.TRANSMITTED, (Proposal.transmitted_at, Proposal.id)),
    "a-repondre": Tray(S.ACKNOWLEDGED, (Proposal.answer_due_on, Proposal.id)),
    "transmises": Tray(S.REDIRECTED, (Proposal.answer_due_on, Proposal.id)),
    "repondues": Tray(S.ANSWERED, (Proposal.answered_at.desc(), Proposal.id.desc())),
}


def addressed(slug: str, number: str) -> Proposal | None:
    """The proposal of this number, if it was sent to this committee; with both ends of its way."""
    return db.session.scalar(
        select(Proposal)
        .join(Committee, Committee.id == Proposal.committee_id)
        .where(Committee.slug == slug, Proposal.number == number)
        .options(joinedload(Proposal.committee), joinedload(Proposal.council))
    )


def in_tray(committee_id: uuid.UUID, tray: Tray) -> Select[Proposal]:
    """What lies in one list of an office, without its order; with councils, without texts."""
    return (
        select(Proposal)
        .where(Proposal.committee_id == committee_id, Proposal.state == tray.state)
        .options(joinedload(Proposal.council), defer(Proposal.html))
    )


def first_in_tray(committee_id: uuid.UUID, tray: Tray, size: int) -> Sequence[Proposal]:
    """The first of one list of an office."""
    return db.session.scalars(in_tray(committee_id, tray).order_by(*tray.order).limit(size)).all()


@dataclass(frozen=True)
class Tally:
    """How many proposals of one state a committee has, and how many of them wait for a late answer."""

    count: int = 0
    late: int = 0


def tallies(committee_id: uuid.UUID, today: date) -> Mapping[ProposalState, Tally]:
    """How much lies in each list of an office; one query."""
    late = func.sum(case((Proposal.answer_due_on < today, 1), else_=0))
    rows = db.session.execute(
        select(Proposal.state, func.count(), late).where(Proposal.committee_id == committee_id).group_by(Proposal.state)
    )
    return {state: Tally(count, late if state in ON_ITS_WAY else 0) for state, count, late in rows}


def versions(proposal_id: uuid.UUID) -> Sequence[Answer]:
    """The answers to a proposal with what they promise, the latest first (`R-PRP-04`)."""
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.proposal_id == proposal_id)
        .options(joinedload(Answer.commitments), joinedload(Answer.redirected_to))
        .order_by(Answer.number.desc())
    )
    return rows.unique().all()


def latest_number(proposal_id: uuid.UUID) -> int:
    """How many answers a proposal has had."""
    return db.session.scalar(select(func.max(Answer.number)).where(Answer.proposal_id == proposal_id)) or 0


def latest(proposal_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Answer]:
    """The latest answer to each of some proposals, with the organization it names."""
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.proposal_id.in_(proposal_ids))
        .options(joinedload(Answer.redirected_to), defer(Answer.reasons), defer(Answer.reasons_html))
        .order_by(Answer.number)
    )
    return {row.proposal_id: row for row in rows}


def organizations() -> Sequence[tuple[uuid.UUID, str]]:
    """(id, name) of each organization that a proposal may be passed on to, in the order of names."""
    rows = db.session.execute(select(Organization.id, Organization.name).order_by(Organization.name_key))
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True)
class Moments:
    """What the figures of a committee are counted from: one proposal that it received."""

    state: ProposalState
    transmitted_at: datetime
    answered_at: datetime | None
    due_on: date


def received(committee_id: uuid.UUID) -> Sequence[Moments]:
    """The moments of every proposal that a committee received."""
    rows = db.session.execute(
        select(Proposal.state, Proposal.transmitted_at, Proposal.answered_at, Proposal.answer_due_on).where(
            Proposal.committee_id == committee_id
        )
    )
    return [
        Moments(state, sent, answered, due_on)
        for state, sent, answered, due_on in rows
        if sent is not None and due_on is not None
    ]


def latest_received(committee_id: uuid.UUID, size: int) -> Sequence[Proposal]:
    """The proposals that a committee received last, with their councils."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.committee_id == committee_id)
        .options(joinedload(Proposal.council), defer(Proposal.html))
        .order_by(Proposal.transmitted_at.desc(), Proposal.id.desc())
        .limit(size)
    ).all()


def awaited(committee_ids: Collection[uuid.UUID], size: int) -> Sequence[Proposal]:
    """What awaits the secretaries of some committees, the most pressing first; with its committee."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.committee_id.in_(committee_ids), IS_ON_ITS_WAY)
        .options(joinedload(Proposal.committee), defer(Proposal.html))
        .order_by(Proposal.answer_due_on, Proposal.id)
        .limit(size)
    ).all()


def unanswered(today: date) -> Sequence[Proposal]:
    """What a reminder may be due for: not acknowledged, or not long past its day; with both ends of its way."""
    return db.session.scalars(
        select(Proposal)
        .where(
            (Proposal.state == S.TRANSMITTED)
            | (IS_ON_ITS_WAY & Proposal.answer_due_on.between(today - FIRST_STEP, today - DAY))
        )
        .options(joinedload(Proposal.committee), joinedload(Proposal.council), defer(Proposal.html))
        .order_by(Proposal.transmitted_at, Proposal.id)
    ).all()
