"""The same meeting again: one more like it, or a series of them, each in preparation on its own."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from foundation import clock
from foundation.clock import moments_at
from foundation.policy import Actor, require
from foundation.text import date_words
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.convening import days, noticing, queries, services
from meetings.convening.asked import Plan, Point
from meetings.models import Meeting

WEEK = timedelta(days=7)
MOST = 12
MONTHLY = 0


@dataclass(frozen=True)
class Repeat:
    """How often a meeting is held anew, and how many in all; `weeks` is 0 for each month, on the same rank."""

    weeks: int
    times: int

    def dates(self, first: date) -> list[date]:
        """The days of all of them, on calendar dates (`R-TIM-03`)."""
        if self.weeks == MONTHLY:
            return [same_rank(first, months) for months in range(self.times)]
        return [first + number * self.weeks * WEEK for number in range(self.times)]


def same_rank(day: date, months: int) -> date:
    """The day with the same weekday and rank, some months after: « le 2e mardi ». The fifth is its month’s last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first, length = calendar.monthrange(year, month + 1)
    found = 1 + (day.weekday() - first) % 7 + 7 * ((day.day - 1) // 7)
    return date(year, month + 1, found if found <= length else found - 7)


def first_like(day: date, earliest: date) -> date:
    """The first day with the same weekday, from a day on."""
    return earliest + timedelta(days=(day.weekday() - earliest.weekday()) % 7)


def copy(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Prepare the same meeting for the first day of the same weekday that leaves time for its notice. Raises Refused.

    What was added after the notice stays behind, and so do the documents.
    """
    require(actor, "meeting.plan", meeting)
    today = clock.today()
    clear = noticing.clear_days(meeting, today)
    day = first_like(meeting.day, days.first_day(today, clear))
    while not moments_at(day, meeting.hour):
        day += WEEK
    made = services.plan(meeting.convener, replace(_plan(meeting), day=day), actor=actor)
    for item in queries.items(meeting.id):
        if not item.added_later:
            services.add_item(made, Point(item.title, item.kind, item.minutes), actor=actor)
    return made


def _plan(meeting: Meeting) -> Plan:
    return Plan(
        kind=meeting.kind,
        title=meeting.title,
        day=meeting.day,
        hour=meeting.hour,
        duration_min=meeting.duration_min,
        place=meeting.place,
        address=meeting.address,
        access=meeting.access,
        remote_url=meeting.remote_url,
        offers=frozenset(meeting.offers),
    )


def plan(convener: Convener, asked: Plan, repeat: Repeat, *, actor: Actor) -> list[Meeting]:
    """Begin to prepare a series, the first on the day asked for. Raises Refused; then none is begun."""
    found = repeat.dates(asked.day)
    for day in found[1:]:
        if not moments_at(day, asked.hour):
            raise Refused(
                f"Le {date_words(day)}, les horloges sautent cette heure-là\u00a0: choisissez une autre heure, ou "
                "moins de réunions."
            )
    return [services.plan(convener, replace(asked, day=day), actor=actor) for day in found]
