"""Many at once, through a real server: forty voters in three tabs each; a closing among them; two closers."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask

from foundation import clock
from foundation.clock import standing_at
from foundation.database import transaction
from foundation.journal import ActKind
from meetings.ballots import queries
from meetings.ballots.models import SeatState
from meetings.votes import closing
from meetings.votes.models import MotionResult, VoteChoice, VoteMethod
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.meetings.ballots.crowds import Visitor, cookies

CROWD, TABS = 40, 3


def test_r_vot_05_forty_voters_in_three_tabs_each(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    today = clock.today()
    s.settle(empty, today)
    seats = polls.crowd(empty, CROWD, today)
    with s.writing_at(empty, clock.now()):
        closes = clock.now() + timedelta(days=8)
        key = polls.open_here(closes_at=closes, method=VoteMethod.SECRET).id
    server, page = live_server(empty), polls.page(key)
    people = [Visitor(server, cookie) for cookie in cookies(empty, seats)]
    tabs = [(person, list(VoteChoice)[tab]) for person in people for tab in range(TABS)]

    def choose(tab: tuple[Visitor, VoteChoice]) -> tuple[Visitor, VoteChoice, dict[str, str], str]:
        found = tab[0].prepare(page, tab[1])
        assert found
        return (*tab, *found)

    with ThreadPoolExecutor(CROWD) as hands:
        ready = list(hands.map(choose, tabs))
        answers = list(hands.map(lambda one: one[0].deposit(page, one[2]), ready))
    assert Counter(answers) == {303: CROWD, 409: CROWD * (TABS - 1)}
    accepted = {one[3]: one[1].value for one, status in zip(ready, answers, strict=True) if status == 303}
    with s.writing_at(empty, closes):
        assert closing.close_due() == 1
    assert dict(boxes.ballots(empty, key)) == accepted
    assert len(boxes.ballots(empty, key)) == CROWD
    counts = Counter(accepted.values())
    assert polls.frozen(empty, key)[:4] == tuple(counts[choice.value] for choice in VoteChoice)


def test_two_closers_at_once_close_it_once(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    gate, given = threading.Barrier(3), []

    def run() -> None:
        gate.wait()
        with site.app_context(), standing_at(polls.CLOSING), transaction():
            given.append(closing.close_due())

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [0, 0, 1]
    assert len(polls.lines(site, ActKind.VOTE_CLOSED)) == 1
    assert polls.frozen(site, key)[-1] is MotionResult.ADOPTED
    assert not boxes.key_file(site, key).exists()
    assert len([letter for letter in Mailbox(site) if letter.subject.startswith("Résultat")]) == 10


def test_a_ballot_accepted_in_the_last_instant_is_counted(site: Flask) -> None:
    """The closing waits for who holds the motion; a ballot that comes after it is refused."""
    key = boxes.opened(site)
    boxes.all_deposited(site, key, {name: boxes.CHOICES[name] for name in list(boxes.CHOICES)[:5]})
    closed = threading.Event()

    def close() -> None:
        boxes.close(site)
        closed.set()

    last: Any = threading.Thread(target=close)
    with s.writing_at(site, polls.CLOSING - timedelta(milliseconds=1)):
        boxes.put(key, "Gilles", boxes.Ballot("un-deux-trois-0001", VoteChoice.FOR))
        last.start()
        assert not closed.wait(0.5)
    last.join()
    assert ["un-deux-trois-0001", "for"] in boxes.ballots(site, key)
    assert len(boxes.ballots(site, key)) == 6
    with s.reading_at(site, polls.CLOSING):
        states = Counter(one.state for one in queries.register(key))
    assert states == {SeatState.CAST: 6, SeatState.NONE: 3}
