"""What a vote says, from its counts alone: no clock, no database (`R-VOT-04`, `R-QUO-02`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meetings.votes.models import MotionResult, VoteChoice


@dataclass(frozen=True)
class Totals:
    """How many gave each answer."""

    votes_for: int = 0
    against: int = 0
    abstain: int = 0
    apart: int = 0

    @property
    def answered(self) -> int:
        """How many answered, whatever they said: what the participation asked is measured on."""
        return self.votes_for + self.against + self.abstain + self.apart


@dataclass(frozen=True)
class Tally:
    """What is frozen when a vote closes. `required` is how many answers were needed, 0 when none was asked."""

    totals: Totals
    base: int
    required: int
    result: MotionResult


def totals(counts: Mapping[VoteChoice, int]) -> Totals:
    """The totals from the count of each answer given; an answer that nobody gave may be missing."""
    return Totals(
        counts.get(VoteChoice.FOR, 0),
        counts.get(VoteChoice.AGAINST, 0),
        counts.get(VoteChoice.ABSTAIN, 0),
        counts.get(VoteChoice.DOES_NOT_TAKE_PART, 0),
    )


def required(base: int, percent: int | None) -> int:
    """How many of `base` people must answer: the share rounded up, in whole numbers; 0 when none is asked."""
    return 0 if percent is None else -(-base * percent // 100)


def outcome(found: Totals, base: int, percent: int | None) -> Tally:
    """The result: enough answers, then more « for » than « against »; a tie is not adopted (`R-VOT-04`)."""
    needed = required(base, percent)
    if found.answered < needed:
        result = MotionResult.NO_QUORUM
    elif found.votes_for > found.against:
        result = MotionResult.ADOPTED
    else:
        result = MotionResult.REJECTED
    return Tally(found, base, needed, result)
