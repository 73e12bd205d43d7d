"""A secret vote, from its opening to its result (`decisions/0016`). What somebody chose is in no log, trail or error.

A deposit writes no line of the trail: that line would carry its moment. The register alone says who deposited.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update

from councils.electorate import refusal
from councils.models import Membership
from foundation import clock
from foundation.database import after_commit, db
from foundation.policy import Actor, Denied, require
from foundation.text import moment_words
from foundation.workflow import Refused
from meetings.ballots import counting, keys, queries, sealing, wiping
from meetings.ballots.counting import LEAST, Ending
from meetings.ballots.models import BallotBox, BallotWay, SeatState, SecretBallot, SecretVoter, Unopened
from meetings.ballots.sealing import Ballot, Opener, Unreadable
from meetings.presence.models import Proxy
from meetings.votes.models import Motion
from meetings.votes.moments import Stage, day_of, stage
from meetings.votes.tally import Totals

TOO_FEW = (
    f"À bulletin secret, il faut qu’au moins {LEAST} personnes puissent voter\u00a0: sinon on devine qui a voté quoi. "
    "Choisissez une autre façon de voter."
)
ALREADY = "Un bulletin est déjà déposé pour ce siège\u00a0: il ne peut plus être changé."
NO_KEY = (
    "La clé de ce vote n’est plus sur le serveur\u00a0: le site a sans doute été remis en place d’après une "
    "sauvegarde, qui ne contient jamais les clés. Aucun bulletin ne pourra être ouvert. Le vote sera à refaire."
)
ON_PAPER = "Ce vote se fait sur papier\u00a0: mettez votre bulletin dans l’urne de la réunion."
NOT_COUNTED = "Le dépouillement n’est pas contresigné\u00a0: une deuxième personne doit d’abord confirmer les totaux."

Roll = Sequence[tuple[Membership, Proxy | None]]


def prepare(motion: Motion, roll: Roll, way: BallotWay = BallotWay.SITE) -> Mapping[str, object]:
    """Make the box and the register of a motion that opens; gives what its line `vote.opened` must tell besides.

    `motion` is flushed, with its text and moments, which may not change any more. `roll`: who may deposit, each with
    the power under which somebody else does it for them. Raises Refused below five seats (`R-VOT-05`).
    """
    if len(roll) < LEAST:
        raise Refused(TOO_FEW)
    public_key = _new_key(motion.id) if way is BallotWay.SITE else ""
    rules = counting.rules(motion, way)
    seats = [(seat.id, proxy.id if proxy else None) for seat, proxy in roll]
    fingerprint = counting.frozen(motion, public_key, rules, seats)
    db.session.add(
        BallotBox(motion_id=motion.id, way=way, public_key=public_key, rules=rules, frozen_sha256=fingerprint)
    )
    _write_register(motion.id, [(seat, proxy, SeatState.NONE) for seat, proxy in seats])
    told = {"method": motion.method.value, "way": way.value, "options": counting.OPTIONS, "frozen_sha256": fingerprint}
    return {**told, "public_key": public_key} if public_key else told


def _new_key(motion_id: uuid.UUID) -> str:
    public_key, private_key = sealing.new_keys()
    keys.keep(motion_id, private_key)
    return public_key


def _write_register(motion_id: uuid.UUID, seats: Sequence[tuple[uuid.UUID, uuid.UUID | None, SeatState]]) -> None:
    """Write the register whole, in the order of the seats, in one statement: its rows say nothing of an order."""
    rows = [
        {"id": uuid.uuid4(), "motion_id": motion_id, "membership_id": seat, "proxy_id": proxy, "state": state}
        for seat, proxy, state in sorted(seats, key=lambda one: one[0].hex)
    ]
    db.session.flush()
    db.session.execute(insert(SecretVoter), rows)


def reason_against(motion: Motion, voter: SecretVoter) -> str:
    """Why no ballot may be deposited for a seat now, as a sentence; empty when one may."""
    found = stage(motion, clock.now())
    if found is Stage.COMING:
        return f"Le vote ouvre le {moment_words(motion.opens_at)}\u00a0: revenez à ce moment."
    if found is not Stage.OPEN:
        return "Le vote est clos\u00a0: il n’est plus possible de déposer un bulletin."
    if voter.state is SeatState.CAST:
        return ALREADY
    if voter.state is SeatState.APART:
        return "Un intérêt a été déclaré pour ce siège\u00a0: il ne prend pas part à ce vote."
    if motion.agenda_item_id is not None:
        return ""
    return refusal(voter.membership, day_of(clock.now())) or ""


def deposit(motion: Motion, voter_id: uuid.UUID, ballot: Ballot, *, actor: Actor) -> None:
    """Put the ballot of one seat into the box, for good. Raises Refused, Denied.

    The motion is held, so that the closing waits or is seen; the seat changes only if it had not deposited.
    """
    require(actor, "vote.cast", motion)
    db.session.refresh(motion, ["opens_at", "closes_at", "closed_at", "version"], with_for_update={"read": True})
    voter = next((one for one in queries.held_by(motion.id, actor.id) if one.id == voter_id), None)
    if voter is None:
        raise Denied("vote.cast")
    box = queries.box_of(motion.id)
    _check_box(motion, box)
    reason = reason_against(motion, voter)
    if reason:
        raise Refused(reason)
    if not _take(motion.id, voter.membership_id, SeatState.CAST):
        raise Refused(ALREADY)
    sealed = sealing.seal(box.public_key, motion.id, ballot)
    db.session.execute(insert(SecretBallot).values(id=uuid.uuid4(), motion_id=motion.id, sealed=sealed))


def _check_box(motion: Motion, box: BallotBox) -> None:
    if box.way is BallotWay.PAPER:
        raise Refused(ON_PAPER)
    if motion.closed_at is None and not keys.is_kept(motion.id):
        raise Refused(NO_KEY)


def _take(motion_id: uuid.UUID, membership_id: uuid.UUID, state: SeatState) -> bool:
    """Change the state of a seat that did nothing yet; whether it was one."""
    seat = (SecretVoter.motion_id == motion_id, SecretVoter.membership_id == membership_id)
    changed: Any = db.session.execute(
        update(SecretVoter)
        .where(*seat, SecretVoter.state == SeatState.NONE)
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount == 1)


def set_apart(motion: Motion, membership_id: uuid.UUID) -> None:
    """Take a seat out of a vote: its holder declared an interest (`R-VOT-06`). Raises Refused once it deposited."""
    if not _take(motion.id, membership_id, SeatState.APART):
        raise Refused(
            "Aucun intérêt ne peut plus être déclaré\u00a0: un bulletin est déposé pour ce siège, et personne ne peut "
            "le retirer de l’urne."
        )


def close(motion: Motion, *, at_the_latest: bool = False) -> Mapping[str, object]:
    """Count a secret vote, or leave it shut; gives what its line `vote.closed` must tell besides.

    The caller holds the motion for update, and it is not closed. Sets its totals, result and closing moment; the sealed
    ballots go with this transaction, the key right after it. On paper raises Refused while nobody countersigned;
    `at_the_latest`, when the clock closes it, it stays shut.
    """
    box, roll = queries.box_of(motion.id), queries.register(motion.id)
    end = _of_paper(motion, roll, at_the_latest) if box.way is BallotWay.PAPER else _of_box(motion, box, roll)
    _write_down(motion, box, end)
    db.session.execute(delete(SecretBallot).where(SecretBallot.motion_id == motion.id))
    db.session.execute(delete(SecretVoter).where(SecretVoter.motion_id == motion.id))
    _write_register(motion.id, [(one.membership_id, one.proxy_id, one.state) for one in roll])
    after_commit(wiping.wipe)
    told = {"method": motion.method.value, "way": box.way.value, "cast": end.cast}
    shown = {"ballots_sha256": box.ballots_sha256} if box.ballots_sha256 else {}
    return {**told, **shown, "result_sha256": counting.sha256(counting.public_file(motion, box))}


def _base(roll: Sequence[SecretVoter]) -> int:
    return sum(one.state is not SeatState.APART for one in roll)


def _of_box(motion: Motion, box: BallotBox, roll: Sequence[SecretVoter]) -> Ending:
    base, cast = _base(roll), sum(one.state is SeatState.CAST for one in roll)
    percent = motion.participation_percent
    reason = counting.reason_to_keep_shut(cast, base, percent)
    if reason is not None:
        return counting.shut(reason, cast, base, percent)
    private_key = keys.read(motion.id)
    if private_key is None:
        return counting.shut(Unopened.KEY, cast, base, percent)
    opened = _opened(motion, box, roll, private_key)
    if opened is None or len(opened) != cast:
        return counting.shut(Unopened.BOX, cast, base, percent)
    return counting.counted(opened, base, percent)


def _opened(motion: Motion, box: BallotBox, roll: Sequence[SecretVoter], private_key: bytes) -> list[Ballot] | None:
    """The ballots of the box; None when one is none of this vote, or when what was frozen is not what it was."""
    seats = [(one.membership_id, one.proxy_id) for one in roll]
    if counting.frozen(motion, box.public_key, box.rules, seats) != box.frozen_sha256:
        return None
    try:
        opener = Opener(private_key, motion.id)
        return [opener.open(row) for row in queries.sealed_rows(motion.id)]
    except Unreadable:
        return None


def _of_paper(motion: Motion, roll: Sequence[SecretVoter], at_the_latest: bool) -> Ending:
    count, base, percent = queries.paper_count(motion.id), _base(roll), motion.participation_percent
    if count is None or count.countersigned_by_id is None:
        if not at_the_latest:
            raise Refused(NOT_COUNTED)
        return counting.shut(Unopened.UNCOUNTED, 0, base, percent)
    reason = counting.reason_to_keep_shut(count.ballots_found, base, percent)
    if reason is not None:
        return counting.shut(reason, count.ballots_found, base, percent)
    return counting.on_paper(Totals(count.votes_for, count.votes_against, count.votes_abstain), base, percent)


def _write_down(motion: Motion, box: BallotBox, end: Ending) -> None:
    motion.votes_for, motion.votes_against = end.totals.votes_for, end.totals.against
    motion.votes_abstain, motion.votes_apart = end.totals.abstain, end.totals.apart
    motion.base, motion.required, motion.result = end.base, end.required, end.result
    motion.closed_at = clock.now()
    box.cast, box.unopened = end.cast, end.unopened
    if end.ballots:
        box.ballots = counting.council_file(motion.id, end.ballots)
        box.ballots_sha256 = counting.sha256(box.ballots)
    db.session.flush()
