"""Meetings as entries of calendars (RFC 5545): one identifier for good, a number that rises with each change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from foundation import clock
from foundation.addresses import whole
from foundation.clock import PARIS
from meetings.convener import Convener
from meetings.convening import queries, wording
from meetings.models import Meeting, MeetingState

PUBLISHER = "-//Porte-Voix//Conseils citoyens//FR"
# entries of the past that a calendar may still want
KEPT = timedelta(days=400)
MOST = 200


def of_meeting(meeting: Meeting) -> bytes:
    """One meeting."""
    return _written(meeting.convener.name, [meeting])


def of_convener(convener: Convener) -> bytes:
    """The meetings of a council, of a committee or of the network: those to come, and those of the last year."""
    since = clock.now() - KEPT
    return _written(convener.name, queries.coming_up(since, convener=convener, most=MOST))


def of_person(meetings: Iterable[Meeting]) -> bytes:
    """The meetings of all councils of one person."""
    return _written("Mes réunions", meetings)


def _written(name: str, meetings: Iterable[Meeting]) -> bytes:
    book = Calendar()
    book.add("prodid", PUBLISHER)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    for meeting in meetings:
        book.add_component(_event(meeting))
    book.add_missing_timezones(
        first_date=datetime(2014, 1, 1, tzinfo=PARIS), last_date=datetime(2038, 1, 1, tzinfo=PARIS)
    )
    written: bytes = book.to_ical()
    return written


def _event(meeting: Meeting) -> Event:
    """What everybody may know of it: a link to take part from a distance is on no calendar."""
    event = Event()
    event.add("uid", f"{meeting.id}@porte-voix")
    event.add("sequence", meeting.changes)
    event.add("dtstamp", meeting.convened_at or meeting.starts_at)
    event.add("dtstart", meeting.starts_at.astimezone(PARIS))
    event.add("dtend", wording.ends_at(meeting).astimezone(PARIS))
    event.add("summary", meeting.title)
    event.add("location", wording.where(meeting))
    event.add("url", whole("meetings.read", key=meeting.id))
    event.add("status", "CANCELLED" if meeting.state is MeetingState.CANCELLED else "CONFIRMED")
    if meeting.access:
        event.add("description", meeting.access)
    return event
