"""The letter that goes with a transmitted proposal: what a secretary prints, files and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from foundation.addresses import whole
from foundation.database import db
from foundation.journal import ActKind, JournalEntry
from foundation.text import date_words
from meetings.answers.delays import acknowledge_by, day_of
from meetings.proposals.models import Proposal
from meetings.proposals.presentation import documents
from meetings.proposals.register import address
from meetings.votes import queries as votes
from meetings.votes.moments import last_day
from meetings.votes.presentation import AUTHORS
from meetings.votes.wording import totals_sentence


@dataclass(frozen=True)
class Anchor:
    """Where the public journal keeps the transmission: the number of the line and the start of its hash."""

    seq: int
    mark: str


def letter_page(proposal: Proposal) -> Mapping[str, Any]:
    """All that the letter of a numbered proposal says; on paper the names themselves say what is invented."""
    motion, committee, sent, due = proposal.motion, proposal.committee, proposal.transmitted_at, proposal.answer_due_on
    if motion is None or committee is None or sent is None or due is None:
        raise ValueError("a letter needs a transmitted proposal")
    return {
        "proposal": proposal,
        "name": proposal.council.name,
        "committee": committee,
        "to": committee.name,
        "sent_on": day_of(sent),
        "acknowledge_by": date_words(acknowledge_by(sent, committee.acknowledgement_days)),
        "due": date_words(due),
        "voted_on": date_words(last_day(motion)),
        "totals": totals_sentence(motion),
        "voters": motion.base or 0,
        "dissents": [(AUTHORS[college], html) for html, college in votes.dissents(motion)],
        "documents": documents(proposal),
        "sha256": motion.text_sha256,
        "anchor": anchor(address(proposal)),
        "page": whole("proposals.read_numbered", number=proposal.number),
    }


def anchor(subject: str) -> Anchor | None:
    """The line of the public journal that says that a proposal was transmitted."""
    row = db.session.execute(
        select(JournalEntry.seq, JournalEntry.hash).where(
            JournalEntry.subject == subject, JournalEntry.kind == ActKind.PROPOSAL_TRANSMITTED
        )
    ).first()
    return Anchor(row.seq, row.hash[:16]) if row else None
