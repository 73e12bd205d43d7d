"""A meeting of seventy-five whose page forty clients follow, each every four seconds, while its members come in."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median

from tests.benchmarks.load import cpu_seconds
from tests.databases import ENGINES
from tests.drill.electorate import a_council
from tests.drill.kills import site_on
from tests.drill.servers import Killable
from tests.meetings.holding import room as rooms
from tests.meetings.holding.room import Device

MEMBERS, CLIENTS, ROUNDS, EVERY = 75, 40, 12, 4.0
WAIT_BAR = 1


@dataclass
class Followed:
    """How long each look took, in seconds, and how many found nothing new."""

    waits: list[float] = field(default_factory=list)
    unchanged: int = 0

    def follow(self, server: Killable, device: Device, late: float) -> None:
        """Look at what goes on as the script of the page does, from one client that came a little later."""
        time.sleep(late)
        mark = ""
        for _ in range(ROUNDS):
            begun = time.monotonic()
            link = HTTPConnection("127.0.0.1", server.port, timeout=30)
            headers = {"Cookie": device.visitor.cookie, **({"If-None-Match": mark} if mark else {})}
            link.request("GET", f"{device.page}/direct", headers=headers)
            answer = link.getresponse()
            answer.read()
            link.close()
            assert answer.status in {200, 304}, answer.status
            self.waits.append(time.monotonic() - begun)
            self.unchanged += answer.status == 304
            mark = answer.headers["ETag"]
            time.sleep(max(0.0, EVERY - (time.monotonic() - begun)))


def drill() -> str:
    """Run on both engines; gives the figures."""
    return "\n".join(_on_engine(name) for name in ENGINES)


def _on_engine(name: str) -> str:
    with site_on(name) as (app, serve):
        with app.app_context():
            council, seats = a_council(MEMBERS)
        room = rooms.opened_now(app, council)
        server = serve()
        phones = [first for first, _ in rooms.devices(app, room, seats, server.url, f"127.0.0.1:{server.port}")]
        seen, before, begun = Followed(), cpu_seconds(server.pid), time.monotonic()
        clients = [
            threading.Thread(target=seen.follow, args=(server, phone, EVERY * place / CLIENTS))
            for place, phone in enumerate(phones[:CLIENTS])
        ]
        for client in clients:
            client.start()
        # one member comes in every second, as at the door of the room
        for phone in phones[: int(ROUNDS * EVERY / 2)]:
            assert phone.comes_in(room.code)
            time.sleep(1)
        for client in clients:
            client.join()
        seconds, spent = time.monotonic() - begun, cpu_seconds(server.pid) - before
    assert len(seen.waits) == CLIENTS * ROUNDS, f"{len(seen.waits)} looks of {CLIENTS * ROUNDS}"
    return (
        f"- {name}: {MEMBERS} members, {CLIENTS} clients looking every {EVERY:.0f} s, somebody coming in every second:"
        f" {len(seen.waits)} looks in {seconds:.0f} s, {seen.unchanged} of them unchanged (304); half are answered in"
        f" {1000 * median(seen.waits):.0f} ms, the slowest in {max(seen.waits):.2f} s (bar: {WAIT_BAR} s);"
        f" the server spends {100 * spent / seconds:.0f} % of one processor on looks and comings."
    )
