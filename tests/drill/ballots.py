"""Three tabs a voter deposit secret ballots while the server is killed twenty times; on both engines.

A ballot that was accepted must be in the list of the opened ones, with what it said; nobody has two; none is made up.
A tab whose server was killed starts again, and may learn that its ballot was in the box already.
"""

from __future__ import annotations

import http.client
import json
import random
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue

from flask import Flask

from foundation import clock
from foundation.database import db, reading, transaction
from meetings.ballots import queries
from meetings.votes import queries as votes
from meetings.votes import services
from meetings.votes.models import Motion, VoteChoice, VoteMethod
from tests.databases import ENGINES
from tests.drill.electorate import an_open_vote
from tests.drill.servers import Killable
from tests.meetings.ballots.crowds import Visitor, cookies
from tests.sites import SECRET_KEY, Sites

VOTERS, TABS, KILLS, HANDS = 1000, 3, 20, 12
GONE = (OSError, http.client.HTTPException)


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
    waiting: SimpleQueue[tuple[int, VoteChoice]] = field(default_factory=SimpleQueue)
    made: list[Attempt] = field(default_factory=list)

    def vote(self) -> None:
        """Take one tab after the other until none is left; start a tab again when the server went away."""
        while True:
            try:
                voter, choice = self.waiting.get_nowait()
            except Empty:
                return
            while not self._deposit(voter, choice):
                time.sleep(0.2)

    def _deposit(self, voter: int, choice: VoteChoice) -> bool:
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
    databases = ENGINES[name]()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "shared").mkdir()
        sites = Sites(databases, Path(folder), Path(folder) / "shared")
        try:
            return f"- {name}: {_run(sites.empty(demo=True), Path(folder) / 'server.log')}"
        finally:
            sites.close()
            databases.close()


def _run(app: Flask, log: Path) -> str:
    with app.app_context():
        key, seats = an_open_vote(VOTERS, VoteMethod.SECRET)
        with reading():
            motion = votes.find(key)
            assert motion
            page = services.page(motion)
    entries = cookies(app, seats)
    url, data = app.config["SQLALCHEMY_DATABASE_URI"], str(app.extensions["settings"].data_dir)
    server = Killable({"DATABASE_URL": url, "DATA_DIR": data, "DEMO": "1", "SECRET_KEY": SECRET_KEY}, log)
    host = f"127.0.0.1:{server.port}"
    box = Box(page, [Visitor(f"http://{host}", cookie, host) for cookie in entries])
    tabs = [(voter, choice) for voter in range(len(seats)) for choice in random.sample(list(VoteChoice), TABS)]
    random.shuffle(tabs)
    for tab in tabs:
        box.waiting.put(tab)
    begun = time.monotonic()
    hands = [threading.Thread(target=box.vote) for _ in range(HANDS)]
    for hand in hands:
        hand.start()
    back = [_cut(server, box, len(tabs)) for _ in range(KILLS)]
    for hand in hands:
        hand.join()
    seconds = time.monotonic() - begun
    server.kill()
    with app.app_context():
        taken = _check(box, key, len(seats))
    return (
        f"{len(tabs)} tabs of {len(seats)} voters, {len(box.made)} deposits pressed, {KILLS} kills of the whole server:"
        f" 0 lost, 0 doubled, 0 made up; back in {max(back):.1f} s at most; opened and counted in {taken:.1f} s;"
        f" {seconds:.0f} s in all."
    )


def _cut(server: Killable, box: Box, total: int) -> float:
    """Wait until some more tabs are done, kill the server, and give how long it took to answer again."""
    until = box.waiting.qsize() - total // (KILLS + 2)
    while box.waiting.qsize() > max(until, 0):
        time.sleep(0.01)
    server.kill()
    return server.start()


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
