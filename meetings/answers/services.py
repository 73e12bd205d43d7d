"""Answering a proposal: the committee decides, gives its reasons, and everyone concerned is told at once."""

from __future__ import annotations

import hashlib
import uuid

from sqlalchemy.orm.attributes import set_committed_value

from citizens.notifications.services import tell
from councils.accreditation.services import write_line
from councils.committees.models import Committee
from councils.models import Council
from councils.territory.models import Organization
from foundation import audit, clock
from foundation.addresses import path
from foundation.database import db
from foundation.html import markdown
from foundation.journal import ActKind
from foundation.policy import Actor, require
from foundation.text import date_words
from foundation.workflow import Refused
from meetings.answers import delays, mails, queries
from meetings.answers.demands import AnswerGiven, CommitmentGiven, Incomplete, faults, tidied
from meetings.answers.models import Answer, AnswerOutcome, Commitment
from meetings.proposals import people
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.workflow import PROPOSAL

__all__ = ["AnswerGiven", "CommitmentGiven", "Incomplete", "Overtaken", "answer", "complete", "drawn"]

ACTS = ("proposal.answer", "proposal.redirect", "proposal.complete")
HELD = ("state", "version", "number", "committee_id", "transmitted_at", "answer_due_on", "answered_at")


class Overtaken(Refused):
    """Somebody else answered meanwhile."""


def answer(proposal: Proposal, given: AnswerGiven, *, actor: Actor, seen: int | None = None) -> Answer:
    """Answer a proposal; or, with the outcome « redirected », pass it on, which never ends the delay (domain §4.3).

    Public at once, and everyone concerned is told. Raises Incomplete when the outcome asks for more, Overtaken when
    there is another answer than the `seen` first ones, Refused when no answer is awaited. The same given again by the
    same person is the answer already given.
    """
    _hold(proposal, actor)
    if same := _given_already(proposal, given, actor):
        return same
    _not_overtaken(proposal, seen)
    name = "redirect" if given.outcome is AnswerOutcome.REDIRECTED else "answer"
    PROPOSAL.step(proposal, name)
    row = _write(proposal, given)
    before = proposal.state
    PROPOSAL.move(proposal, name)
    if name == "answer":
        proposal.answered_at = row.entered_at
    db.session.flush()
    audit.record(actor, f"proposal.{name}", proposal, before=before.value, after=proposal.state.value)
    _publish(proposal, row, completes=False)
    return row


def complete(proposal: Proposal, given: AnswerGiven, *, actor: Actor, seen: int | None = None) -> Answer:
    """Add to an answer: a further version beside the earlier ones, which stay; the days it took do not change.

    Raises Incomplete, Overtaken and Refused like `answer`.
    """
    _hold(proposal, actor)
    if same := _given_already(proposal, given, actor):
        return same
    _not_overtaken(proposal, seen)
    if proposal.state is not ProposalState.ANSWERED:
        raise Refused(
            f"Il n’y a pas de réponse à compléter\u00a0: la proposition est «\u202f{proposal.state.label}\u202f»."
        )
    if given.outcome is AnswerOutcome.REDIRECTED:
        raise Incomplete({"outcome": "Une réponse est déjà rendue\u00a0: elle se complète, elle ne se transmet plus."})
    row = _write(proposal, given)
    audit.record(actor, "proposal.complete", proposal)
    _publish(proposal, row, completes=True)
    return row


def _hold(proposal: Proposal, actor: Actor) -> None:
    db.session.refresh(proposal, HELD, with_for_update=True)
    require(actor, "proposal.answer", proposal)


def _given_already(proposal: Proposal, typed: AnswerGiven, actor: Actor) -> Answer | None:
    """The latest answer, when it is this very one, given by this very person."""
    known = queries.versions(proposal.id)
    if not known or not audit.was_last(actor, proposal, *ACTS):
        return None
    return known[0] if _as_given(known[0]) == tidied(typed) else None


def _as_given(row: Answer) -> AnswerGiven:
    return AnswerGiven(
        outcome=row.outcome,
        reasons=row.reasons,
        signatory_function=row.signatory_function,
        commitments=tuple(
            CommitmentGiven(one.text, one.organization, one.due_on, one.budget_line) for one in row.commitments
        ),
        reason_category=row.reason_category,
        changes=row.changes or "",
        reexamined_on=row.reexamined_on,
        done_where=row.done_where or "",
        done_on=row.done_on,
        proof_url=row.proof_url or "",
        redirected_to_id=row.redirected_to_id,
        redirected_on=row.redirected_on,
    )


def _not_overtaken(proposal: Proposal, seen: int | None) -> None:
    if seen is None or queries.latest_number(proposal.id) <= seen:
        return
    last = queries.versions(proposal.id)[0]
    raise Overtaken(
        f"Une autre personne a répondu pendant que vous écriviez\u00a0: «\u202f{last.outcome.label}\u202f», le "
        f"{date_words(delays.day_of(last.entered_at))}. Ce que vous avez écrit est gardé ci-dessous.",
        "Lisez sa réponse. Si la vôtre dit autre chose, envoyez-la\u00a0: elle sera publiée à la suite.",
    )


def _write(proposal: Proposal, given: AnswerGiven) -> Answer:
    row = drawn(proposal, given)
    db.session.add(row)
    db.session.flush()
    return row


def drawn(proposal: Proposal, typed: AnswerGiven) -> Answer:
    """An answer as it would be kept, to be read over: nothing is written. Raises Incomplete."""
    given = tidied(typed)
    missing = faults(given, proposal.kind, clock.today())
    if missing:
        raise Incomplete(missing)
    now = clock.now()
    return Answer(
        id=uuid.uuid4(),
        proposal_id=proposal.id,
        number=queries.latest_number(proposal.id) + 1,
        outcome=given.outcome,
        reasons=given.reasons,
        reasons_html=markdown(given.reasons),
        reason_category=given.reason_category,
        changes=given.changes or None,
        reexamined_on=given.reexamined_on,
        done_where=given.done_where or None,
        done_on=given.done_on,
        proof_url=given.proof_url or None,
        redirected_to=_organization(given.redirected_to_id),
        redirected_on=given.redirected_on,
        signatory_function=given.signatory_function,
        entered_at=now,
        notified_at=now,
        commitments=[_commitment(place, one) for place, one in enumerate(given.commitments, 1)],
    )


def _organization(key: uuid.UUID | None) -> Organization | None:
    if key is None:
        return None
    found = db.session.get(Organization, key)
    if found is None:
        raise Incomplete({"redirected_to_id": "Cet organisme n’existe plus\u00a0: choisissez-en un autre."})
    return found


def _commitment(place: int, one: CommitmentGiven) -> Commitment:
    return Commitment(
        position=place,
        text=one.text,
        organization=one.organization,
        due_on=one.due_on,
        budget_line=one.budget_line,
    )


def _publish(proposal: Proposal, row: Answer, *, completes: bool) -> None:
    """Write the act in the public journal, and tell the council and who wrote the proposal."""
    council = db.session.get_one(Council, proposal.council_id)
    committee = db.session.get_one(Committee, proposal.committee_id)
    set_committed_value(proposal, "council", council)
    facts = {
        "number": proposal.number,
        "title": proposal.title,
        "committee": committee.slug,
        "outcome": row.outcome.value,
        "version": row.number,
        "days": delays.days_between(proposal.transmitted_at, row.entered_at) if proposal.transmitted_at else None,
        "commitments": len(row.commitments),
        "reasons_sha256": hashlib.sha256(row.reasons.encode()).hexdigest(),
    }
    write_line(ActKind.PROPOSAL_ANSWERED, council, facts, path("proposals.read_numbered", number=proposal.number))
    tell(
        {*people.of_council(council.id), proposal.author_id},
        lambda to: mails.answered(to, proposal, row, committee.name, completes=completes),
        once=f"answer/{row.id}",
    )
