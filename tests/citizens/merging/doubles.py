"""Second rows of people of the situations, and all the tables as they stand, to compare."""

from __future__ import annotations

import uuid
from datetime import date

from flask import Flask
from sqlalchemy import select

from citizens.merging import services
from citizens.merging.models import PersonMerge
from citizens.models import Gender, Person
from citizens.services import add_person
from councils.models import College, EndReason, Origin
from councils.services import propose
from foundation import clock
from foundation.database import Model, db
from foundation.policy import Actor
from tests.councils.situations import FACILITATOR, NETWORK
from tests.meetings import situations as s

WHY = "Elle est inscrite deux fois."
# what a merge writes besides moving references: its own rows, the trail, letters
BESIDES = {"person_merge", "moved_row", "audit_entry", "outgoing_letter", "site_state", "throttle_counter"}


def added(given: str = "Chloé", family: str = "Essai") -> Person:
    """A new row, in the present transaction."""
    return add_person(given, family, Gender.UNDECLARED, actor=FACILITATOR)


def sits(who: Person, slug: str, start: date, end: date | None = None) -> uuid.UUID:
    """Give a row a seat, in the present transaction; gives its id."""
    row = propose(
        who, s.term(slug), actor=FACILITATOR, college=College.RESIDENTS, origin=Origin.VOLUNTEER,
        start_on=start, accepted_on=clock.today(),
    )  # fmt: skip
    if end is not None:
        row.end_on, row.end_reason = end, EndReason.MOVED
    db.session.flush()
    return row.id


def merged(app: Flask, kept: uuid.UUID, double: uuid.UUID, actor: Actor = NETWORK) -> uuid.UUID:
    """Merge two rows; gives the merge's id."""
    with s.writing_at(app, clock.now()):
        people = db.session.get_one(Person, kept), db.session.get_one(Person, double)
        return services.merge(*people, WHY, actor=actor).id


def parted(app: Flask, merge: uuid.UUID) -> int:
    """Undo a merge; gives how many rows went back."""
    with s.writing_at(app, clock.now()):
        return services.undo(db.session.get_one(PersonMerge, merge), actor=NETWORK)


def tables() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those of merges, of the trail and of letters, in the present transaction."""
    db.session.flush()
    return {
        name: sorted(map(tuple, db.session.execute(select(*table.c))), key=repr)
        for name, table in Model.metadata.tables.items()
        if name not in BESIDES
    }
