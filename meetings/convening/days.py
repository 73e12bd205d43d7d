"""Clear days, and the hours of Paris: pure functions on calendar days (`R-TIM-02`, `R-TIM-03`, `R-MTG-01`)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from foundation.clock import moments_at
from foundation.text import hour_words
from foundation.workflow import Refused


def first_day(sent: date, clear: int) -> date:
    """The earliest day of a meeting whose notice leaves on a day: that day and the meeting's are not counted."""
    return sent + timedelta(days=clear + 1)


def clear_days(sent: date, day: date) -> int:
    """How many whole days lie between a notice and its meeting; less than 0 when they are on one day."""
    return (day - sent).days - 1


def last_day_to_send(day: date, clear: int) -> date:
    """The last day on which the notice of a meeting leaves in time."""
    return day - timedelta(days=clear + 1)


def moment_of(day: date, hour: time, *, second: bool = False) -> datetime:
    """The moment at which the clocks of Paris show an hour; `second` takes the later one where they show it twice.

    Raises Refused for an hour that the clocks leap over.
    """
    found = moments_at(day, hour)
    if not found:
        said = hour_words(datetime.combine(day, hour))
        raise Refused(
            f"Cette nuit-là, les horloges sautent de 2\u00a0h à 3\u00a0h\u00a0: {said} n’existe pas. "
            "Choisissez une autre heure."
        )
    return found[-1 if second else 0]


def is_said_twice(day: date, hour: time) -> bool:
    """Whether the clocks of Paris show an hour twice on a day."""
    return len(moments_at(day, hour)) == 2
