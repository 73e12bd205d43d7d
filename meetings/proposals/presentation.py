"""The page of a proposal for one reader, ready for its template. Its author in public is the council (`R-PRP-07`)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from citizens.discussion.presentation import discussion_of
from councils.queries import card_of
from councils.status import CouncilStatus
from councils.wording import bare_name
from foundation import clock
from foundation.audit import AuditEntry
from foundation.documents import size_words
from foundation.policy import Actor
from foundation.text import plural
from meetings.answers.presentation import answers_of
from meetings.proposals import acts, pathway, reading, wording
from meetings.proposals.models import Proposal, ProposalState, ProposalVersion
from meetings.votes.models import Motion
from meetings.votes.presentation import vote_view

S = ProposalState


@dataclass(frozen=True)
class File:
    """A document joined to a proposal: its name, what it is and weighs, and where to get it."""

    name: str
    words: str
    url: str


def proposal_page(proposal: Proposal, actor: Actor) -> Mapping[str, Any]:
    """All that the template needs; the number of queries does not grow with what there is."""
    now, answers = clock.now(), answers_of(proposal)
    versions = reading.versions(proposal)
    known = pathway.Known(proposal, versions, _turns(proposal, versions), answers, now)
    outcome = answers[0].outcome if answers else None
    return {
        "proposal": proposal,
        "council": proposal.council,
        "name": bare_name(proposal.council.name),
        "committee": bare_name(proposal.committee.name) if proposal.committee else "",
        "here": {"slug": proposal.council.slug, "key": proposal.id},
        "look": wording.look(proposal, outcome, now),
        "lede": wording.lede(proposal, outcome, now),
        "asks": wording.ASKS[proposal.kind],
        "standing": wording.text_note(proposal),
        "flagged": card_of(proposal.council).status is CouncilStatus.IN_PROGRESS,
        "acts": acts.open_to(proposal, actor),
        "steps": [] if proposal.state in wording.FIRST_STATES else pathway.path(known),
        "summary": pathway.summary(known),
        "versions": len(versions),
        "vote": vote_view(proposal.motion, actor) if proposal.motion else None,
        "documents": documents(proposal),
        "answers": answers,
        "discussion": None if proposal.state in wording.FIRST_STATES else discussion_of("proposal", proposal, actor),
    }


def _turns(proposal: Proposal, versions: Sequence[ProposalVersion]) -> Sequence[AuditEntry]:
    """What only the trail knows; not asked where it can hold nothing."""
    votes = [one.motion_id for one in versions if one.motion_id is not None]
    if proposal.state is S.WITHDRAWN or any(key != proposal.motion_id for key in votes):
        return reading.turns(proposal)
    return ()


def documents(proposal: Proposal) -> Sequence[File]:
    """The documents joined to a proposal whose council is loaded, in order."""
    here: dict[str, Any] = {"slug": proposal.council.slug, "key": proposal.id}
    return [
        File(
            one.document.name,
            f"{one.document.kind.label}, {size_words(one.document)}",
            url_for("proposals.document", attachment=one.id, **here),
        )
        for one in proposal.attachments
    ]


def vote_panel(motion: Motion) -> Mapping[str, Any] | None:
    """What goes with the text of a vote: documents, theme, places; None for a vote on something else."""
    proposal = reading.of_motion(motion.id)
    return None if proposal is None else {"proposal": proposal, "documents": documents(proposal)}


def committee_choices(council_id: uuid.UUID) -> Sequence[tuple[str, str]]:
    """(slug, words) of each committee, the council's own first: its name, what it is, how soon it answers."""
    communes = reading.communes(council_id)
    # its own territory, then the whole metropolis, then the territories of others
    order = {True: 0, None: 1, False: 2}
    near = {None: None} | dict.fromkeys(communes, True)
    rows = sorted(reading.committees(), key=lambda one: order[near.get(one.municipality_id, False)])
    return [
        (
            row.slug,
            f"{bare_name(row.name)}. {wording.COMMITTEES[row.kind]}"
            f"Accuse réception en {plural(row.acknowledgement_days, 'jour', 'jours')}, "
            f"répond en {row.answer_months} mois au plus.",
        )
        for row in rows
    ]
