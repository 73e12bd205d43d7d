"""From the council to the committee: the number, the day an answer is due, the acknowledgement (domain §4.2 to §4.4).

The council's row is held while a number is given, so that two transmissions at once get two numbers in a row. A
proposal keeps its number for ever, withdrawn or not: none is given twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from citizens.notifications.services import tell
from councils.accreditation.services import write_line
from councils.committees.models import Committee
from councils.facts import status_on
from councils.models import Council
from foundation import audit, clock
from foundation.addresses import path
from foundation.database import db
from foundation.journal import ActKind
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.proposals import people, queries, transmission_mails
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.publishing import make_findable
from meetings.proposals.workflow import PROPOSAL
from meetings.votes.services import MAY_VOTE


def transmit(proposal: Proposal, committee: Committee, *, actor: Actor) -> str:
    """Send an adopted proposal to a committee, which must answer; gives its number. Raises Refused.

    The days count from today: a number of the Paris year, an answer due some months later on the same day
    (`R-TIM-04`). The act is written in the public journal; the committee's secretaries and the council are told. Sent
    again to the same committee by the same person, it is already done.
    """
    _hold_council(proposal.council_id)
    queries.held(proposal.id)
    require(actor, "proposal.steer", proposal)
    if proposal.committee_id == committee.id and audit.was_last(actor, proposal, "proposal.transmit"):
        return str(proposal.number)
    before = proposal.state
    PROPOSAL.step(proposal, "transmit")
    _check_council(proposal.council)
    year = clock.today().year
    rank = _next_rank(proposal.council_id, year)
    PROPOSAL.move(proposal, "transmit")
    _number(proposal, year, rank)
    proposal.committee_id, proposal.committee = committee.id, committee
    proposal.transmitted_at = clock.now()
    proposal.answer_due_on = clock.months_after(clock.today(), committee.answer_months)
    db.session.flush()
    audit.record(actor, "proposal.transmit", proposal, before=before.value, after=proposal.state.value)
    page = path("proposals.read_numbered", number=proposal.number)
    write_line(ActKind.PROPOSAL_TRANSMITTED, proposal.council, _facts(proposal, committee), page)
    make_findable(proposal)
    _tell_transmitted(proposal, committee)
    return str(proposal.number)


def _hold_council(council_id: uuid.UUID) -> None:
    """Hold the council until the end of the transaction: its numbers are given one after the other."""
    db.session.execute(select(Council.id).where(Council.id == council_id).with_for_update())


def _check_council(council: Council) -> None:
    status = status_on(council, clock.today()).status
    if status not in MAY_VOTE:
        raise Refused(
            f"Ce conseil ne peut rien transmettre\u00a0: son état est «\u202f{status.label}\u202f». "
            "Il le pourra de nouveau quand il sera reconnu."
        )


def _next_rank(council_id: uuid.UUID, year: int) -> int:
    """One more than the last number given in a year; withdrawn proposals keep theirs."""
    given = select(func.max(Proposal.number_rank)).where(
        Proposal.council_id == council_id, Proposal.number_year == year
    )
    return (db.session.scalar(given) or 0) + 1


def _number(proposal: Proposal, year: int, rank: int) -> None:
    """Write « CC-LILLE-2026-001 », whether or not the code of the council begins with « CC- »."""
    code = proposal.council.code.removeprefix("CC-")
    proposal.number_year, proposal.number_rank = year, rank
    proposal.number = f"CC-{code}-{year}-{rank:03}"


def _facts(proposal: Proposal, committee: Committee) -> Mapping[str, Any]:
    motion, due = proposal.motion, proposal.answer_due_on
    facts = {
        "number": proposal.number,
        "title": proposal.title,
        "committee": committee.slug,
        "answer_due_on": due.isoformat() if due else None,
    }
    if motion is None:
        return facts
    return facts | {
        "for": motion.votes_for,
        "against": motion.votes_against,
        "abstain": motion.votes_abstain,
        "does_not_take_part": motion.votes_apart,
        "text_sha256": motion.text_sha256,
    }


def _tell_transmitted(proposal: Proposal, committee: Committee) -> None:
    tell(
        people.of_committee(committee.id),
        lambda to: transmission_mails.to_answer(to, proposal, committee),
        once=f"proposal/{proposal.id}/to-answer",
    )
    tell(
        people.of_council(proposal.council_id),
        lambda to: transmission_mails.transmitted(to, proposal, committee),
        once=f"proposal/{proposal.id}/transmitted",
    )


def acknowledge(proposal: Proposal, *, actor: Actor) -> None:
    """Say, for the committee, that a proposal has arrived: the council is told. Raises Refused.

    Said again by the same person, it is already done.
    """
    queries.held(proposal.id)
    require(actor, "proposal.answer", proposal)
    if proposal.state is ProposalState.ACKNOWLEDGED and audit.was_last(actor, proposal, "proposal.acknowledge"):
        return
    before = proposal.state
    PROPOSAL.move(proposal, "acknowledge")
    proposal.acknowledged_at = clock.now()
    db.session.flush()
    audit.record(actor, "proposal.acknowledge", proposal, before=before.value, after=proposal.state.value)
    committee = db.session.get_one(Committee, proposal.committee_id)
    tell(
        people.of_council(proposal.council_id),
        lambda to: transmission_mails.acknowledged(to, proposal, committee),
        once=f"proposal/{proposal.id}/acknowledged",
    )


def tell_withdrawn(proposal: Proposal, reason: str) -> None:
    """Tell the committee that a proposal it had received was withdrawn, and waits for no answer any more."""
    if proposal.committee_id is None:
        return
    tell(
        people.of_committee(proposal.committee_id),
        lambda to: transmission_mails.withdrawn(to, proposal, reason),
        once=f"proposal/{proposal.id}/withdrawn",
    )
