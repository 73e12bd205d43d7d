"""The path of a proposal inside its council: draft, discussion, vote, and back (ruling 12).

Each act holds the proposal before it decides, so that of two people who act at once the second sees what the first did.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from citizens.notifications.recipients import Recipient
from citizens.notifications.services import tell
from councils.facts import status_on
from councils.models import Council
from councils.territory.models import Neighborhood
from foundation import audit, clock
from foundation.addresses import path
from foundation.database import change_in_public, db
from foundation.outbox import Letter
from foundation.policy import SYSTEM, Actor, require
from foundation.text import nfc
from foundation.workflow import Refused
from meetings.proposals import mails, people, queries, texts
from meetings.proposals.models import Proposal, ProposalKind, ProposalState, ProposalTheme, ProposalVersion
from meetings.proposals.publishing import make_findable
from meetings.proposals.texts import Words
from meetings.proposals.transmission import tell_withdrawn
from meetings.proposals.workflow import PROPOSAL, is_short_enough, says_something
from meetings.votes import services as votes
from meetings.votes.models import Motion, MotionResult, VoteMethod

OPENED = "proposal.vote"
OPEN = frozenset({ProposalState.DRAFT, ProposalState.DELIBERATING})
# the text goes back to discussion: nothing was decided
UNDECIDED = frozenset({MotionResult.NO_QUORUM, MotionResult.NOT_OPENED, MotionResult.NOT_PUT})
FROZEN = "Ce texte est au vote, ou déjà voté\u00a0: il ne change plus. Le bureau peut reprendre la discussion."
GONE_ON = "Ce texte n’est plus un brouillon\u00a0: la discussion est ouverte. Rouvrez la page pour le modifier."


class Overtaken(Exception):
    """Somebody saved another text since this one was opened: nothing was written."""


def why_not_now(council: Council) -> str | None:
    """Why a council may begin no proposal today, as a sentence (domain §2.5); None when it may."""
    status = status_on(council, clock.today()).status
    if status in votes.MAY_VOTE:
        return None
    return (
        f"Ce conseil ne peut rien proposer\u00a0: son état est «\u202f{status.label}\u202f». "
        "Il le pourra de nouveau quand il sera reconnu. "
        "Ses propositions déjà transmises gardent leur droit à une réponse."
    )


def start(
    council: Council,
    *,
    actor: Actor,
    kind: ProposalKind,
    title: str,
    text: str = "",
    theme: ProposalTheme = ProposalTheme.OTHER,
    neighborhoods: Sequence[Neighborhood] = (),
) -> Proposal:
    """Begin a draft, which its author alone reads. Raises Refused when the council may propose nothing."""
    require(actor, "proposal.write", council)
    _check_council(council)
    proposal = Proposal(
        id=uuid.uuid4(),
        council_id=council.id,
        author_id=actor.id,
        state=PROPOSAL.initial,
        started_at=clock.now(),
        is_demo=council.is_demo,
    )
    texts.write(proposal, Words(kind, title, text, theme, neighborhoods))
    db.session.add(proposal)
    db.session.flush()
    audit.record(actor, "proposal.start", proposal, after=proposal.state)
    return queries.held(proposal.id)


def save(proposal: Proposal, words: Words, version: int, *, actor: Actor) -> Proposal:
    """Save a draft. `version` is the one that the writer had read: raises Overtaken when another was saved since.

    A draft may be longer than what is put to discussion: nothing typed is lost (`R-TXT-03`). Its author alone reads it,
    and it saves itself every few seconds: that leaves no line in the trail.
    """
    queries.held(proposal.id)
    require(actor, "proposal.edit", proposal)
    if proposal.state is not ProposalState.DRAFT:
        raise Refused(GONE_ON)
    if texts.says(proposal, words):
        return proposal
    _check_version(proposal, version)
    texts.write(proposal, words)
    db.session.flush()
    return proposal


def revise(proposal: Proposal, words: Words, version: int, reason: str, *, actor: Actor) -> None:
    """Put another text to discussion, and say what changes. Raises Refused while it is at a vote (`R-PRP-06`)."""
    queries.held(proposal.id)
    require(actor, "proposal.edit", proposal)
    must_be_open(proposal)
    if proposal.state is ProposalState.DRAFT:
        raise Refused("Ce texte est encore un brouillon\u00a0: enregistrez-le comme un brouillon.")
    if texts.says(proposal, words):
        return
    _check_version(proposal, version)
    if not reason.strip():
        raise Refused("Dites en une phrase ce qui change\u00a0: les autres le liront.")
    texts.write(proposal, words)
    problems = [problem for check in (says_something, is_short_enough) if (problem := check(proposal))]
    if problems:
        raise Refused(*problems)
    texts.keep(proposal, nfc(reason), actor.id)
    audit.record(actor, "proposal.revise", proposal, comment=reason)
    show_change(proposal)


def must_be_open(proposal: Proposal) -> None:
    """Raise Refused when a text may change no more (`R-PRP-06`)."""
    if proposal.state is ProposalState.WITHDRAWN or proposal.state is ProposalState.DISCARDED:
        raise Refused(f"Ce texte ne change plus\u00a0: l’état est «\u202f{proposal.state.label}\u202f».")
    if proposal.state not in OPEN or proposal.motion_id is not None:
        raise Refused(FROZEN)


def open_discussion(proposal: Proposal, *, actor: Actor) -> None:
    """Show a draft to the council, which discusses it; its people are told. Raises Refused."""
    _move(proposal, "discuss", actor, then_check=_check_council)
    texts.keep(proposal, texts.FIRST, actor.id)
    _tell(proposal, mails.discussion_opened, "discuss", but=actor.id)


def open_vote(
    proposal: Proposal,
    closes_at: datetime,
    participation_percent: int | None = None,
    method: VoteMethod = VoteMethod.WRITTEN,
    *,
    actor: Actor,
) -> Motion:
    """Put the latest text to the vote: it is frozen, and public from now on. Raises Refused.

    A text that was voted already is kept as a version anew: each vote has its own. Opened again, alike, by the same
    person, it is the vote already open.
    """
    queries.held(proposal.id)
    require(actor, "proposal.steer", proposal)
    known = db.session.get(Motion, proposal.motion_id) if proposal.motion_id is not None else None
    asked = (closes_at, participation_percent, method)
    if known and _terms(known) == asked and audit.was_last(actor, proposal, OPENED):
        return known
    version = version_to_vote(proposal)
    if version.motion_id is not None:
        version = texts.keep(proposal, texts.SAME, version.author_id)
    motion = votes.open_vote(
        proposal.council,
        actor=actor,
        question=f"«\u202f{version.title}\u202f»\u00a0: adopter ce texte\u202f?",
        text=texts.canonical(version.title, version.text),
        html=version.html,
        url=path("proposals.read", slug=proposal.council.slug, key=proposal.id),
        closes_at=closes_at,
        participation_percent=participation_percent,
        method=method,
        is_demo=proposal.is_demo,
    )
    version.motion_id = proposal.motion_id = motion.id
    proposal.motion = motion
    proposal.published_at = proposal.published_at or motion.opens_at
    db.session.flush()
    audit.record(actor, OPENED, proposal)
    make_findable(proposal)
    return motion


def _terms(motion: Motion) -> tuple[datetime, int | None, VoteMethod]:
    """On what terms a vote was opened."""
    return motion.closes_at, motion.participation_percent, motion.method


def version_to_vote(proposal: Proposal) -> ProposalVersion:
    """The text that a vote would be about. Raises Refused when none can open."""
    version = queries.last_version(proposal.id)
    if proposal.state is not ProposalState.DELIBERATING or version is None:
        raise Refused(
            "Un vote s’ouvre sur un texte en discussion\u00a0: l’état est maintenant "
            f"«\u202f{proposal.state.label}\u202f»."
        )
    if proposal.motion_id is not None:
        raise Refused("Le vote est déjà ouvert\u00a0: attendez qu’il soit clos.")
    return version


def decided(motion: Motion) -> None:
    """Let the result of a closed vote move the proposal it was about, if it was about one."""
    proposal = queries.held_of_motion(motion.id)
    if proposal is None:
        return
    if motion.result not in UNDECIDED:
        _move(proposal, "adopt" if motion.result is MotionResult.ADOPTED else "reject", SYSTEM)
    else:
        require(SYSTEM, "vote.close", proposal)
        _free(proposal)
        audit.record(SYSTEM, "proposal.return", proposal)
        _tell(proposal, mails.returned, f"returned/{motion.id}")
    make_findable(proposal)


def rework(proposal: Proposal, comment: str, *, actor: Actor) -> None:
    """Take a voted text back to discussion, with a reason: it may change, and must be voted again (`R-PRP-06`)."""
    _move(proposal, "rework", actor, comment)
    _free(proposal)
    make_findable(proposal)
    _tell(proposal, mails.reopened(comment), f"rework/{proposal.version}", but=actor.id)


def discard(proposal: Proposal, *, actor: Actor) -> None:
    """Throw a draft away: nobody is shown it any more."""
    _move(proposal, "discard", actor)


def withdraw(proposal: Proposal, comment: str, *, actor: Actor) -> None:
    """Withdraw a proposal, with a reason; the council is told, and the committee that had received it."""
    _move(proposal, "withdraw", actor, comment)
    if proposal.published_at is not None:
        make_findable(proposal)
    _tell(proposal, mails.withdrawn(comment), "withdrawn-by-council", but=actor.id)
    tell_withdrawn(proposal, nfc(comment))


def open_to_residents(proposal: Proposal, is_open: bool, *, actor: Actor) -> None:
    """Let inhabitants read and discuss it, or no longer."""
    queries.held(proposal.id)
    require(actor, "proposal.welcome", proposal)
    if proposal.open_to_residents is is_open:
        return
    proposal.open_to_residents = is_open
    db.session.flush()
    audit.record(actor, "proposal.welcome" if is_open else "proposal.reserve", proposal)
    change_in_public()


def _move(
    proposal: Proposal,
    name: str,
    actor: Actor,
    comment: str = "",
    *,
    then_check: Callable[[Council], None] | None = None,
) -> None:
    """Take a step of the table: the rule first, then the state as it now stands."""
    queries.held(proposal.id)
    require(actor, next(step.rule for step in PROPOSAL if step.name == name), proposal)
    before = proposal.state
    PROPOSAL.step(proposal, name)
    if then_check is not None:
        then_check(proposal.council)
    PROPOSAL.move(proposal, name, comment)
    db.session.flush()
    audit.record(actor, f"proposal.{name}", proposal, before=before, after=proposal.state, comment=comment)
    show_change(proposal)


def _check_council(council: Council) -> None:
    reason = why_not_now(council)
    if reason:
        raise Refused(reason)


def _check_version(proposal: Proposal, version: int) -> None:
    if proposal.version != version:
        raise Overtaken


def _free(proposal: Proposal) -> None:
    proposal.motion_id, proposal.motion = None, None
    db.session.flush()


def show_change(proposal: Proposal) -> None:
    """Say that public pages change, when a proposal is on one."""
    if proposal.published_at is not None or proposal.open_to_residents:
        change_in_public()


def _tell(
    proposal: Proposal,
    write: Callable[[Recipient, Proposal], Letter],
    name: str,
    *,
    but: uuid.UUID | None = None,
) -> None:
    told = [one for one in people.of_council(proposal.council_id) if one != but]
    tell(told, lambda to: write(to, proposal), once=f"proposal/{proposal.id}/{name}")
