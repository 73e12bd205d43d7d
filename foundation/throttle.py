"""Throttles: how often something may be tried, counted in one place for all processes.

The counters are in Redis when the site has one, else in a database: on SQLite a file of their own, so that a
request that waits to write never waits on its own counter; on PostgreSQL a table, in a short transaction of
their own. They are committed before the request's own transaction: what is refused still counts.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import current_app
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from redis import RedisError
from sqlalchemy import Connection, Engine, String, create_engine, delete, event, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateTable
from werkzeug.exceptions import TooManyRequests

from foundation import clock
from foundation.claims import short_transaction
from foundation.database import Model
from foundation.settings import Settings

log = logging.getLogger(__name__)

PUBLIC_FORM = RateLimitItemPerMinute(30, 5)
REDIS_AGAIN_IN = timedelta(seconds=30)


class ThrottleCounter(Model):
    """How often something was tried in its present window. On SQLite it lives in the counters' own file."""

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    tries: Mapped[int]
    expires_at: Mapped[float]


_COUNT = text(
    "INSERT INTO throttle_counter (key, tries, expires_at) VALUES (:key, :amount, :until) "
    "ON CONFLICT (key) DO UPDATE SET "
    "tries = CASE WHEN throttle_counter.expires_at <= :now THEN excluded.tries "
    "ELSE throttle_counter.tries + excluded.tries END, "
    "expires_at = CASE WHEN throttle_counter.expires_at <= :now THEN excluded.expires_at "
    "ELSE throttle_counter.expires_at END "
    "RETURNING tries"
)


class DatabaseStorage(Storage):
    """Counters of the `limits` library in a database, right for several processes at once."""

    STORAGE_SCHEME = None

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._engine = None if settings.sqlite_path is None else _counters_file(settings)

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._engine is not None:
            with self._engine.begin() as connection:
                yield connection
            return
        with short_transaction() as connection:
            # a counter may be forgotten by a crash; a reader must not wait for the disk because of it
            connection.execute(text("SET LOCAL synchronous_commit = off"))
            yield connection

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more try and give how many there were in this window; one statement, so none is lost."""
        now = clock.real_now().timestamp()
        values = {"key": key, "amount": amount, "until": now + expiry, "now": now}
        with self._writing() as connection:
            return int(connection.execute(_COUNT, values).scalar_one())

    def get(self, key: str) -> int:
        found = self._find(key)
        return found[0] if found else 0

    def get_expiry(self, key: str) -> float:
        found = self._find(key)
        return found[1] if found else clock.real_now().timestamp()

    def _find(self, key: str) -> tuple[int, float] | None:
        wanted = select(ThrottleCounter.tries, ThrottleCounter.expires_at).where(
            ThrottleCounter.key == key, ThrottleCounter.expires_at > clock.real_now().timestamp()
        )
        with self._writing() as connection:
            row = connection.execute(wanted).one_or_none()
        return (row.tries, row.expires_at) if row else None

    def check(self) -> bool:
        with self._writing() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar_one())

    def reset(self) -> int | None:
        with self._writing() as connection:
            return connection.execute(delete(ThrottleCounter)).rowcount

    def clear(self, key: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(ThrottleCounter).where(ThrottleCounter.key == key))

    def purge(self) -> None:
        """Forget the windows that are over."""
        over = ThrottleCounter.expires_at <= clock.real_now().timestamp()
        with self._writing() as connection:
            connection.execute(delete(ThrottleCounter).where(over))


def _counters_file(settings: Settings) -> Engine:
    engine = create_engine(f"sqlite:///{settings.data_dir / 'counters.db'}")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    with engine.begin() as connection:
        connection.execute(CreateTable(ThrottleCounter.__table__, if_not_exists=True))  # type: ignore[arg-type]
    return engine


class Throttle:
    """The counters of one application."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.secret_key.encode()
        self.database = DatabaseStorage(settings)
        self._in_database = FixedWindowRateLimiter(self.database)
        self._in_redis = FixedWindowRateLimiter(_redis(settings.redis_url)) if settings.redis_url else None
        self._redis_again_at = clock.real_now()

    def hit(self, name: str, key: str, limit: RateLimitItem) -> int:
        """Count one try; gives 0 when it may go on, else the seconds to wait."""
        hidden = hmac.new(self._secret, f"{name}\0{key}".encode(), hashlib.sha256).hexdigest()
        if self._in_redis is not None and clock.real_now() >= self._redis_again_at:
            try:
                return _seconds(self._in_redis, limit, name, hidden)
            except RedisError as problem:
                log.error("Redis does not answer, throttles count in the database: %s", type(problem).__name__)
                self._redis_again_at = clock.real_now() + REDIS_AGAIN_IN
        return _seconds(self._in_database, limit, name, hidden)


def _redis(url: str) -> RedisStorage:
    return RedisStorage(url, socket_connect_timeout=1, socket_timeout=2)


def _seconds(limiter: FixedWindowRateLimiter, limit: RateLimitItem, *names: str) -> int:
    if limiter.hit(limit, *names):
        return 0
    reset = limiter.get_window_stats(limit, *names).reset_time
    return max(1, math.ceil(reset - clock.real_now().timestamp()))


_MAKING = threading.Lock()


def _throttle() -> Throttle:
    with _MAKING:
        found: Throttle | None = current_app.extensions.get("throttle")
        if found is None:
            found = current_app.extensions["throttle"] = Throttle(current_app.extensions["settings"])
    return found


def hit(name: str, key: str, limit: RateLimitItem) -> int:
    """Count one try of `name` by `key` (an address, an account), and give the seconds to wait, 0 when it may go on.

    The key is kept only as a keyed hash. Committed at once: call it before the request's own transaction.
    """
    return _throttle().hit(name, key, limit)


def check_public_form(endpoint: str, address: str) -> None:
    """Let an address send a form at most 30 times in 5 minutes. Raises TooManyRequests (429) with the wait."""
    wait = hit(f"form:{endpoint}", address, PUBLIC_FORM)
    if wait:
        raise TooManyRequests(
            "Ce formulaire a été envoyé trop souvent depuis votre connexion. Attendez un peu, puis recommencez.",
            retry_after=wait,
        )


def purge() -> None:
    """Forget the counters whose window is over."""
    _throttle().database.purge()
