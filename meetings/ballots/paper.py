"""Secret ballots on paper: one person enters what was counted, another one confirms it, and then it counts."""

from __future__ import annotations

from dataclasses import dataclass

from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import plural
from foundation.workflow import Refused
from meetings.ballots import queries
from meetings.ballots.models import PaperCount
from meetings.votes.models import Motion

CLOSED = "Le vote est clos\u00a0: ses totaux ne changent plus."
CONFIRMED = "Ces totaux sont déjà confirmés par une deuxième personne\u00a0: ils ne changent plus."
NOT_ALONE = "Vous avez écrit ces totaux\u00a0: c’est à une autre personne de les confirmer."
CHANGED = "Les totaux ont changé depuis que vous avez ouvert cette page\u00a0: relisez-les."


@dataclass(frozen=True)
class Counted:
    """What came out of the box: how many ballots, and how they are shared out."""

    ballots_found: int
    votes_for: int
    votes_against: int
    votes_abstain: int


def enter(motion: Motion, given: Counted, *, actor: Actor) -> PaperCount:
    """Write down what was counted, or write it anew as long as nobody confirmed it. Raises Refused."""
    require(actor, "ballot.count", motion)
    _must_be_open(motion)
    _check(given, queries.standing(motion).voters)
    count = queries.paper_count(motion.id)
    if count is not None and count.countersigned_by_id is not None:
        raise Refused(CONFIRMED)
    if count is None:
        count = PaperCount(motion_id=motion.id)
        db.session.add(count)
    count.ballots_found, count.votes_for = given.ballots_found, given.votes_for
    count.votes_against, count.votes_abstain = given.votes_against, given.votes_abstain
    count.entered_by_id = actor.id  # type: ignore[assignment]
    db.session.flush()
    audit.record(actor, "ballots.count", motion)
    return count


def countersign(motion: Motion, read: Counted | None, *, actor: Actor) -> None:
    """Confirm what another person wrote; `read` is what one has read. Raises Refused."""
    require(actor, "ballot.count", motion)
    _must_be_open(motion)
    count = queries.paper_count(motion.id)
    if count is None or counted(count) != read:
        raise Refused(CHANGED)
    if count.countersigned_by_id is not None:
        raise Refused(CONFIRMED)
    if count.entered_by_id == actor.id:
        raise Refused(NOT_ALONE)
    count.countersigned_by_id = actor.id
    db.session.flush()
    audit.record(actor, "ballots.countersign", motion)


def counted(count: PaperCount) -> Counted:
    """What a count says."""
    return Counted(count.ballots_found, count.votes_for, count.votes_against, count.votes_abstain)


def _must_be_open(motion: Motion) -> None:
    db.session.refresh(motion, ["closed_at", "version"], with_for_update=True)
    if motion.closed_at is not None:
        raise Refused(CLOSED)


def _check(given: Counted, voters: int) -> None:
    """Refuse what does not add up, and say by how many."""
    written = given.votes_for + given.votes_against + given.votes_abstain
    gap = written - given.ballots_found
    if gap:
        raise Refused(
            f"Le compte n’y est pas\u00a0: il y a {plural(abs(gap), 'bulletin', 'bulletins')} "
            f"{'de trop' if gap > 0 else 'de moins'} dans les réponses que dans l’urne."
        )
    if given.ballots_found > voters:
        raise Refused(
            f"Il y a trop de bulletins\u00a0: {given.ballots_found} dans l’urne, "
            f"pour {voters} sièges qui peuvent voter."
        )
