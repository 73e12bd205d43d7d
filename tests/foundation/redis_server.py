"""A Redis server for the tests, on a socket of its own, that can be stopped."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis, RedisError

SECONDS_TO_START = 10


class NoRedis(Exception):
    """Redis is not installed here; the message is the sentence to show."""


class RedisServer:
    """A running server; `stop` ends it as a failure would."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise NoRedis("Redis manque : installez le paquet Debian « redis-server ».")
        socket = folder / "redis.sock"
        self.url = f"unix://{socket}"
        self._process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        with Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.02)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A server until the block ends. Raises NoRedis when it is not installed."""
    folder = Path(tempfile.mkdtemp(prefix="porte-voix-redis-"))
    try:
        server = RedisServer(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
