"""What every drill under kills shares: a site on each engine, its server, presses that go on while it is killed."""

from __future__ import annotations

import http.client
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from flask import Flask

from tests.databases import ENGINES
from tests.drill.servers import Killable
from tests.sites import SECRET_KEY, Sites

KILLS, HANDS = 20, 12
# what somebody sees whose server went away
GONE = (OSError, http.client.HTTPException)
T = TypeVar("T")


@dataclass(frozen=True)
class Survived:
    """How long the site took to answer again, at most, and how long all took, in seconds."""

    back: float
    seconds: float


@contextmanager
def site_on(engine: str) -> Iterator[tuple[Flask, Callable[[], Killable]]]:
    """An empty site of a demonstration on one engine, and what starts its server; both are gone in the end."""
    databases = ENGINES[engine]()
    with tempfile.TemporaryDirectory() as name:
        folder, started = Path(name), []
        (folder / "shared").mkdir()
        sites = Sites(databases, folder, folder / "shared")
        try:
            app = sites.empty(demo=True)

            def serve() -> Killable:
                started.append(_served(app, folder / "server.log"))
                return started[-1]

            yield app, serve
        finally:
            for server in started:
                server.kill()
            sites.close()
            databases.close()


def _served(app: Flask, log: Path) -> Killable:
    url, data = app.config["SQLALCHEMY_DATABASE_URI"], str(app.extensions["settings"].data_dir)
    return Killable({"DATABASE_URL": url, "DATA_DIR": data, "DEMO": "1", "SECRET_KEY": SECRET_KEY}, log)


def pressed_under_kills(
    server: Killable, waiting: Sequence[T], press: Callable[[T], bool], kills: int = KILLS
) -> Survived:
    """Let many hands do every press until `press` says that it is done, and kill the server so often meanwhile."""
    queue: SimpleQueue[T] = SimpleQueue()
    for one in waiting:
        queue.put(one)
    begun = time.monotonic()
    with ThreadPoolExecutor(HANDS) as hands:
        working = [hands.submit(_work, queue, press) for _ in range(HANDS)]
        back = [_cut(server, queue, len(waiting) // (kills + 2)) for _ in range(kills)]
        for hand in working:
            hand.result()
    return Survived(max(back), time.monotonic() - begun)


def _work(queue: SimpleQueue[T], press: Callable[[T], bool]) -> None:
    while True:
        try:
            one = queue.get_nowait()
        except Empty:
            return
        while not press(one):
            time.sleep(0.2)


def _cut(server: Killable, queue: SimpleQueue[T], some: int) -> float:
    """Wait until some more presses are begun, kill the server, and give how long it took to answer again."""
    until = max(queue.qsize() - some, 0)
    while queue.qsize() > until:
        time.sleep(0.01)
    server.kill()
    return server.start()
