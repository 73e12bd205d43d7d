"""What the clock tells the secretaries of committees: what is to acknowledge, what is late (`R-PRP-02`, first step)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date

from citizens.notifications.recipients import Recipient
from citizens.notifications.services import tell
from foundation import clock
from foundation.outbox import Letter
from meetings.answers import delays, mails, queries
from meetings.proposals import people
from meetings.proposals.models import Proposal, ProposalState

Write = Callable[[Recipient], Letter]


def remind() -> int:
    """Write the reminders due today that nobody had yet; gives how many.

    Each once to whoever holds the secretariat this day. After an outage only the highest step due is sent: the
    earlier ones are skipped.
    """
    today, written = clock.today(), 0
    secretaries: dict[uuid.UUID, list[uuid.UUID]] = {}
    for proposal in queries.unanswered(today):
        if proposal.committee_id is not None:
            if proposal.committee_id not in secretaries:
                secretaries[proposal.committee_id] = people.of_committee(proposal.committee_id)
            for name, write in _due(proposal, today):
                written += tell(secretaries[proposal.committee_id], write, once=f"proposal/{proposal.id}/{name}")
    return written


def _due(proposal: Proposal, today: date) -> Iterator[tuple[str, Write]]:
    """The reminders due for a proposal: the purpose of each, and its letter."""
    sent, committee, due_on = proposal.transmitted_at, proposal.committee, proposal.answer_due_on
    if sent is not None and committee is not None and proposal.state is ProposalState.TRANSMITTED:
        days = committee.acknowledgement_days
        step = delays.reminder_step((today - delays.day_of(sent)).days, days)
        by = delays.acknowledge_by(sent, days)
        if step is not None:
            yield f"acknowledge-{step}", lambda to: mails.acknowledge(to, proposal, by, today)
    if due_on is not None and due_on < today <= due_on + delays.FIRST_STEP:
        yield "late", lambda to: mails.late(to, proposal, today)
