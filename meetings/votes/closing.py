"""What the clock does with written votes: it closes them, reminds who has not answered, and forgets who said what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import joinedload

from citizens.notifications.services import tell
from councils.accreditation.services import write_line
from councils.assistance import services as assistance
from foundation import audit, clock
from foundation.addresses import path
from foundation.database import change_in_public, db
from foundation.journal import ActKind
from foundation.policy import SYSTEM, require
from meetings.ballots import forgetting
from meetings.ballots import services as ballots
from meetings.votes import electors, mails, moments, queries, tally
from meetings.votes.models import ConflictOfInterest, Elector, Motion, MotionResult, Vote, VoteMethod
from meetings.votes.tally import Tally, Totals

KEPT = timedelta(days=183)
JUST_NOW = timedelta(minutes=3)


def close_due(after: Sequence[Callable[[Motion], None]] = ()) -> int:
    """Freeze the totals of every motion whose moment has come; gives how many. Two at once close each but once.

    `after` is called with each motion closed, in the same transaction: what its result moves, moves with it.
    """
    closed = sum(_close(key, after) for key in queries.due_to_close())
    if closed or _just_opened():
        change_in_public()
    return closed


def _close(key: Any, after: Sequence[Callable[[Motion], None]]) -> bool:
    motion = db.session.scalar(
        select(Motion)
        .where(Motion.id == key, Motion.closed_at.is_(None))
        .options(joinedload(Motion.council))
        .with_for_update(of=Motion)
        .execution_options(populate_existing=True)
    )
    if motion is None:
        return False
    require(SYSTEM, "vote.close", motion)
    told: Mapping[str, object] = {}
    if motion.method is VoteMethod.SECRET:
        told = ballots.close(motion, at_the_latest=True)
    else:
        freeze(motion, _counted(motion))
    audit.record(SYSTEM, "vote.close", motion, after=str(motion.result))
    page = path("votes.read", slug=motion.council.slug, key=motion.id)
    write_line(ActKind.VOTE_CLOSED, motion.council, {**result_of(motion), **told}, page)
    if motion.agenda_item_id is None:
        members = [seat.person_id for seat, _ in queries.sitting(motion.council_id, clock.today())]
        tell(members, lambda to: mails.closed(to, motion), once=f"vote/{motion.id}/closed")
    for call in after:
        call(motion)
    return True


def _counted(motion: Motion) -> Tally:
    """What the clock finds: the answers. A vote of a meeting that nobody closed was not put."""
    if motion.agenda_item_id is not None:
        return Tally(Totals(), electors.count(motion.id), 0, MotionResult.NOT_PUT)
    base = queries.base(motion, moments.last_day(motion))
    return tally.outcome(queries.counted(motion), base, motion.participation_percent)


def freeze(motion: Motion, found: Tally) -> None:
    """Write the result of a motion, for good."""
    motion.votes_for, motion.votes_against = found.totals.votes_for, found.totals.against
    motion.votes_abstain, motion.votes_apart = found.totals.abstain, found.totals.apart
    motion.base, motion.required, motion.result = found.base, found.required, found.result
    motion.closed_at = clock.now()
    db.session.flush()


def result_of(motion: Motion) -> dict[str, object]:
    """What the public journal keeps of a closed motion."""
    return {
        "title": motion.question,
        "result": str(motion.result),
        "for": motion.votes_for,
        "against": motion.votes_against,
        "abstain": motion.votes_abstain,
        "does_not_take_part": motion.votes_apart,
        "base": motion.base,
        "required": motion.required,
        "closes_at": motion.closes_at.isoformat(),
        "text_sha256": motion.text_sha256,
        **({"demo": True} if motion.is_demo else {}),
    }


def _just_opened() -> bool:
    """Whether a vote announced for later has opened since the last rounds: pages that say « ouvrira » must say so."""
    now = clock.now()
    recent = exists().where(Motion.opens_at <= now, Motion.opens_at > now - JUST_NOW)
    return bool(db.session.scalar(select(recent)))


def remind_due() -> int:
    """Write to those who may vote and have not answered, two days and one day before the end; gives how many.

    Each reminder once; after an outage only the latest that is due.
    """
    return sum(_remind(motion) for motion in queries.running())


def _remind(motion: Motion) -> int:
    days = moments.reminder_due(motion, clock.now())
    if days is None:
        return 0
    silent = queries.silent(motion, clock.today())
    once = f"vote/{motion.id}/reminder-{days}"
    return tell(list(silent), lambda to: mails.reminder(to, motion, silent[to.person_id]), once=once)


def forget() -> None:
    """Forget who answered what six months after the closing: the totals stay (domain §9.5)."""
    old = select(Motion.id).where(Motion.closed_at < clock.now() - KEPT)
    assistance.forget(old)
    forgetting.forget(old)
    for model in (Vote, ConflictOfInterest, Elector):
        statement = delete(model).where(model.motion_id.in_(old))
        db.session.execute(statement.execution_options(synchronize_session=False))
