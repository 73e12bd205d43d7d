"""The path of a proposal (ruling 12), up to its answer."""

from __future__ import annotations

from sqlalchemy import literal_column

from foundation.html import visible_length
from foundation.text import number, plural
from foundation.workflow import Transition, Workflow
from meetings.proposals.models import Proposal, ProposalState

S = ProposalState
MOST_CHARACTERS = 5000
ON_ITS_WAY = (S.TRANSMITTED, S.ACKNOWLEDGED, S.REDIRECTED)
# the same as a condition, in the very words of the index of what waits for an answer
_ELSEWHERE = [f"'{state.value}'" for state in S if state not in ON_ITS_WAY]
IS_ON_ITS_WAY = Proposal.state.not_in([literal_column(words) for words in _ELSEWHERE])


def says_something(proposal: Proposal) -> str | None:
    """A text is needed."""
    if visible_length(proposal.text):
        return None
    return "Écrivez d’abord le texte\u00a0: dites ce que vous demandez, et pourquoi."


def is_short_enough(proposal: Proposal) -> str | None:
    """A text has 5,000 visible characters at most (`R-TXT-02`, domain §4.2)."""
    excess = visible_length(proposal.text) - MOST_CHARACTERS
    if excess <= 0:
        return None
    return f"Il y a {plural(excess, 'caractère', 'caractères')} de trop\u00a0: {number(MOST_CHARACTERS)} au plus."


def no_vote_under_way(proposal: Proposal) -> str | None:
    """While people vote on it, a text stays as it is (`R-PRP-06`)."""
    if proposal.state is S.DELIBERATING and proposal.motion_id is not None:
        return "Le vote est ouvert\u00a0: attendez qu’il soit clos."
    return None


def is_voted(proposal: Proposal) -> str | None:
    """Only a text that the council voted leaves it."""
    return None if proposal.motion_id is not None else "Le conseil n’a pas encore voté ce texte."


PROPOSAL = Workflow(
    "Proposition",
    S.DRAFT,
    Transition(
        "discuss",
        (S.DRAFT,),
        S.DELIBERATING,
        "proposal.edit",
        "Ouvrir la discussion",
        guards=(says_something, is_short_enough),
    ),
    Transition("discard", (S.DRAFT,), S.DISCARDED, "proposal.edit", "Jeter ce brouillon"),
    Transition("adopt", (S.DELIBERATING,), S.ADOPTED, "vote.close", "Adoptée par le vote", guards=(is_voted,)),
    Transition("reject", (S.DELIBERATING,), S.REJECTED, "vote.close", "Rejetée par le vote", guards=(is_voted,)),
    Transition(
        "rework",
        (S.ADOPTED, S.REJECTED),
        S.DELIBERATING,
        "proposal.steer",
        "Reprendre la discussion",
        needs_comment=True,
    ),
    Transition("transmit", (S.ADOPTED,), S.TRANSMITTED, "proposal.steer", "Transmettre au comité", guards=(is_voted,)),
    Transition("acknowledge", (S.TRANSMITTED,), S.ACKNOWLEDGED, "proposal.answer", "Accuser réception"),
    Transition(
        "redirect",
        (S.ACKNOWLEDGED, S.REDIRECTED),
        S.REDIRECTED,
        "proposal.answer",
        "Transmettre à l’organisme compétent",
    ),
    Transition("answer", (S.ACKNOWLEDGED, S.REDIRECTED), S.ANSWERED, "proposal.answer", "Rendre la réponse"),
    Transition(
        "withdraw",
        (S.DELIBERATING, S.ADOPTED, *ON_ITS_WAY),
        S.WITHDRAWN,
        "proposal.steer",
        "Retirer la proposition",
        guards=(no_vote_under_way,),
        needs_comment=True,
    ),
)
