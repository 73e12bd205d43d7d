"""What the pages of a proposal read, each in a number of queries that does not grow with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.sql import ColumnElement

from councils.committees.models import Committee
from councils.models import Council, Coverage
from councils.territory.models import neighborhood_municipality
from foundation.audit import AuditEntry, history
from foundation.database import db
from meetings.answers.models import Answer, AnswerOutcome
from meetings.proposals.models import Proposal, ProposalAttachment, ProposalState, ProposalVersion
from meetings.votes.models import Motion

S = ProposalState


def by_key(slug: str, key: uuid.UUID) -> Proposal | None:
    """One proposal of a council, with all that its page shows of it. Two queries."""
    wanted = _whole().join(Council, Council.id == Proposal.council_id)
    return _one(wanted, Proposal.id == key, Council.slug == slug)


def by_number(number: str) -> Proposal | None:
    """The proposal that has a number, in small letters or not, with all that its page shows of it. Two queries."""
    return _one(_whole(), Proposal.number == number.upper())


def _whole() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.council),
        joinedload(Proposal.committee),
        joinedload(Proposal.motion).joinedload(Motion.council),
        selectinload(Proposal.neighborhoods),
        selectinload(Proposal.attachments).joinedload(ProposalAttachment.document),
    )


def _one(wanted: Select[Proposal], *where: ColumnElement[bool]) -> Proposal | None:
    return db.session.scalars(wanted.where(*where)).unique().one_or_none()


def of_motion(motion_id: uuid.UUID) -> Proposal | None:
    """The proposal whose text a motion is or was about, with what is joined to it."""
    wanted = select(Proposal).options(
        load_only(Proposal.council_id, Proposal.theme, raiseload=True),
        joinedload(Proposal.council).load_only(Council.slug, raiseload=True),
        selectinload(Proposal.neighborhoods),
        selectinload(Proposal.attachments).joinedload(ProposalAttachment.document),
    )
    return _one(wanted.join(ProposalVersion), ProposalVersion.motion_id == motion_id)


def versions(proposal: Proposal) -> Sequence[ProposalVersion]:
    """The texts that were put to discussion, with the vote on each; without the texts themselves."""
    motion = load_only(*_MOTION, raiseload=True)
    return db.session.scalars(
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal.id)
        .options(joinedload(ProposalVersion.motion).options(motion))
        .order_by(ProposalVersion.number)
    ).all()


_MOTION = (
    Motion.opens_at, Motion.closes_at, Motion.closed_at, Motion.result, Motion.votes_for, Motion.votes_against,
    Motion.votes_abstain, Motion.votes_apart,
)  # fmt: skip


def turns(proposal: Proposal) -> Sequence[AuditEntry]:
    """The acts that no column of the proposal keeps: each return to discussion, and the withdrawal."""
    returned = AuditEntry.before.in_((S.ADOPTED.value, S.REJECTED.value)) & (AuditEntry.after == S.DELIBERATING.value)
    wanted = history(Proposal, [proposal.id]).where(or_(returned, AuditEntry.after == S.WITHDRAWN.value))
    return db.session.scalars(wanted).all()


def outcomes(ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, AnswerOutcome]:
    """What was last answered to some proposals. One query, none for none."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(Answer.proposal_id, Answer.outcome).where(Answer.proposal_id.in_(ids)).order_by(Answer.number)
    )
    return dict(rows.all())


def light() -> Select[Proposal]:
    """Proposals as lists show them: no text, with the name of the council and the moments of the vote."""
    return select(Proposal).options(
        load_only(*_LIGHT, raiseload=True),
        joinedload(Proposal.council).load_only(Council.name, Council.slug, raiseload=True),
        joinedload(Proposal.committee).load_only(Committee.name, Committee.slug, raiseload=True),
        joinedload(Proposal.motion).load_only(*_MOTION, raiseload=True),
    )


_LIGHT = (
    Proposal.council_id, Proposal.author_id, Proposal.kind, Proposal.state, Proposal.title, Proposal.theme,
    Proposal.open_to_residents, Proposal.motion_id, Proposal.published_at, Proposal.number, Proposal.committee_id,
    Proposal.started_at, Proposal.saved_at, Proposal.transmitted_at, Proposal.acknowledged_at, Proposal.answer_due_on,
    Proposal.answered_at, Proposal.is_demo,
)  # fmt: skip


def committees() -> Sequence[Committee]:
    """Every committee, in the order of names: where a proposal can be sent."""
    return db.session.scalars(select(Committee).order_by(Committee.name_key, Committee.id)).all()


def communes(council_id: uuid.UUID) -> set[uuid.UUID]:
    """The communes in which a council's neighborhoods lie."""
    place = neighborhood_municipality.c
    wanted = select(place.municipality_id).join(Coverage, Coverage.neighborhood_id == place.neighborhood_id)
    return set(db.session.scalars(wanted.where(Coverage.council_id == council_id)))


def committee(slug: str) -> Committee:
    """The committee of a slug that `committees` gave."""
    return db.session.scalars(select(Committee).where(Committee.slug == slug)).one()
