from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from councils.models import Council, Coverage
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.database import db
from meetings.proposals.models import Proposal, ProposalAttachment, ProposalState, ProposalVersion

WAITING = 5


def find(key: uuid.UUID) -> Proposal | None:
    """One proposal with all that its pages show."""
    return db.session.scalar(_whole().where(Proposal.id == key))


def find_for_council(slug: str, key: uuid.UUID) -> Proposal | None:
    """One proposal of a council, with all that its pages show."""
    return db.session.scalar(_whole().where(Proposal.id == key, Council.slug == slug))


def held(key: uuid.UUID) -> Proposal:
    """One proposal as it now stands, which nobody else changes before the end of the transaction."""
    return db.session.scalars(
        _whole().where(Proposal.id == key).with_for_update(of=Proposal).execution_options(populate_existing=True)
    ).one()


def held_of_motion(motion_id: uuid.UUID) -> Proposal | None:
    """The proposal that is at a vote, held likewise; None when the motion is about something else."""
    key = db.session.scalar(select(Proposal.id).where(Proposal.motion_id == motion_id))
    return held(key) if key is not None else None


def _whole() -> Select[Proposal]:
    return (
        select(Proposal)
        .join(Proposal.council)
        .options(
            contains_eager(Proposal.council),
            undefer(Proposal.text),
            joinedload(Proposal.committee),
            joinedload(Proposal.motion),
            selectinload(Proposal.neighborhoods),
            selectinload(Proposal.attachments).joinedload(ProposalAttachment.document),
        )
    )


def places(council_id: uuid.UUID) -> Sequence[Neighborhood]:
    """The neighborhoods that a council covers today, in the order of their names."""
    today = clock.today()
    return db.session.scalars(
        select(Neighborhood)
        .join(Coverage, Coverage.neighborhood_id == Neighborhood.id)
        .where(
            Coverage.council_id == council_id,
            Coverage.valid_from <= today,
            or_(Coverage.valid_to.is_(None), Coverage.valid_to >= today),
        )
        .order_by(Neighborhood.name_key, Neighborhood.slug)
    ).all()


def versions(proposal_id: uuid.UUID) -> Sequence[ProposalVersion]:
    """The texts that were put to discussion, the latest first, without their words; with the vote on each."""
    return db.session.scalars(
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal_id)
        .options(joinedload(ProposalVersion.motion))
        .order_by(ProposalVersion.number.desc())
    ).all()


def worded(proposal_id: uuid.UUID, numbers: Sequence[int]) -> dict[int, ProposalVersion]:
    """Some versions with their words, by number."""
    rows = db.session.scalars(
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal_id, ProposalVersion.number.in_(numbers))
        .options(undefer(ProposalVersion.text), undefer(ProposalVersion.html))
    )
    return {row.number: row for row in rows}


def last_version(proposal_id: uuid.UUID) -> ProposalVersion | None:
    """The latest text that was put to discussion, with its words."""
    return db.session.scalar(
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal_id)
        .options(undefer(ProposalVersion.text), undefer(ProposalVersion.html))
        .order_by(ProposalVersion.number.desc())
        .limit(1)
    )


def last_position(proposal_id: uuid.UUID) -> int:
    """The place of the last document joined to a proposal; 0 when there is none."""
    found = db.session.scalar(
        select(func.max(ProposalAttachment.position)).where(ProposalAttachment.proposal_id == proposal_id)
    )
    return found or 0


def awaiting(
    person_id: uuid.UUID | None, team: Sequence[uuid.UUID], board: Sequence[uuid.UUID]
) -> Mapping[ProposalState, Sequence[Proposal]]:
    """What waits for somebody, the latest saved first, a few of each state: the drafts that they began in the councils
    of whose team they are; what the councils of whose board they are discuss without a vote, and adopted. One query.
    """
    if not team and not board:
        return {}
    kinds = (
        _waiting(team, Proposal.author_id == person_id, Proposal.state == ProposalState.DRAFT),
        _waiting(board, Proposal.state == ProposalState.DELIBERATING, Proposal.motion_id.is_(None)),
        _waiting(board, Proposal.state == ProposalState.ADOPTED),
    )
    rows = db.session.scalars(
        select(Proposal)
        .join(Proposal.council)
        .options(contains_eager(Proposal.council))
        .where(or_(*(Proposal.id.in_(wanted) for wanted in kinds)))
        .order_by(*_LATEST)
    ).all()
    return {state: [one for one in rows if one.state is state] for state in ProposalState}


_LATEST = (Proposal.saved_at.desc(), Proposal.id)


def _waiting(councils: Sequence[uuid.UUID], *which: ColumnElement[bool]) -> Select[Any]:
    return select(Proposal.id).where(Proposal.council_id.in_(councils), *which).order_by(*_LATEST).limit(WAITING)
