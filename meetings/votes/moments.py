"""When a written vote is open, and what else follows from its moments. Days are Paris days, whole ones (`R-TIM-03`)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum

from foundation.clock import PARIS
from foundation.text import date_words, moment_words, plural
from meetings.votes.models import Motion

LONGEST_DAYS = 90
DISSENT_DAYS = 7
REMINDER_DAYS = (2, 1)
REMINDER_HOUR = time(8)


class Stage(Enum):
    """Where a vote stands: computed from its moments (ruling 11), never stored."""

    COMING = "coming"
    OPEN = "open"
    COUNTING = "counting"
    CLOSED = "closed"


def stage(motion: Motion, now: datetime) -> Stage:
    """Where a vote stands at a moment; `COUNTING` until the job has frozen its totals."""
    if motion.closed_at is not None:
        return Stage.CLOSED
    if now >= motion.closes_at:
        return Stage.COUNTING
    return Stage.OPEN if now >= motion.opens_at else Stage.COMING


def day_of(moment: datetime) -> date:
    """The Paris day of a moment."""
    return moment.astimezone(PARIS).date()


def last_day(motion: Motion) -> date:
    """The last Paris day on which one could vote: that of the instant before the closing moment."""
    return day_of(motion.closes_at - timedelta(microseconds=1))


def earliest_closing(opens_at: datetime, days: int) -> datetime:
    """The first moment at which a vote may close: the last minute of so many whole days after the opening one.

    How many is an article of the rules of its council (`councils/charter`).
    """
    return datetime.combine(day_of(opens_at) + timedelta(days=days), time(23, 59), PARIS)


def latest_closing(opens_at: datetime) -> datetime:
    """The last moment at which a vote may close, so that a slip of the year freezes no text for ever."""
    return datetime.combine(day_of(opens_at) + timedelta(days=LONGEST_DAYS), time(23, 59, 59), PARIS)


def fault_of_closing(opens_at: datetime, closes_at: datetime, days: int) -> str:
    """Why a vote that opens then may not close so early or so late, as a sentence; empty when it may."""
    first, last = earliest_closing(opens_at, days), latest_closing(opens_at)
    if closes_at < first:
        return (
            f"Un vote écrit dure au moins {plural(days, 'jour entier', 'jours entiers')}\u00a0: "
            f"il peut se clore à partir du {moment_words(first)}."
        )
    if closes_at > last:
        return (
            f"Un vote écrit dure au plus {LONGEST_DAYS} jours\u00a0: choisissez un jour avant le "
            f"{date_words(day_of(last))}, ou ce jour-là."
        )
    return ""


def fault_of_dissent(motion: Motion, now: datetime) -> str:
    """Why a diverging opinion may not be written or changed at a moment, as a sentence; empty when it may.

    Of a vote put in a meeting it may until the minutes of that meeting are approved (`R-VOT-07`); a written vote has
    no minutes, and a bound of its own.
    """
    if stage(motion, now) is Stage.COMING:
        return f"Le vote ouvre le {moment_words(motion.opens_at)}\u00a0: revenez à ce moment."
    if motion.settled_at is not None:
        return (
            f"Le compte rendu de la réunion a été approuvé le {date_words(day_of(motion.settled_at))}\u00a0: "
            "les avis divergents n’étaient reçus que jusque-là."
        )
    if motion.agenda_item_id is None and day_of(now) > _dissent_day(motion):
        last = date_words(_dissent_day(motion))
        return f"Les avis divergents étaient reçus jusqu’au {last}\u00a0: il est trop tard."
    return ""


def dissent_until(motion: Motion) -> str:
    """Until when a diverging opinion may be written, as words that follow « vous pouvez le changer »."""
    if motion.agenda_item_id is not None:
        return "jusqu’à l’approbation du compte rendu de la réunion"
    return f"jusqu’au {date_words(_dissent_day(motion))}"


def _dissent_day(motion: Motion) -> date:
    return last_day(motion) + timedelta(days=DISSENT_DAYS)


def reminder_due(motion: Motion, now: datetime) -> int | None:
    """How many days before the last one the latest reminder due was due, for an open vote; None when none is.

    After an outage only the latest counts. None is due that falls before the opening.
    """
    if stage(motion, now) is not Stage.OPEN:
        return None
    due = None
    for days in REMINDER_DAYS:
        moment = datetime.combine(last_day(motion) - timedelta(days=days), REMINDER_HOUR, PARIS)
        if motion.opens_at < moment <= now:
            due = days
    return due
