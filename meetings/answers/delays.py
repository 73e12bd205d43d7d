"""The clocks of a proposal on its way (domain §4.4): by when it is acknowledged and answered, and how late it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median

from foundation import clock
from foundation.text import plural
from meetings.proposals.models import Proposal
from meetings.proposals.workflow import ON_ITS_WAY

REMINDED_BEFORE = 5
WEEK = 7
# from the thirtieth day on, a late answer is the business of those who preside (`R-PRP-02`)
FIRST_STEP = timedelta(days=29)


def day_of(moment: datetime) -> date:
    """The Paris day of a moment."""
    return moment.astimezone(clock.PARIS).date()


def days_between(start: datetime, end: datetime) -> int:
    """How many Paris days lie between two moments."""
    return (day_of(end) - day_of(start)).days


def acknowledge_by(transmitted_at: datetime, acknowledgement_days: int) -> date:
    """The last day on which the committee says in time that it received a proposal."""
    return day_of(transmitted_at) + timedelta(days=acknowledgement_days)


def days_taken(proposal: Proposal) -> int | None:
    """How many days the first answer took, counted from the transmission, for ever (`R-PRP-09`)."""
    if proposal.transmitted_at is None or proposal.answered_at is None:
        return None
    return days_between(proposal.transmitted_at, proposal.answered_at)


def due_words(due_on: date, today: date) -> str:
    """How far a day is, in words: « En retard de 12 jours », « Aujourd’hui au plus tard », « Dans 5 jours »."""
    days = (due_on - today).days
    if days < 0:
        return f"En retard de {plural(-days, 'jour', 'jours')}"
    return f"Dans {plural(days, 'jour', 'jours')}" if days else "Aujourd’hui au plus tard"


def late_words(proposal: Proposal, today: date) -> str:
    """« En retard de 12 jours » for a proposal that waits for a late answer; nothing for any other."""
    due_on = proposal.answer_due_on
    if proposal.state not in ON_ITS_WAY or due_on is None or due_on >= today:
        return ""
    return due_words(due_on, today)


def middle(days: Iterable[int]) -> int | None:
    """The delay that half of the answers kept within: the median, in whole days; None without any."""
    known = list(days)
    return round(median(known)) if known else None


def reminder_step(elapsed: int, acknowledgement_days: int) -> int | None:
    """The highest reminder due so many days after the transmission, while nothing is acknowledged.

    The first comes five days before the last day, the second on it, then one a week (d+10, d+15, d+22… by default);
    each is named by its day. None before the first.
    """
    if elapsed >= acknowledgement_days:
        return acknowledgement_days + (elapsed - acknowledgement_days) // WEEK * WEEK
    first = acknowledgement_days - REMINDED_BEFORE
    return first if first > 0 and elapsed >= first else None
