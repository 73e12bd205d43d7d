"""Seats of the councils of the situations in their committee, as the services leave them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from councils.committees import queries, seating
from councils.committees.models import CommitteeSeat, SeatVoice
from foundation.database import db
from foundation.policy import Actor
from tests.mailbox import Mailbox
from tests.meetings import situations as s

SECRETARY = Actor(role="committee_secretary")
BOARD = Actor(role="board_member")
SINCE = s.TODAY - timedelta(days=20)
OFFICE = "/comites/copil/sieges"
PUBLIC = "/comites/copil"


def given(
    app: Flask, council: str = "lune", voice: SeatVoice = SeatVoice.DELIBERATIVE, first: date = SINCE
) -> uuid.UUID:
    """A seat that a council was given; its id."""
    with s.writing(app):
        return seating.give(s.committee(), s.council(council), voice, first, actor=SECRETARY).id


def names(app: Flask, key: uuid.UUID, titular: str = "", substitute: str = "") -> None:
    """The board of the council names who holds a seat."""
    with s.writing(app):
        seat = one(key)
        people = [s.seat(name).id if name else None for name in (titular, substitute)]
        seating.name(seat, people[0], people[1], seen=seat.version, actor=BOARD)


def speaks(app: Flask, key: uuid.UUID, voice: SeatVoice) -> None:
    """The secretary of the committee changes the voice of a seat."""
    with s.writing(app):
        seat = one(key)
        seating.change_voice(seat, voice, seen=seat.version, actor=SECRETARY)


def told(app: Flask, name: str) -> list[str]:
    """What somebody was written about seats, by the subjects of the letters."""
    letters = Mailbox(app).to(s.email(name))
    return sorted(letter.subject for letter in letters if "siège" in letter.subject or "représentez" in letter.subject)


def one(key: uuid.UUID) -> CommitteeSeat:
    """A seat with its people, in the present transaction."""
    council = db.session.scalars(
        select(CommitteeSeat).where(CommitteeSeat.id == key).with_only_columns(CommitteeSeat.council_id)
    ).one()
    return next(seat for seat in queries.seats_of_council(council) if seat.id == key)


def page(key: uuid.UUID, council: str = "lune") -> str:
    """Where a council names who holds a seat."""
    return f"/conseils/{council}/gestion/sieges/{key}"
