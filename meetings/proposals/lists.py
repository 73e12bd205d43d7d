"""Proposals on other pages: those of a council, the latest on the home page, those of one's own councils."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_
from sqlalchemy.sql import ColumnElement

from councils.models import Council
from foundation.database import db
from foundation.pagination import Page, paginate
from foundation.policy import Actor, can
from foundation.state import once
from meetings.proposals import reading
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.register import Line, lines, published
from meetings.proposals.wording import FIRST_STATES

S = ProposalState
SHOWN = 3
OWN_SHOWN = 5
ROLES = ("member", "board_member", "secretary", "council_facilitator")
NEWEST = (Proposal.started_at.desc(), Proposal.id.desc())


def of_council(council: Council, actor: Actor, cursor: str | None) -> tuple[Page[Proposal], Sequence[Line]]:
    """One page of the proposals of a council that somebody may read, the newest first; the rule in one condition."""
    wanted = reading.light().where(Proposal.council_id == council.id, _readable(council, actor))
    page = paginate(wanted, NEWEST, cursor=cursor)
    return page, lines(page.rows)


def _readable(council: Council, actor: Actor) -> ColumnElement[bool]:
    """What `proposal.read` lets somebody read among the proposals of a council."""
    shown = Proposal.state.not_in(FIRST_STATES)
    if can("proposal.write", council, actor):
        own = (Proposal.author_id == actor.id) & (Proposal.state == S.DRAFT)
        return or_(shown, own)
    return or_(Proposal.published_at.is_not(None), shown & Proposal.open_to_residents)


def council_panel(council: Council) -> Mapping[str, Any]:
    """The latest published proposals of a council, for its page."""
    found = once(("proposals.of", council.id), lambda: _latest_of(council.id))
    return {"lines": found, "slug": council.slug, "may_write": can("proposal.write", council)}


def _latest_of(council_id: uuid.UUID) -> Sequence[Line]:
    wanted = published().where(Proposal.council_id == council_id).order_by(*NEWEST).limit(SHOWN)
    return tuple(lines(db.session.scalars(wanted).all()))


def latest() -> Mapping[str, Any] | None:
    """The answers given last, then the proposals published last that wait for theirs, for the home page."""
    found = once("proposals.latest", _latest)
    return {"answered": found[0], "others": found[1]} if any(found) else None


def _latest() -> tuple[Sequence[Line], Sequence[Line]]:
    answered = db.session.scalars(
        published()
        .where(Proposal.answered_at.is_not(None))
        .order_by(Proposal.answered_at.desc(), Proposal.published_at.desc(), Proposal.id.desc())
        .limit(SHOWN)
    ).all()
    others = db.session.scalars(
        published()
        .where(Proposal.answered_at.is_(None), Proposal.state.not_in((S.REJECTED, S.WITHDRAWN)))
        .order_by(Proposal.published_at.desc(), Proposal.id.desc())
        .limit(SHOWN)
    ).all()
    found = lines([*answered, *others])
    return tuple(found[: len(answered)]), tuple(found[len(answered) :])


def own_panel(actor: Actor) -> Mapping[str, Any] | None:
    """The newest proposals of the councils where somebody has a part; None without a council."""
    mine = sorted({grant.scope_id for grant in actor.grants if grant.role in ROLES and grant.scope_id}, key=str)
    if not mine:
        return None
    councils = db.session.execute(_names(mine)).all()
    own = (Proposal.author_id == actor.id) & (Proposal.state == S.DRAFT)
    wanted = reading.light().where(Proposal.council_id.in_(mine), or_(Proposal.state.not_in(FIRST_STATES), own))
    rows = db.session.scalars(wanted.order_by(*NEWEST).limit(OWN_SHOWN)).all()
    return {"lines": lines(rows), "councils": councils}


def _names(ids: Sequence[uuid.UUID]) -> Any:
    return db.select(Council.slug, Council.name).where(Council.id.in_(ids)).order_by(Council.name_key)
