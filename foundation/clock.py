"""The only place that reads the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_shift: ContextVar[timedelta] = ContextVar("shift", default=timedelta())
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; moved by the demonstration's clock when that is set."""
    return _standing.get() or datetime.now(UTC) + _shift.get()


def today() -> date:
    """The present calendar day in Europe/Paris, the one that deadlines and terms are counted in."""
    return now().astimezone(PARIS).date()


def real_now() -> datetime:
    """The machine's moment, whatever the demonstration's clock says: for throttles and expiry of tokens."""
    return _standing.get() or datetime.now(UTC)


def shift(by: timedelta) -> None:
    """Let `now()` run `by` ahead of the machine's clock in this request or job (`/demo/horloge`)."""
    _shift.set(by)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware `moment`: for the demonstration's past and for tests."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
