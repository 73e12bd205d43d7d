"""What the whole site shares from one request to the next: the public version and the demonstration's clock."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar, cast

from flask import current_app, g
from sqlalchemy import CheckConstraint, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Model, db, on_create
from foundation.journal import JournalEntry

T = TypeVar("T")
KEPT_AT_MOST = 256


class SiteState(Model):
    """The one row that every public write raises (ruling 23) and that holds the demonstration's clock."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_version: Mapped[int] = mapped_column(default=1)
    clock_shift: Mapped[int] = mapped_column(default=0)


on_create(SiteState.__table__, "INSERT INTO site_state (id, public_version, clock_shift) VALUES (1, 1, 0)")


@dataclass(frozen=True)
class State:
    """The site's state as this request or job found it: version, Paris day, head of the public journal."""

    version: int
    today: date
    journal_seq: int
    journal_head: str


@lru_cache(maxsize=1)
def _present() -> Select[Any]:
    """The one statement that every request makes: put together once."""
    state, journal = SiteState.__table__, JournalEntry.__table__
    head = select(func.max(journal.c.seq)).scalar_subquery()
    columns = (state.c.public_version, state.c.clock_shift, journal.c.seq, journal.c.hash)
    return select(*columns).select_from(state.outerjoin(journal, journal.c.seq == head))


def load() -> State:
    """Read the state with one query and set the clock by it; kept for the rest of the request or job."""
    row = db.session.connection().execute(_present()).one()
    clock.shift(timedelta(seconds=row.clock_shift))
    g.state = State(row.public_version, clock.today(), row.seq or 0, row.hash or "")
    return cast(State, g.state)


def current() -> State:
    """The state of this request or job, read once."""
    state: State | None = g.get("state")
    return state or load()


def shift_clock(by: timedelta) -> None:
    """Let the site's clock run `by` ahead of the machine's, from now on (demonstration only)."""
    db.session.execute(db.update(SiteState).values(clock_shift=int(by.total_seconds())))
    clock.shift(by)


def once(key: Hashable, build: Callable[[], T]) -> T:
    """A value that only a public write or a new day can change, built once and kept by this process.

    The value is shared by requests and threads: plain, immutable data, never rows of the database. Not for
    a writing request, which must see what it has just changed.
    """
    kept: dict[Hashable, tuple[tuple[int, date], object]] = current_app.extensions["once"]
    state = current()
    stamp = (state.version, state.today)
    found = kept.pop(key, None)
    if found is None or found[0] != stamp:
        found = (stamp, build())
        # what was read least lately leaves first: the facts of the whole site outlive those of one page
        for old in list(kept)[: max(0, len(kept) + 1 - KEPT_AT_MOST)]:
            kept.pop(old, None)
    kept[key] = found
    return cast(T, found[1])
