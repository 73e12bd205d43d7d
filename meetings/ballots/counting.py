"""What a secret vote is opened with and what comes out of it, as the files that anyone can check. Pure functions."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from foundation.journal import canonical
from meetings.ballots.models import BallotBox, BallotWay, Unopened
from meetings.ballots.sealing import Ballot
from meetings.votes import tally
from meetings.votes.models import Motion, MotionResult, VoteChoice
from meetings.votes.tally import Totals

LEAST = 5
OPTIONS = tuple(choice.value for choice in VoteChoice)
FROZEN, BALLOTS, RESULT = "porte-voix-urne-1", "porte-voix-bulletins-1", "porte-voix-resultat-1"

Seat = tuple[uuid.UUID, uuid.UUID | None]


@dataclass(frozen=True)
class Ending:
    """How a secret vote ends: its totals and result, or why nothing was opened. `cast`: the ballots deposited."""

    cast: int
    base: int
    required: int
    totals: Totals
    result: MotionResult
    unopened: Unopened | None = None
    ballots: Sequence[Ballot] = ()


def rules(motion: Motion, way: BallotWay) -> str:
    """What of the rules holds for this vote, as canonical JSON."""
    return canonical(
        {
            "least": LEAST,
            "participation_percent": motion.participation_percent,
            "quorum_required": motion.quorum_required,
            "way": way.value,
        }
    )


def frozen(motion: Motion, public_key: str, kept_rules: str, roll: Iterable[Seat]) -> str:
    """The hash of all that may not change while the vote is open: text, options, moments, roll, rules, public key."""
    seats = sorted([seat.hex, proxy.hex if proxy else ""] for seat, proxy in roll)
    document = {
        "format": FROZEN,
        "vote": motion.id.hex,
        "question": motion.question,
        "text_sha256": motion.text_sha256,
        "options": OPTIONS,
        "opens_at": motion.opens_at.astimezone(UTC).isoformat(),
        "closes_at": motion.closes_at.astimezone(UTC).isoformat(),
        "rules": kept_rules,
        "roll": seats,
        "public_key": public_key,
    }
    return sha256(canonical(document))


def reason_to_keep_shut(cast: int, base: int, percent: int | None) -> Unopened | None:
    """Why so many ballots are not opened; None when they are (ruling 15)."""
    if cast < tally.required(base, percent):
        return Unopened.PARTICIPATION
    return Unopened.FEW if cast < LEAST else None


def shut(reason: Unopened, cast: int, base: int, percent: int | None) -> Ending:
    """The end of a vote whose ballots stay shut."""
    return Ending(cast, base, tally.required(base, percent), Totals(), MotionResult.NOT_OPENED, reason)


def counted(opened: Iterable[Ballot], base: int, percent: int | None) -> Ending:
    """The end of a vote whose ballots were opened, in the order of their trackers: none says when it came."""
    ballots = sorted(opened, key=lambda one: one.tracker)
    found = tally.totals(Counter(one.choice for one in ballots))
    return Ending(len(ballots), base, *_decided(found, base, percent), ballots=ballots)


def on_paper(found: Totals, base: int, percent: int | None) -> Ending:
    """The end of a vote whose paper ballots were counted."""
    return Ending(found.answered, base, *_decided(found, base, percent))


def _decided(found: Totals, base: int, percent: int | None) -> tuple[int, Totals, MotionResult]:
    end = tally.outcome(found, base, percent)
    return end.required, end.totals, end.result


def council_file(motion_id: uuid.UUID, ballots: Sequence[Ballot]) -> str:
    """The opened ballots as the council reads and downloads them: trackers and answers, nothing else."""
    listed = [[one.tracker, one.choice.value] for one in ballots]
    return canonical({"format": BALLOTS, "vote": motion_id.hex, "ballots": listed})


def public_file(motion: Motion, box: BallotBox) -> str:
    """What everybody may check of a closed secret vote: participation, totals, result, and the hashes of the rest."""
    totals = (motion.votes_for, motion.votes_against, motion.votes_abstain, motion.votes_apart)
    opened = motion.result is not MotionResult.NOT_OPENED
    written: Mapping[str, Any] = {
        "format": RESULT,
        "vote": motion.id.hex,
        "question": motion.question,
        "text_sha256": motion.text_sha256,
        "frozen_sha256": box.frozen_sha256,
        "way": box.way.value,
        "base": motion.base,
        "cast": box.cast,
        "participation_percent": motion.participation_percent,
        "required": motion.required,
        "least": LEAST,
        "totals": dict(zip(OPTIONS, totals, strict=True)) if opened else None,
        "result": str(motion.result),
        "unopened": box.unopened.value if box.unopened else None,
        "ballots_sha256": box.ballots_sha256,
    }
    return canonical(written)


def sha256(text: str) -> str:
    """The hash of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
