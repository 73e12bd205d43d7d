"""Where the ball is, for many dossiers at once: which of them wait for somebody, and the words for it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, exists, or_, select

from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.papers import ConsultationRequest
from foundation import clock
from foundation.database import db
from foundation.policy import Actor

S = AccreditationState
LIAISON, FACILITATOR = "municipal_liaison", "council_facilitator"
NETWORK, DELEGATE = "network_coordinator", "prefect_delegate"
EVERYWHERE = frozenset({NETWORK, DELEGATE})
INSIDE = frozenset({LIAISON, FACILITATOR, "board_member"})
HOLDERS: Mapping[AccreditationState, frozenset[str]] = {
    S.DRAFT: frozenset({LIAISON, FACILITATOR}),
    S.COMPOSING: frozenset({LIAISON, FACILITATOR}),
    S.SUBMITTED: frozenset({NETWORK}),
    S.CONSULTING: frozenset({NETWORK, DELEGATE}),
    S.REVIEWING: frozenset({DELEGATE}),
    S.RETURNED: frozenset({LIAISON, FACILITATOR}),
    S.SIGNED: frozenset({DELEGATE, NETWORK}),
}
# a choice in the list of filters: which of the roles that hold the ball it means
SIDES: Mapping[str, tuple[str, frozenset[str]]] = {
    "commune": ("La commune ou le conseil", frozenset({LIAISON, FACILITATOR})),
    "reseau": ("L’animation du réseau", frozenset({NETWORK})),
    "prefecture": ("La préfecture", frozenset({DELEGATE})),
}


def awaited() -> ColumnElement[bool]:
    """That some authority may still answer."""
    return exists().where(
        ConsultationRequest.accreditation_id == Accreditation.id,
        ConsultationRequest.answer.is_(None),
        ConsultationRequest.revoked_at.is_(None),
        ConsultationRequest.due_on >= clock.today(),
    )


def lies_with(roles: Collection[str]) -> ColumnElement[bool]:
    """That it is for one of these roles to act."""
    states = [state for state, holders in HOLDERS.items() if holders & set(roles)]
    return and_(Accreditation.state.in_(states), or_(Accreditation.state != S.CONSULTING, ~awaited()))


def with_authorities() -> ColumnElement[bool]:
    """That the authorities consulted are to answer."""
    return and_(Accreditation.state == S.CONSULTING, awaited())


def lies_with_actor(actor: Actor) -> ColumnElement[bool]:
    """That it is for this person to act."""
    anywhere = {grant.role for grant in actor.grants} & EVERYWHERE
    inside = [
        and_(Accreditation.council_id == grant.scope_id, lies_with({grant.role}))
        for grant in actor.grants
        if grant.role in INSIDE and grant.scope_type == "council"
    ]
    return or_(lies_with(anywhere), *inside)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """That this person acts on it, or may."""
    if any(actor.holds(role) for role in EVERYWHERE):
        return Accreditation.id.is_not(None)
    councils = {grant.scope_id for grant in actor.grants if grant.role in INSIDE and grant.scope_type == "council"}
    return Accreditation.council_id.in_(councils)


def consulted_now(ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of some dossiers on which an authority may still answer. One query."""
    return frozenset(db.session.scalars(select(Accreditation.id).where(Accreditation.id.in_(ids), with_authorities())))
