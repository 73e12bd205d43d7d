"""Many at once, through a real server: forty members on two devices each, pressing twice; two savers of one note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from itertools import cycle, islice
from threading import Barrier, Thread

from flask import Flask

from foundation import clock
from foundation.database import transaction
from meetings.presence import notes
from meetings.votes.models import VoteChoice
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.holding import room as r
from tests.meetings.holding import steps as h

CROWD, HANDS = 40, 16


def rotated(shift: int, many: int) -> list[VoteChoice]:
    """So many answers, one of each in turn, beginning at one of them."""
    return list(islice(cycle(VoteChoice), shift, shift + many))


def test_r_att_03_forty_members_come_in_twice_on_two_devices_and_each_votes_once(
    empty: Flask, live_server: Callable[[Flask], str]
) -> None:
    today = clock.today()
    s.settle(empty, today)
    seats = polls.crowd(empty, CROWD, today)
    with s.reading_at(empty, clock.now()):
        council = s.council().id
    room = r.opened_now(empty, council)
    pairs = r.devices(empty, room, seats, live_server(empty))
    both = [device for pair in pairs for device in pair]
    with ThreadPoolExecutor(HANDS) as hands:
        doors = list(hands.map(lambda one: (one, one.look(one.door)[0]), both))
        assert set(hands.map(lambda one: one[0].knocks(one[1], room.code), doors * 2)) == {303}
        assert sorted(r.rows_of(empty, room)) == sorted(seats)

        motion = r.put_to_the_vote(empty, room)
        ballots = list(hands.map(lambda one: (one, *one.ballot()), both))
        # the second press of each device says something else
        said = [choice for shift in (0, 1) for choice in rotated(shift, len(both))]
        statuses = hands.map(lambda one, choice: one[0].presses(*one[1:], choice), ballots * 2, said)
        assert set(statuses) == {303}
    kept = r.voices_of(empty, motion)
    assert kept.keys() == set(seats)
    counts = Counter(kept.values())
    assert r.totals_when_ended(empty, room, motion) == tuple(counts[one] for one in VoteChoice)
    assert sum(counts[one] for one in VoteChoice) == CROWD


def test_of_two_who_save_one_note_at_once_one_is_kept_and_the_other_gets_both_texts(site: Flask) -> None:
    h.begun(site, "Awa")
    gate, told = Barrier(2), {}

    def save(who: str, text: str) -> None:
        gate.wait()
        with site.app_context(), transaction():
            try:
                told[who] = ("kept", notes.save(h.item(), text, 0, actor=s.acting(who, "secretary")).text)
            except notes.Overtaken as other:
                told[who] = ("shown beside one’s own", other.kept.text)

    with clock.standing_at(h.EVENING):
        savers = [
            Thread(target=copy_context().run, args=(save, who, f"Ce que {who} a entendu."))
            for who in ("Nora", "Samia")
        ]  # fmt: skip
        for one in savers:
            one.start()
        for one in savers:
            one.join()
    first = next(who for who, (what, _) in told.items() if what == "kept")
    assert {what for what, _ in told.values()} == {"kept", "shown beside one’s own"}
    assert {text for _, text in told.values()} == {f"Ce que {first} a entendu."}
    with s.reading_at(site, h.EVENING):
        (kept,) = notes.notes_of(h.the_meeting().id).values()
        assert (kept.text, kept.revision) == (f"Ce que {first} a entendu.", 1)
