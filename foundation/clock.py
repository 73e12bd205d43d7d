"""The only place that reads the time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
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


def months_after(day: date, months: int) -> date:
    """The same day number so many months later, or the last day of that month if it has none (`R-TIM-04`)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moments_at(day: date, hour: time) -> list[datetime]:
    """The moments at which the clocks of Paris show an hour of a day, in order (`R-TIM-02`).

    One as a rule; none in the hour that spring leaps over, two in the hour that autumn says twice.
    """
    found = []
    for fold in (0, 1):
        shown = datetime.combine(day, hour.replace(fold=fold), PARIS)
        moment = shown.astimezone(UTC)
        if moment.astimezone(PARIS).replace(tzinfo=None) == shown.replace(tzinfo=None) and moment not in found:
            found.append(moment)
    return found
