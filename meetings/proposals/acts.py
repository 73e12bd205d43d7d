"""What a reader of a proposal may do next: the buttons at the top of its page, the most expected first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from foundation.policy import Actor, can
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.workflow import ON_ITS_WAY, PROPOSAL, no_vote_under_way

S = ProposalState


@dataclass(frozen=True)
class Act:
    """One thing to press: a link to a page, or a button that acts at once."""

    label: str
    url: str
    at_once: bool = False


def open_to(proposal: Proposal, actor: Actor) -> Sequence[Act]:
    """What this reader may do with this proposal now."""
    if actor.id is None:
        return ()
    here: dict[str, Any] = {"slug": proposal.council.slug, "key": proposal.id}
    return [*_next(proposal, actor, here), *_beside(proposal, actor, here), *_out(proposal, actor, here)]


def _next(proposal: Proposal, actor: Actor, here: Mapping[str, Any]) -> Iterator[Act]:
    """What brings it further."""
    editable = proposal.state in {S.DRAFT, S.DELIBERATING} and proposal.motion_id is None
    steers, edits = can("proposal.steer", proposal, actor), can("proposal.edit", proposal, actor)
    if proposal.state is S.DRAFT and edits:
        yield Act("Continuer à écrire", url_for("proposals.write_page", **here))
        yield Act("Ouvrir la discussion", url_for("proposals.step_page", step="discuss", **here))
    elif editable and proposal.state is S.DELIBERATING:
        if steers:
            yield Act("Ouvrir le vote", url_for("proposals.vote_page", **here))
        if edits:
            yield Act("Modifier le texte", url_for("proposals.write_page", **here))
    elif proposal.state is S.ADOPTED and steers:
        yield Act("Transmettre au comité", url_for("proposals.transmit_page", **here))
    yield from _committee(proposal, actor)


def _committee(proposal: Proposal, actor: Actor) -> Iterator[Act]:
    if proposal.committee is None or not can("proposal.answer", proposal, actor):
        return
    address: dict[str, Any] = {"slug": proposal.committee.slug, "number": str(proposal.number)}
    if proposal.state is S.TRANSMITTED:
        yield Act("Accuser réception", url_for("answers.acknowledge", **address), at_once=True)
    elif proposal.state in ON_ITS_WAY:
        yield Act("Répondre", url_for("answers.answer_page", **address))
    elif proposal.state is S.ANSWERED:
        yield Act("Compléter la réponse", url_for("answers.answer_page", **address))


def _beside(proposal: Proposal, actor: Actor, here: Mapping[str, Any]) -> Iterator[Act]:
    """What goes with the text while it may change."""
    if proposal.state not in {S.DRAFT, S.DELIBERATING} or proposal.motion_id is not None:
        return
    if can("proposal.edit", proposal, actor):
        yield Act("Joindre des documents", url_for("proposals.documents_page", **here))
    if proposal.state is S.DELIBERATING and can("proposal.welcome", proposal, actor):
        is_open = proposal.open_to_residents
        label = "Fermer la discussion aux habitants" if is_open else "Ouvrir la discussion aux habitants"
        yield Act(label, url_for("proposals.opening_page", **here))


def _out(proposal: Proposal, actor: Actor, here: Mapping[str, Any]) -> Iterator[Act]:
    """What takes it back, or off its path."""
    for step in PROPOSAL.open_from(proposal):
        if step.name not in {"rework", "withdraw", "discard"} or not can(step.rule, proposal, actor):
            continue
        if no_vote_under_way in step.guards and no_vote_under_way(proposal):
            continue
        yield Act(step.label, url_for("proposals.step_page", step=step.name, **here))
