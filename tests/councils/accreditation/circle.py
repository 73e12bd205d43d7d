"""Those around a council who are told of its dossiers, each with an account; and the letters they get."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from flask import Flask
from sqlalchemy import select

from citizens.roles.models import Role, ScopeType
from councils.territory.models import Municipality
from foundation import clock, jobs
from foundation.database import db, reading
from foundation.jobs import RunState
from foundation.outbox import OutgoingLetter
from tests.citizens.people import person
from tests.councils import situations as s

NETWORK, DELEGATE, LIAISON, FACILITATOR, BOARD = (
    f"{name}@example.org" for name in ("reseau", "prefecture", "referente", "animateur", "bureau")
)
ALL = {NETWORK, DELEGATE, LIAISON, FACILITATOR, BOARD}


def gather(app: Flask, slug: str = "lune", on: date = s.TODAY) -> None:
    """Give a council of Lille its circle, in office from a day."""
    with app.app_context(), reading():
        council = s.the_council(slug).id
        lille = db.session.scalars(select(Municipality.id).where(Municipality.slug == "lille")).one()
    with clock.standing_at(s.noon(on)):
        person(app, NETWORK, Role.NETWORK_COORDINATOR, name="Julie", password=None)
        person(app, DELEGATE, Role.PREFECT_DELEGATE, name="Denis", password=None,
               scope=(ScopeType.ORGANIZATION, uuid.uuid4()))  # fmt: skip
        person(app, LIAISON, Role.MUNICIPAL_LIAISON, name="Nadia", password=None,
               scope=(ScopeType.MUNICIPALITY, lille))  # fmt: skip
        for email, role in ((FACILITATOR, Role.COUNCIL_FACILITATOR), (BOARD, Role.BOARD_MEMBER)):
            person(app, email, role, name="Farid", password=None, scope=(ScopeType.COUNCIL, council))


def letters(app: Flask) -> list[OutgoingLetter]:
    """Every letter written, the oldest first."""
    with app.app_context(), reading():
        found = list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.posted_at, OutgoingLetter.id)))
        db.session.expunge_all()
    return found


def written(app: Flask) -> set[uuid.UUID]:
    """The keys of the letters written so far."""
    return {letter.id for letter in letters(app)}


def run(app: Flask, name: str, on: date, hour: int = 8) -> list[tuple[str, str]]:
    """Run a job on a day; gives (to whom, subject up to its colon) of each letter it wrote."""
    before = written(app)
    job = next(job for job in app.extensions["jobs"] if job.name == name)
    with app.app_context(), clock.standing_at(datetime.combine(on, time(hour, 30), clock.PARIS)):
        assert jobs.run_now(job) is RunState.DONE
    return sorted(
        (letter.recipient, letter.subject.partition("\u00a0:")[0]) for letter in letters(app) if letter.id not in before
    )


def mornings(app: Flask, first: date, days: int) -> dict[int, list[tuple[str, str]]]:
    """Run the reminders of each morning; gives what was written, by how many days after the first."""
    told = {number: run(app, "accreditation.remind", first + timedelta(days=number)) for number in range(days)}
    return {number: written for number, written in told.items() if written}
