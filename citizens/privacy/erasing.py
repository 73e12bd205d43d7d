"""Forgetting somebody: every package takes away what it knows of them, in one transaction (`R-PRV-01`, `R-PRV-04`).

What others decided with them stays: totals, acts, words of a public debate. Where their name stood, « Personne
retirée » stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, delete, exists, select

from citizens.models import Person
from citizens.privacy import queries
from citizens.privacy.models import RightKind, RightsRequest, RightState
from citizens.privacy.workflow import REQUEST
from foundation import audit, clock, documents, erasures
from foundation.database import change_in_public, db
from foundation.personal import declared
from foundation.policy import SYSTEM, Actor, require

AGAIN = "Refait après la restauration d’une sauvegarde"


def erase(person: Person, *, actor: Actor) -> None:
    """Forget somebody, for good; who is erased already is left alone. Namesakes are other rows and stay as they are."""
    require(actor, "erasure.carry_out", person)
    db.session.refresh(person, ["erased_at"], with_for_update=True)
    if person.erased_at is not None:
        return
    audit.record(actor, "person.erase", person)
    # what stayed on the rows that were merged into this one is of the same person
    rows = [person, *db.session.scalars(select(Person).where(Person.merged_into_id == person.id).order_by(Person.id))]
    for row in rows:
        documents.unname(row.given_name, row.family_name)
    # the upper packages first: they still read the names that the lowest takes away
    for kind in reversed(declared()):
        for row in rows:
            kind.erase(row.id)
    db.session.flush()
    for row in rows:
        erasures.note(row.id)
    change_in_public()


def redo() -> None:
    """After a backup was put back: erase again whoever was erased since (`R-PRV-04`)."""
    for person in db.session.scalars(select(Person).where(Person.id.in_(erasures.noted()), Person.erased_at.is_(None))):
        for request in queries.open_of(person.id):
            _settle(request)
        erase(person, actor=SYSTEM)


def _settle(request: RightsRequest) -> None:
    """An open request of somebody who is erased again: theirs to be erased was met, any other has no object."""
    before = request.state
    is_met = request.kind is RightKind.ERASURE
    REQUEST.move(request, "redo" if is_met else "lapse")
    if is_met and request.identified_at is None:
        request.identified_at, request.identity_check = clock.now(), AGAIN
    request.decided_at = clock.now()
    audit.record(SYSTEM, "request.redo", request, before=before.value, after=request.state.value)


def lapse(person_id: uuid.UUID, but: RightsRequest) -> None:
    """End the other open requests of somebody about to be erased: they have no object any more."""
    for request in queries.open_of(person_id):
        if request.id != but.id:
            before = request.state
            REQUEST.move(request, "lapse")
            request.decided_at = clock.now()
            audit.record(SYSTEM, "request.lapse", request, before=before.value, after=RightState.WITHDRAWN.value)


def complete_list() -> None:
    """Add to the list of erasures those that a crash kept from it."""
    erasures.complete(db.session.scalars(select(Person.id).where(Person.erased_at.is_not(None)).order_by(Person.id)))


def drop_unused(people: Collection[uuid.UUID]) -> None:
    """Delete those of some people of whom nothing is known but a name: no account, no seat, no word of theirs."""
    lone = select(Person.id).where(
        Person.id.in_(people), *(~exists().where(column == Person.id) for column in _pointing())
    )
    for key in db.session.scalars(lone).all():
        for kind in reversed(declared()):
            kind.erase(key)
        db.session.flush()
        db.session.execute(delete(Person).where(Person.id == key))


def _pointing() -> list[Column[Any]]:
    """Every column that keeps a person's row in its place; what goes with the row does not."""
    named = (name.split(".") for kind in declared() for name in kind.columns)
    columns = (db.metadata.tables[table].c[column] for table, column in named)
    return [
        column
        for column in columns
        if any(key.column.table.name == "person" and key.ondelete != "CASCADE" for key in column.foreign_keys)
    ]
