"""The hands: a process that does, beside the web server, what the database says is due.

huey is only its clock (a tick each minute) and its bell (a letter has just been written). Whatever the queue
loses, the next tick finds in the database.
"""

from __future__ import annotations

import logging
import signal
import threading
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from redis import ConnectionPool
from sqlalchemy import CheckConstraint, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, jobs, opening, outbox, state
from foundation.claims import add_unless_there, short_transaction
from foundation.database import Model, Moment, db, reading
from foundation.settings import Settings

log = logging.getLogger(__name__)

QUEUE = "porte-voix"


class WorkerBeat(Model):
    """When a worker last showed that it lives; one row."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[Moment]


def beat() -> None:
    """Note that a worker lives."""
    now = clock.real_now()
    with short_transaction() as connection:
        if not add_unless_there(connection, WorkerBeat, ("id",), id=1, at=now):
            connection.execute(update(WorkerBeat).values(at=now))


def last_beat() -> datetime | None:
    """When a worker last showed that it lives."""
    found: datetime | None = db.session.scalar(db.select(WorkerBeat.at))
    return found


class Worker:
    """The queue of one application; nothing is opened before it is needed."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    @cached_property
    def _huey(self) -> Huey:
        settings: Settings = self._app.extensions["settings"]
        if settings.redis_url:
            pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=1, socket_timeout=5)
            huey = RedisHuey(QUEUE, results=False, connection_pool=pool)
        else:
            huey = SqliteHuey(QUEUE, results=False, filename=str(settings.data_dir / "huey.db"), timeout=2)
        self._deliver_task = huey.task(name="deliver")(self.deliver)
        huey.periodic_task(crontab(), name="tick")(self.tick)
        return huey

    def pending(self) -> int:
        """How many calls wait in the queue."""
        return int(self._huey.pending_count())

    def wake(self) -> None:
        """Ring for a worker, unless it was rung for already. Never fails: the next tick makes up for it."""
        try:
            if not self.pending():
                self._deliver_task()
        except Exception as problem:
            log.warning("the worker could not be woken: %s", type(problem).__name__)

    def tick(self) -> None:
        """Do all that is due now."""
        with self._app.app_context():
            if opening.is_shut():
                return
            beat()
            jobs.run_due()
        self.deliver()

    def deliver(self) -> None:
        """Send the letters that are due."""
        with self._app.app_context():
            if opening.is_shut():
                return
            with reading():
                state.load()
            if outbox.deliver() == outbox.ROUND:
                self.wake()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, then finish what is begun; a second signal ends at once."""
        stopping = threading.Event()

        def stop(number: int, _frame: Any) -> None:
            signal.signal(number, signal.SIG_DFL)
            stopping.set()

        consumer = self._huey.create_consumer(workers=1, worker_type="thread", max_delay=2.0)
        consumer.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.tick()
        while not stopping.wait(1):
            consumer.check_worker_health()
        consumer.stop(graceful=True)


def init_app(app: Flask) -> None:
    """Give the application its worker, as `app.extensions["worker"]`."""
    app.extensions["worker"] = Worker(app)
