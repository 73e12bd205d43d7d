"""Three tabs a voter deposit secret ballots while the server is killed twenty times; on both engines.

A ballot that was accepted must be in the list of the opened ones, with what it said; nobody has two; none is made up.
A tab whose server was killed starts again, and may learn that its ballot was in the box already.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask

from foundation import clock
from foundation.database import db, reading, transaction
from meetings.ballots import queries
from meetings.votes import queries as votes
from meetings.votes import services
from meetings.votes.models import Motion, VoteChoice, VoteMethod
from tests.databases import ENGINES
from tests.drill.electorate import an_open_vote
from tests.drill.kills import GONE, KILLS, pressed_under_kills, site_on
from tests.meetings.ballots.crowds import Visitor, cookies

VOTERS, TABS = 1000, 3


@dataclass(frozen=True)
class Attempt:
    """One deposit that was pressed: whose, what it said, its tracker, and what the site answered (0: nothing)."""

    voter: int
    choice: str
    tracker: str
    status: int


@dataclass
class Box:
    """Everybody who votes, and what they saw."""

    page: str
    people: list[Visitor]
    made: list[Attempt] = field(default_factory=list)

    def deposit(self, tab: tuple[int, VoteChoice]) -> bool:
        """Take one tab to its end; whether it got there before the server went away."""
        voter, choice = tab
        person = self.people[voter]
        try:
            ready = person.prepare(self.page, choice)
        except GONE:
            return False
        if ready is None:  # another tab was quicker
            return True
        fields, tracker = ready
        try:
            status = person.deposit(self.page, fields)
        except GONE:
            status = 0
        self.made.append(Attempt(voter, choice.value, tracker, status))
        return status in {303, 409}


def drill() -> str:
    """Run on both engines; gives what was seen."""
    return "\n".join(_on_engine(name) for name in ENGINES)


def _on_engine(name: str) -> str:
    with site_on(name) as (app, serve):
        key, page, seats = _opened(app)
        entries = cookies(app, seats)
        server = serve()
        box = Box(page, [Visitor(server.url, cookie, f"127.0.0.1:{server.port}") for cookie in entries])
        tabs = [(voter, choice) for voter in range(len(seats)) for choice in random.sample(list(VoteChoice), TABS)]
        random.shuffle(tabs)
        seen = pressed_under_kills(server, tabs, box.deposit)
        server.kill()
        with app.app_context():
            taken = _check(box, key, len(seats))
    return (
        f"- {name}: {len(tabs)} tabs of {len(seats)} voters, {len(box.made)} deposits pressed, {KILLS} kills of the"
        f" whole server: 0 lost, 0 doubled, 0 made up; back in {seen.back:.1f} s at most; opened and counted in"
        f" {taken:.1f} s; {seen.seconds:.0f} s in all."
    )


def _opened(app: Flask) -> tuple[uuid.UUID, str, list[uuid.UUID]]:
    """The vote, the path of its page, and the seats that may vote."""
    with app.app_context():
        key, seats = an_open_vote(VOTERS, VoteMethod.SECRET)
        with reading():
            motion = votes.find(key)
            assert motion
            page = services.page(motion)
    return key, page, seats


def _check(box: Box, key: uuid.UUID, voters: int) -> float:
    with reading():
        closes_at = db.session.get_one(Motion, key).closes_at
    begun = time.monotonic()
    with clock.standing_at(closes_at + timedelta(minutes=1)), transaction():
        services.close_due(())
    taken = time.monotonic() - begun
    with reading():
        kept = queries.box_of(key)
        opened = json.loads(kept.ballots or "")["ballots"]
        assert kept.cast == len(opened) == voters, f"{len(opened)} ballots of {voters} voters"
    pressed = {attempt.tracker: attempt for attempt in box.made}
    said = dict(opened)
    assert len(said) == voters
    assert all(tracker in pressed and pressed[tracker].choice == choice for tracker, choice in opened), "made up"
    assert len({pressed[tracker].voter for tracker in said}) == voters, "somebody has two ballots"
    assert all(one.tracker in said for one in box.made if one.status == 303), "an accepted ballot is lost"
    assert not any(one.tracker in said for one in box.made if one.status == 409), "a refused ballot is counted"
    return taken
