"""What a vote says from its counts (`R-VOT-04`, `R-QUO-02`)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.votes.models import MotionResult, VoteChoice
from meetings.votes.tally import Totals, outcome, required, totals

A, R, N = MotionResult.ADOPTED, MotionResult.REJECTED, MotionResult.NO_QUORUM
COUNTS = st.integers(0, 10_000)
TOTALS = st.builds(Totals, COUNTS, COUNTS, COUNTS, COUNTS)
PERCENTS = st.one_of(st.none(), st.integers(1, 100))


@pytest.mark.parametrize(
    ("counts", "base", "percent", "needed", "result"),
    [
        ((2, 1, 0, 0), 9, None, 0, A),
        ((1, 1, 5, 0), 9, None, 0, R),  # a tie is not adopted
        ((0, 0, 0, 0), 9, None, 0, R),
        ((1, 0, 8, 0), 9, None, 0, A),  # abstentions are shown, not counted
        ((1, 2, 0, 9), 12, None, 0, R),
        ((5, 0, 0, 0), 10, 50, 5, A),
        ((4, 0, 0, 0), 10, 50, 5, N),
        ((4, 0, 1, 0), 10, 50, 5, A),  # whoever abstains takes part
        ((4, 0, 0, 1), 10, 50, 5, A),
        ((3, 0, 0, 0), 9, 30, 3, A),  # 2.7 people are three
        ((2, 0, 0, 0), 9, 30, 3, N),
        ((0, 0, 0, 0), 0, 100, 0, R),
    ],
)
def test_r_vot_04_the_result(
    counts: tuple[int, int, int, int], base: int, percent: int | None, needed: int, result: MotionResult
) -> None:
    found = outcome(Totals(*counts), base, percent)
    assert (found.required, found.result, found.base) == (needed, result, base)


@given(TOTALS, COUNTS, PERCENTS)
def test_adopted_only_with_more_for_and_enough_answers(found: Totals, base: int, percent: int | None) -> None:
    told = outcome(found, base, percent)
    enough = percent is None or found.answered * 100 >= base * percent
    assert (told.result is N) is not enough
    assert (told.result is A) is (enough and found.votes_for > found.against)


@given(TOTALS, COUNTS, PERCENTS, st.integers(0, 50), st.integers(0, 50))
def test_abstaining_or_standing_apart_never_turns_a_decision(
    found: Totals, base: int, percent: int | None, abstain: int, apart: int
) -> None:
    more = Totals(found.votes_for, found.against, found.abstain + abstain, found.apart + apart)
    before, after = outcome(found, base, percent).result, outcome(more, base, percent).result
    assert after is before or before is N


@given(COUNTS, st.integers(1, 100))
def test_r_quo_02_the_share_is_rounded_up_exactly(base: int, percent: int) -> None:
    assert required(base, percent) == ceil(Fraction(base * percent, 100))
    assert required(base, None) == 0


@given(st.lists(st.sampled_from(VoteChoice)))
def test_every_answer_is_counted_once(given_answers: list[VoteChoice]) -> None:
    found = totals({choice: given_answers.count(choice) for choice in set(given_answers)})
    assert found.answered == len(given_answers)
    assert found.votes_for == given_answers.count(VoteChoice.FOR)
    assert found.apart == given_answers.count(VoteChoice.DOES_NOT_TAKE_PART)
