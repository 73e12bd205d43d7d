"""What proposals ask of somebody, for « À faire », and how they are discussed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from foundation.addresses import path
from foundation.clock import PARIS
from foundation.discussions import Discussable
from foundation.policy import Actor
from foundation.text import date_short
from foundation.todos import Todo
from meetings.proposals import queries
from meetings.proposals.models import Proposal, ProposalState

S = ProposalState
TEAM = frozenset({"member", "board_member", "secretary", "council_facilitator"})
BOARD = frozenset({"board_member"})


def _councils(actor: Actor, roles: frozenset[str]) -> list[uuid.UUID]:
    return sorted({grant.scope_id for grant in actor.grants if grant.role in roles and grant.scope_id is not None})


def todos(actor: Actor) -> Iterable[Todo]:
    """One's own drafts to finish; for the board, the texts that may be put to the vote, and those to be sent."""
    found = queries.awaiting(actor.id, _councils(actor, TEAM), _councils(actor, BOARD))
    for state, tell in ((S.DRAFT, _draft), (S.DELIBERATING, _to_vote), (S.ADOPTED, _to_send)):
        yield from map(tell, found.get(state, ()))


def _draft(one: Proposal) -> Todo:
    detail = f"{one.council.name}. Enregistré le {_day(one)}."
    return Todo(f"Finir votre brouillon\u00a0: {one.title}", _to("proposals.write_page", one), detail)


def _to_vote(one: Proposal) -> Todo:
    label = f"Ouvrir le vote quand le texte est prêt\u00a0: {one.title}"
    return Todo(label, _to("proposals.vote_page", one), f"{one.council.name}. Texte du {_day(one)}, en discussion.")


def _to_send(one: Proposal) -> Todo:
    detail = f"{one.council.name} l’a adoptée. Le délai de réponse court dès l’envoi."
    return Todo(f"Transmettre au comité\u00a0: {one.title}", _to("proposals.transmit_page", one), detail)


TODOS = (todos,)


def _to(endpoint: str, proposal: Proposal) -> str:
    return path(endpoint, slug=proposal.council.slug, key=proposal.id)


def _day(proposal: Proposal) -> str:
    return date_short(proposal.saved_at.astimezone(PARIS).date())


DISCUSSABLES = (
    Discussable(
        "proposal",
        load=queries.find,
        read="proposal.follow",
        write="proposal.discuss",
        steer="proposal.welcome",
        trusted="proposal.speak",
        people="les membres du conseil et la personne qui l’anime",
        url=lambda proposal: _to("proposals.read", proposal),
        title=lambda proposal: str(proposal.title),
    ),
)
