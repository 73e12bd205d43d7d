"""Votes as tests need them: opened by the board through the services, read and closed at chosen moments."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from citizens.models import Person
from councils.models import College, Membership, Origin
from foundation.database import db, reading
from foundation.journal import ActKind, JournalEntry, published
from foundation.policy import Actor
from meetings.votes import links, queries, services
from meetings.votes.models import ConflictOfInterest, Motion, Vote, VoteChoice
from tests.mailbox import Mailbox
from tests.meetings import situations as s

BOARD = Actor(role="board_member")
QUESTION = "Faut-il un banc sur la place ?"
TYPESET = QUESTION.replace(" ?", "\u202f?")
TEXT = "Un **banc** sur la place."
CLOSING = s.paris(s.TODAY + timedelta(days=6), 20)


def opened(app: Flask, slug: str = "lune", closes_at: datetime = CLOSING, **more: Any) -> uuid.UUID:
    """Open a vote in a council at noon of `TODAY`; gives its id."""
    with s.writing(app):
        return open_here(slug, closes_at, **more).id


def open_here(slug: str = "lune", closes_at: datetime = CLOSING, **more: Any) -> Motion:
    """Open a vote in the present transaction."""
    council = s.council(slug)
    given: dict[str, Any] = {
        "actor": BOARD,
        "question": TYPESET,
        "text": TEXT,
        "html": "<p>Un <strong>banc</strong> sur la place.</p>",
        "url": f"/conseils/{slug}",
        "closes_at": closes_at,
        **more,
    }
    return services.open_vote(council, **given)


def page(key: uuid.UUID, slug: str = "lune") -> str:
    """The address of a vote."""
    return f"/conseils/{slug}/votes/{key}"


def motion(key: uuid.UUID) -> Motion:
    """A motion with its council, in the present transaction."""
    found = queries.find(key)
    assert found is not None
    return found


def answer(app: Flask, key: uuid.UUID, name: str, choice: VoteChoice, at: datetime) -> None:
    """Somebody answers at a moment, through the service."""
    with s.writing_at(app, at):
        services.cast(motion(key), s.seat(name), choice, actor=s.acting(name))


def close(app: Flask, at: datetime = CLOSING) -> int:
    """Let the clock close what is due at a moment."""
    with s.writing_at(app, at):
        return services.close_due()


def link(app: Flask, key: uuid.UUID, name: str) -> str:
    """The path of somebody's own link."""
    with app.app_context(), reading():
        return f"/voter/{links.token(key, s.seat(name).id)}"


def link_in_letter(app: Flask, name: str) -> str:
    """The path of the link in somebody's last letter."""
    found = re.search(r"http://localhost(/voter/\S+)", Mailbox(app).to(s.email(name))[-1].text)
    assert found
    return found[1]


def kept(app: Flask, key: uuid.UUID) -> dict[str, VoteChoice]:
    """Who answered what, by given name, as the table says."""
    with app.app_context(), reading():
        rows = db.session.scalars(select(Vote).where(Vote.motion_id == key)).all()
        names = {s.seat(name).id: name for name in (*s.VOTERS, "Inès", "Jules", "Karim", "Léa")}
        return {names[row.membership_id]: row.choice for row in rows}


def conflicts(app: Flask, key: uuid.UUID) -> int:
    """How many declared an interest."""
    with app.app_context(), reading():
        found = db.session.scalars(select(ConflictOfInterest).where(ConflictOfInterest.motion_id == key))
        return len(found.all())


def frozen(app: Flask, key: uuid.UUID) -> tuple[Any, ...]:
    """For, against, abstain, apart, base, required and result of a motion."""
    with app.app_context(), reading():
        row = motion(key)
        totals = (row.votes_for, row.votes_against, row.votes_abstain, row.votes_apart)
        return (*totals, row.base, row.required, row.result)


def lines(app: Flask, kind: ActKind) -> list[dict[str, Any]]:
    """The lines of the public journal of one kind: subject and payload."""
    with app.app_context(), reading():
        rows = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.seq))
        return [{"subject": row.subject, **published(row).payload} for row in rows]


def crowd(app: Flask, count: int, day: date) -> list[uuid.UUID]:
    """So many more members of « Lune » from a day on, without accounts, written in bulk; gives their memberships."""
    seats = [(uuid.uuid4(), uuid.uuid4()) for _ in range(count)]
    with s.writing(app, day):
        where = {"term_id": s.term().id, "council_id": s.council().id}
        people = [{"id": person, "given_name": "Alix", "family_name": "Foule"} for person, _ in seats]
        db.session.execute(insert(Person), people)
        common = {"college": College.RESIDENTS, "origin": Origin.VOLUNTEER, "voting": True, **where}
        common |= {"start_on": day, "accepted_on": day}
        db.session.execute(insert(Membership), [{"id": seat, "person_id": who, **common} for who, seat in seats])
    return [seat for _, seat in seats]
