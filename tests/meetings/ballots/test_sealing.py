"""Sealing, trackers and counting, as properties of pure functions (R-VOT-05)."""

from __future__ import annotations

import re
import uuid
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.text import fold
from meetings.ballots import counting, trackers
from meetings.ballots.models import Unopened
from meetings.ballots.sealing import LENGTH, Ballot, Opener, Unreadable, new_keys, seal
from meetings.votes import tally
from meetings.votes.models import MotionResult, VoteChoice

PUBLIC, PRIVATE = new_keys()
OTHER = new_keys()
VOTE = uuid.UUID(int=5)
WORD = st.sampled_from(sorted(trackers.words()))
TRACKER = st.builds("{}-{}-{}-{:04}".format, WORD, WORD, WORD, st.integers(0, 9999))
BALLOT = st.builds(Ballot, TRACKER, st.sampled_from(list(VoteChoice)))


@given(BALLOT)
@settings(deadline=None)
def test_what_is_sealed_opens_with_its_key_and_is_always_of_one_length(ballot: Ballot) -> None:
    sealed = seal(PUBLIC, VOTE, ballot)
    assert len(sealed) == LENGTH == 384
    assert Opener(PRIVATE, VOTE).open(sealed) == ballot
    assert seal(PUBLIC, VOTE, ballot) != sealed
    for part in ballot.tracker.split("-"):
        assert part.encode() not in sealed


def test_the_longest_ballot_fits() -> None:
    word = max(trackers.words(), key=lambda one: len(one.encode()))
    longest = Ballot(f"{word}-{word}-{word}-9999", VoteChoice.DOES_NOT_TAKE_PART)
    assert len(seal(PUBLIC, VOTE, longest)) == LENGTH


def test_another_key_another_vote_or_a_changed_row_open_nothing() -> None:
    sealed = seal(PUBLIC, VOTE, Ballot("un-deux-trois-0001", VoteChoice.FOR))
    changed = bytes([sealed[0] ^ 1]) + sealed[1:]
    for opener, row in (
        (Opener(OTHER[1], VOTE), sealed),
        (Opener(PRIVATE, uuid.UUID(int=6)), sealed),
        (Opener(PRIVATE, VOTE), changed),
    ):
        with pytest.raises(Unreadable) as problem:
            opener.open(row)
        assert str(problem.value) == ""
    with pytest.raises(Unreadable):
        Opener(b"no key", VOTE)


def test_a_ballot_never_shows_itself_in_a_message() -> None:
    assert "0001" not in repr(Ballot("un-deux-trois-0001", VoteChoice.FOR))
    assert "for" not in f"{[Ballot('un-deux-trois-0001', VoteChoice.FOR)]}"


def test_two_thousand_and_forty_eight_plain_words() -> None:
    words = trackers.words()
    assert len(words) == len({fold(word) for word in words}) == 2048
    assert all(re.fullmatch(r"[a-zàâçèéêëîïôœûü]{4,9}", word) for word in words)


def test_trackers_are_three_words_and_four_digits_and_never_the_same() -> None:
    made = [trackers.new() for _ in range(500)]
    assert len(set(made)) == 500
    for one in made:
        *words, digits = one.split("-")
        assert len(words) == 3
        assert set(words) <= set(trackers.words())
        assert re.fullmatch(r"\d{4}", digits)


@given(st.lists(BALLOT, min_size=5, max_size=40), st.integers(0, 20), st.one_of(st.none(), st.integers(1, 50)))
@settings(deadline=None)
def test_the_count_of_the_box_is_that_of_the_plain_answers(
    ballots: list[Ballot], silent: int, percent: int | None
) -> None:
    base = len(ballots) + silent
    opener = Opener(PRIVATE, VOTE)
    end = counting.counted([opener.open(seal(PUBLIC, VOTE, one)) for one in ballots], base, percent)
    plain = tally.outcome(tally.totals(Counter(one.choice for one in ballots)), base, percent)
    assert (end.totals, end.required, end.result) == (plain.totals, plain.required, plain.result)
    assert [one.tracker for one in end.ballots] == sorted(one.tracker for one in ballots)


@given(st.permutations([Ballot(f"mot-mot-mot-{n:04}", VoteChoice.FOR) for n in range(8)]))
def test_whatever_the_order_of_the_ballots_the_file_is_the_same(ballots: list[Ballot]) -> None:
    end = counting.counted(ballots, 8, None)
    expected = counting.counted(sorted(ballots, key=lambda one: one.tracker), 8, None)
    assert counting.council_file(VOTE, end.ballots) == counting.council_file(VOTE, expected.ballots)


@pytest.mark.parametrize(
    ("cast", "base", "percent", "reason"),
    [
        (0, 9, None, Unopened.FEW),
        (4, 9, None, Unopened.FEW),
        (5, 9, None, None),
        (5, 9, 60, Unopened.PARTICIPATION),
        (6, 9, 60, None),
        (4, 9, 60, Unopened.PARTICIPATION),
        (4, 5, 60, Unopened.FEW),
    ],
)
def test_ruling_15_too_few_ballots_stay_shut(cast: int, base: int, percent: int | None, reason: Unopened) -> None:
    assert counting.reason_to_keep_shut(cast, base, percent) is reason


def test_what_stays_shut_has_no_totals() -> None:
    end = counting.shut(Unopened.FEW, 3, 9, 20)
    assert (end.cast, end.base, end.required, end.result) == (3, 9, 2, MotionResult.NOT_OPENED)
    assert (end.totals.answered, end.ballots) == (0, ())
