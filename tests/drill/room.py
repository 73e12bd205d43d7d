"""Two hundred members come in and vote on two devices each while the server is killed twenty times; on both engines.

Who was noted present stays so, and once; of two answers the last that was accepted counts; the totals are those of the
answers kept.
"""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask

from meetings.votes.models import VoteChoice
from tests.databases import ENGINES
from tests.drill.electorate import a_council
from tests.drill.kills import GONE, KILLS, pressed_under_kills, site_on
from tests.drill.servers import Killable
from tests.drill.votes import Attempt, standing
from tests.meetings.holding import room as rooms
from tests.meetings.holding.room import Device, Room

MEMBERS = 200
T = TypeVar("T")


@dataclass
class Evening:
    """What everybody saw: since when each seat was noted present, who was asked again after that, who answered what."""

    room: Room
    noted: dict[uuid.UUID, float] = field(default_factory=dict)
    forgotten: set[uuid.UUID] = field(default_factory=set)
    made: list[Attempt] = field(default_factory=list)

    def come_in(self, who: tuple[uuid.UUID, Device]) -> bool:
        """Note oneself present; whether the site said yes, or knew it."""
        seat, device = who
        begun = time.monotonic()
        try:
            sent, _page = device.look(device.door)
            if sent and self.noted.get(seat, begun) < begun:
                self.forgotten.add(seat)
            known = not sent or device.knocks(sent, self.room.code) == 303
        except GONE:
            return False
        if known:
            self.noted.setdefault(seat, time.monotonic())
        return known

    def answer(self, what: tuple[uuid.UUID, Device, VoteChoice]) -> bool:
        """Answer the question; whether the site said yes."""
        seat, device, choice = what
        try:
            ballot = device.ballot()
        except GONE:
            return False
        attempt = Attempt(seat, choice, began=time.monotonic())
        self.made.append(attempt)
        try:
            status = device.presses(*ballot, choice)
        except GONE:
            status = 0
        attempt.ended, attempt.accepted = time.monotonic(), status == 303
        return attempt.accepted


def drill() -> str:
    """Run on both engines; gives what was seen."""
    return "\n".join(_on_engine(name) for name in ENGINES)


def _on_engine(name: str) -> str:
    with site_on(name) as (app, serve):
        with app.app_context():
            council, seats = a_council(MEMBERS)
        room = rooms.opened_now(app, council)
        server = serve()
        pairs = rooms.devices(app, room, seats, server.url, f"127.0.0.1:{server.port}")
        everybody = [(seat, device) for seat, pair in zip(seats, pairs, strict=True) for device in pair]
        return f"- {name}: {_evening(app, server, room, everybody)}"


def _evening(app: Flask, server: Killable, room: Room, everybody: Sequence[tuple[uuid.UUID, Device]]) -> str:
    evening, seats = Evening(room), {seat for seat, _ in everybody}
    coming = pressed_under_kills(server, _shuffled(everybody), evening.come_in, KILLS // 2)
    rows = rooms.rows_of(app, room)
    assert len(rows) == len(seats), f"{len(rows)} presences of {len(seats)} members"
    assert set(rows) == seats, "somebody is missing, or made up"
    assert not evening.forgotten, f"{len(evening.forgotten)} were asked again after they were noted present"

    motion = rooms.put_to_the_vote(app, room)
    choices = list(VoteChoice)
    presses = [(seat, device, choices[turn % len(choices)]) for turn, (seat, device) in enumerate(everybody)]
    voting = pressed_under_kills(server, _shuffled(presses), evening.answer, KILLS - KILLS // 2)
    kept, may_be = rooms.voices_of(app, motion), standing(evening.made)
    assert kept.keys() == seats, "the list of voters is not that of the room"
    assert all(kept[seat] in may_be[seat] for seat in seats), "the last accepted answer is not kept"
    counts = Counter(kept.values())
    assert rooms.totals_when_ended(app, room, motion) == tuple(counts[choice] for choice in choices)
    return (
        f"{len(seats)} members on two devices each: {len(everybody)} check-ins in {coming.seconds:.0f} s,"
        f" {len(evening.made)} answers pressed in {voting.seconds:.0f} s, {KILLS} kills of the whole server:"
        f" 0 lost, 0 doubled, 0 made up; back in {max(coming.back, voting.back):.1f} s at most (bar: 5 s)."
    )


def _shuffled(things: Sequence[T]) -> list[T]:
    return random.sample(list(things), len(things))
