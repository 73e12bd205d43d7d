"""The end of a motion put in a meeting: by its answers, by the hands counted, by consensus, or without a result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete

from councils.accreditation.services import write_line
from foundation import audit, clock
from foundation.database import change_in_public, db
from foundation.journal import ActKind
from foundation.policy import Actor, require
from foundation.text import plural
from foundation.workflow import Refused
from meetings.ballots import services as ballots
from meetings.presence.roll import articles_of
from meetings.votes import electors, putting, queries, tally
from meetings.votes.closing import freeze, result_of
from meetings.votes.models import ConflictOfInterest, Motion, MotionResult, Vote, VoteChoice, VoteMethod
from meetings.votes.putting import After
from meetings.votes.tally import Tally, Totals


def close(
    motion: Motion, said: Totals | None, *, actor: Actor, casting: VoteChoice | None = None, after: After = ()
) -> None:
    """End a vote: by its answers when it is named, by the totals counted in the room when hands were raised.

    `casting` is the voice of whoever presides, which decides a tie where the rules say so. Raises Refused.
    """
    require(actor, "meeting.hold", motion)
    putting.hold_motion(motion)
    if motion.method is VoteMethod.SECRET:
        _settle(motion, ballots.close(motion), actor=actor, after=after)
        return
    base = electors.count(motion.id)
    totals = queries.counted(motion) if motion.method is VoteMethod.NAMED else _adding_up(said, base)
    found = tally.outcome(totals, base, None)
    if _decides(motion, totals, casting):
        motion.by_casting_vote = True
        found = Tally(totals, base, 0, MotionResult.ADOPTED)
    _end(motion, found, actor=actor, after=after)


def _adding_up(said: Totals | None, base: int) -> Totals:
    """The totals said, which must be those of the people who vote (`R-VOT-09`)."""
    if said is None:
        raise Refused("Écrivez combien de mains se sont levées pour chaque réponse.")
    gap = base - said.answered
    if gap:
        voices = plural(abs(gap), "voix", "voix")
        what = f"il manque {voices}" if gap > 0 else f"il y a {voices} de trop"
        people = plural(base, "personne vote", "personnes votent")
        raise Refused(f"Le compte n’est pas bon\u00a0: {people}, présentes ou représentées, et {what}. Recomptez.")
    return said


def _decides(motion: Motion, totals: Totals, casting: VoteChoice | None) -> bool:
    if casting is None or totals.votes_for != totals.against:
        return False
    meeting = electors.meeting_of(motion)
    if meeting is None or not articles_of(meeting).casting_vote:
        raise Refused(
            "Les règles du conseil ne donnent pas de voix prépondérante\u00a0: à égalité, le texte n’est pas adopté."
        )
    return casting is VoteChoice.FOR


def agree(motion: Motion, *, actor: Actor, after: After = ()) -> None:
    """Adopt by consensus: the question was asked, nobody objects. Raises Refused."""
    require(actor, "meeting.hold", motion)
    putting.hold_motion(motion)
    if motion.method is not VoteMethod.CONSENSUS:
        raise Refused("Cette question n’est pas soumise au consensus.")
    base = electors.count(motion.id)
    _end(motion, Tally(Totals(votes_for=base), base, 0, MotionResult.ADOPTED), actor=actor, after=after)


def withdraw(motion: Motion, *, actor: Actor, after: After = ()) -> None:
    """End a vote without a result: somebody objects, or it opened too early. The question may be put again."""
    require(actor, "meeting.hold", motion)
    putting.hold_motion(motion)
    if motion.method is VoteMethod.SECRET:
        raise Refused("Des bulletins sont peut-être dans l’urne\u00a0: terminez ce vote, il dira ce qu’il en est.")
    for left in (Vote, ConflictOfInterest):
        db.session.execute(delete(left).where(left.motion_id == motion.id))
    found = Tally(Totals(), electors.count(motion.id), 0, MotionResult.NOT_PUT)
    _end(motion, found, actor=actor, after=after)


def _end(motion: Motion, found: Tally, *, actor: Actor, after: After) -> None:
    freeze(motion, found)
    motion.closes_at = max(clock.now(), motion.opens_at + timedelta(microseconds=1))
    db.session.flush()
    _settle(motion, {}, actor=actor, after=after)


def _settle(motion: Motion, told: Mapping[str, object], *, actor: Actor, after: After) -> None:
    """Tell what ended: the trail, the public journal, and what the result moves."""
    audit.record(actor, "vote.close", motion, after=str(motion.result))
    write_line(ActKind.VOTE_CLOSED, motion.council, {**result_of(motion), **told}, putting.page(motion))
    for move in after:
        move(motion)
    change_in_public()
