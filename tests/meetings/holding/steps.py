"""The steps of a meeting that is held, pressed by its council."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from councils.models import Membership
from foundation.clock import standing_at
from foundation.database import db
from foundation.policy import Actor
from foundation.workflow import Refused
from meetings.holding import services
from meetings.models import AgendaItem, ItemKind
from meetings.presence import attending
from meetings.presence.models import Attendance, AttendanceStatus
from meetings.presence.roll import roll_of
from meetings.votes import putting
from meetings.votes.models import Motion, VoteMethod
from meetings.votes.putting import Question
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, convened, link, the_meeting

__all__ = ["IN_TIME", "link", "the_meeting"]

EVENING = s.paris(IN_TIME, 18, 30)


def name(who: str) -> str:
    """How somebody is called on the page."""
    return f"{who} Essai"


@contextmanager
def evening(minutes: int = 0) -> Iterator[datetime]:
    """The clock stands so many minutes after the hour told."""
    moment = EVENING + timedelta(minutes=minutes)
    with standing_at(moment):
        yield moment


def a_meeting(app: Flask, **changes: str) -> uuid.UUID:
    """A plenary convened in time, with an information, a discussion and a decision."""
    convened(app, **changes)
    with s.reading_at(app, s.noon(s.TODAY)):
        return the_meeting().id


def hold_page(app: Flask, key: uuid.UUID, who: str = "Nora") -> Browser:
    return s.signed_in(app, who).visits(f"/conseils/lune/gestion/reunions/{key}/seance")


def opened(app: Flask, key: uuid.UUID, *present: str) -> Browser:
    """The page of the meeting, open, some noted present."""
    page = hold_page(app, key).presses("Ouvrir la réunion")
    for who in present:
        page.presses(f"Présent·e : {name(who)}")
    return page


def within(app: Flask, act: Callable[[], object], minutes: int = 10) -> object:
    """Do something as a service does it, while the meeting goes on."""
    with s.writing_at(app, EVENING + timedelta(minutes=minutes)):
        return act()


def seat(who: str) -> Membership:
    return s.seat(who)


def item(kind: ItemKind = ItemKind.DECISION) -> AgendaItem:
    """The item of a kind, with its meeting."""
    found = db.session.scalars(select(AgendaItem).where(AgendaItem.kind == kind)).one()
    found.meeting = the_meeting()
    return found


def motion() -> Motion:
    found = db.session.scalars(select(Motion).order_by(Motion.opens_at.desc())).first()
    assert found is not None
    found.council = s.council()
    return found


def there(app: Flask) -> tuple[int, int, int]:
    """How many are in the room, at a distance, represented."""
    with s.reading_at(app, EVENING + timedelta(minutes=30)):
        found = roll_of(the_meeting()).there
    return found.present, found.remote, found.represented


def nora() -> Actor:
    return s.acting("Nora", "secretary")


def member(name: str) -> Actor:
    return s.acting(name)


def refused(app: Flask, act: Callable[[], object], minutes: int = 10) -> str:
    with s.writing_at(app, EVENING + timedelta(minutes=minutes)), pytest.raises(Refused) as why:
        act()
    return " ".join(why.value.sentences)


def tick(name: str, status: AttendanceStatus = AttendanceStatus.PRESENT) -> Attendance:
    return attending.tick(the_meeting(), s.seat(name), status, actor=nora())


def put(method: VoteMethod = VoteMethod.SHOW_OF_HANDS, kind: ItemKind = ItemKind.DECISION) -> Motion:
    return putting.put(item(kind), Question("Le dimanche 14\u202f?", method), actor=nora())


def begun(app: Flask, *present: str) -> None:
    """A meeting open, some noted present."""
    a_meeting(app)
    within(app, lambda: services.open_meeting(the_meeting(), actor=nora()), 0)
    for name in present:
        within(app, lambda name=name: tick(name), 1)
