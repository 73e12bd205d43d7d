"""Ten thousand attempts to vote, three tabs a voter, while the server is killed twenty times; on both engines.

Nothing accepted may be lost, nothing counted twice, nobody's vote made up. A vote may be changed until closing, so
the last one that was accepted counts: an attempt that ended before a later accepted one began is out.
"""

from __future__ import annotations

import http.client
import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from foundation import clock
from foundation.database import db, reading, transaction
from meetings.votes import links, services
from meetings.votes.models import Motion, Vote, VoteChoice
from tests.databases import ENGINES
from tests.drill.electorate import an_open_vote
from tests.drill.kills import GONE, KILLS, pressed_under_kills, site_on
from tests.drill.servers import Killable

VOTERS, TABS = 3334, 3
_TOKEN = re.compile(rb'name="form_token"[^>]* value="([^"]+)"')


@dataclass
class Attempt:
    """One press of one button in one tab: when it began and ended, and whether the site said yes."""

    voter: Hashable
    choice: VoteChoice
    began: float = 0.0
    ended: float = 0.0
    accepted: bool = False


def standing(made: Sequence[Attempt]) -> Mapping[Hashable, set[VoteChoice]]:
    """What may be kept for each voter: of their presses, those that did not end before a later accepted one began."""
    by_voter: dict[Hashable, list[Attempt]] = {}
    for attempt in made:
        by_voter.setdefault(attempt.voter, []).append(attempt)
    return {
        voter: {one.choice for one in tries if not any(one.ended < later.began for later in tries if later.accepted)}
        for voter, tries in by_voter.items()
    }


@dataclass
class Crowd:
    """Everybody who votes, and what they saw."""

    port: int
    paths: Sequence[str]
    made: list[Attempt] = field(default_factory=list)
    slowest: float = 0.0

    def press(self, tab: tuple[int, VoteChoice]) -> bool:
        """Press once; whether the site said yes."""
        voter, choice = tab
        path = self.paths[voter]
        try:
            token = self.open(path)
        except GONE:
            return False
        attempt = Attempt(voter, choice, began=time.monotonic())
        self.made.append(attempt)
        try:
            status = self.send(path, {"form_token": token, "choice": choice.value})
        except GONE:
            status = 0
        attempt.ended = time.monotonic()
        attempt.accepted = status in {200, 302, 303}
        if status:
            self.slowest = max(self.slowest, attempt.ended - attempt.began)
        return attempt.accepted

    def open(self, path: str) -> str:
        """The token of the form that a link shows."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", path)
            answer = link.getresponse()
            found = _TOKEN.search(answer.read())
        finally:
            link.close()
        if found is None:
            raise http.client.HTTPException(f"no form at {path}: {answer.status}")
        return found.group(1).decode()

    def send(self, path: str, fields: dict[str, str]) -> int:
        """Press a button; gives the status of the answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
                "Sec-Fetch-Site": "same-origin",
            }
            link.request("POST", path, urlencode(fields), headers)
            answer = link.getresponse()
            answer.read()
            return answer.status
        finally:
            link.close()


def drill() -> str:
    """Run on both engines; gives what was seen."""
    return "\n".join(on_engine(name, VOTERS, _votes) for name in ENGINES)


@dataclass(frozen=True)
class Poll:
    """A served site with one open vote: its application, its server, who may vote and by which links."""

    name: str
    app: Flask
    server: Killable
    motion_id: uuid.UUID
    memberships: Sequence[uuid.UUID]
    crowd: Crowd


def on_engine(name: str, voters: int, work: Callable[[Poll], str]) -> str:
    """Serve a site with a vote open to so many on one engine, and work with it."""
    with site_on(name) as (app, serve):
        with app.app_context():
            motion_id, memberships = an_open_vote(voters)
            paths = [f"/voter/{links.token(motion_id, key)}" for key in memberships]
        server = serve()
        return work(Poll(name, app, server, motion_id, memberships, Crowd(server.port, paths)))


def _votes(poll: Poll) -> str:
    server, crowd = poll.server, poll.crowd
    presses = [(voter, choice) for voter in range(VOTERS) for choice in random.sample(list(VoteChoice), TABS)]
    random.shuffle(presses)
    seen = pressed_under_kills(server, presses, crowd.press)
    server.kill()
    with poll.app.app_context():
        _check(crowd, poll.memberships, poll.motion_id)
    return (
        f"- {poll.name}: {len(crowd.made)} attempts by {VOTERS} voters in three tabs, {KILLS} kills of the whole"
        f" server: 0 lost, 0 doubled, 0 made up; back in {seen.back:.1f} s at most; slowest answer"
        f" {crowd.slowest:.1f} s; {seen.seconds:.0f} s in all."
    )


def _check(crowd: Crowd, memberships: Sequence[uuid.UUID], motion_id: uuid.UUID) -> None:
    with reading():
        rows = db.session.execute(select(Vote.membership_id, Vote.choice).where(Vote.motion_id == motion_id)).all()
    kept = {row.membership_id: row.choice for row in rows}
    assert len(kept) == len(rows) == VOTERS, f"{len(rows)} votes of {VOTERS} voters"
    may_be = standing(crowd.made)
    for voter, key in enumerate(memberships):
        assert kept[key] in may_be[voter], f"voter {voter}: the last accepted vote is not kept"
    _close(motion_id, Counter(kept.values()))


def _close(motion_id: uuid.UUID, counted: Counter[VoteChoice]) -> None:
    with reading():
        closes_at = db.session.get_one(Motion, motion_id).closes_at
    with clock.standing_at(closes_at + timedelta(minutes=1)), transaction():
        services.close_due(())
    with reading():
        motion = db.session.get_one(Motion, motion_id)
        totals = (motion.votes_for, motion.votes_against, motion.votes_abstain, motion.votes_apart)
        assert totals == tuple(counted[choice] for choice in VoteChoice)
