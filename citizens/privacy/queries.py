from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from citizens.models import Person
from citizens.privacy.models import RightsRequest
from citizens.privacy.workflow import OPEN
from foundation.audit import AuditEntry, history
from foundation.database import db
from foundation.text import fold

MOST_FOUND = 30


def find(key: uuid.UUID) -> RightsRequest | None:
    """One request with its person."""
    return db.session.scalar(_requests().where(RightsRequest.id == key))


def held(key: uuid.UUID) -> RightsRequest:
    """A request as it now stands, kept from others until the end of the transaction."""
    return db.session.scalars(
        _requests()
        .where(RightsRequest.id == key)
        .with_for_update(of=RightsRequest)
        .execution_options(populate_existing=True)
    ).one()


def _requests() -> Select[RightsRequest]:
    return select(RightsRequest).options(joinedload(RightsRequest.person, innerjoin=True))


def of_person(person_id: uuid.UUID) -> Sequence[RightsRequest]:
    """What somebody asked, the latest first."""
    mine = select(RightsRequest).where(RightsRequest.person_id == person_id)
    return db.session.scalars(mine.order_by(RightsRequest.received_at.desc(), RightsRequest.id)).all()


def open_of(person_id: uuid.UUID) -> Sequence[RightsRequest]:
    """What somebody asked that is not decided."""
    return db.session.scalars(
        select(RightsRequest).where(RightsRequest.person_id == person_id, RightsRequest.state.in_(OPEN))
    ).all()


def listed(*, decided: bool) -> Select[RightsRequest]:
    """The requests that wait, or those decided, with their people."""
    waits = RightsRequest.state.in_(OPEN)
    return _requests().where(~waits if decided else waits)


def waiting() -> tuple[int, RightsRequest | None]:
    """How many requests wait, and the one due first."""
    waits = RightsRequest.state.in_(OPEN)
    count = db.session.scalar(select(func.count()).select_from(RightsRequest).where(waits)) or 0
    first = select(RightsRequest).where(waits).order_by(RightsRequest.due_on, RightsRequest.id).limit(1)
    return count, db.session.scalar(first) if count else None


def trail(request: RightsRequest) -> Sequence[AuditEntry]:
    """What was done to a request, the first act first."""
    return db.session.scalars(history(RightsRequest, [request.id])).all()


def person(key: uuid.UUID) -> Person | None:
    """Somebody whom the site still knows: neither erased, nor the double of another."""
    found = db.session.get(Person, key)
    return found if found is not None and found.erased_at is None and found.merged_into_id is None else None


def named(words: str) -> Sequence[Person]:
    """Those whose names begin with these words, whatever their accents and order; some of them when they are many."""
    asked = fold(words).split()
    if not asked:
        return []
    rows = db.session.execute(
        select(Person.id, Person.given_name, Person.family_name).where(
            Person.erased_at.is_(None), Person.merged_into_id.is_(None)
        )
    )
    keys = [row.id for row in rows if _is_meant(fold(f"{row.given_name} {row.family_name}").split(), asked)]
    wanted = select(Person).where(Person.id.in_(keys[:MOST_FOUND]))
    return db.session.scalars(wanted.order_by(Person.family_name, Person.given_name, Person.id)).all()


def _is_meant(name: Sequence[str], asked: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in asked)
