"""Merging two rows found to be one person, and undoing it: one transaction each, noted row by row.

What the trail says of who did what is never rewritten: it keeps the id under which each act was done.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from citizens.merging import mails, queries
from citizens.merging.models import MovedRow, PersonMerge
from citizens.merging.planning import Plan, plan
from citizens.merging.references import references
from citizens.models import Person
from citizens.notifications.services import address_of
from foundation import audit, clock
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

ONESELF = "L’une de ces fiches est la vôtre\u00a0: demandez à quelqu’un d’autre de s’en charger."
NOT_NOW = "Quelque chose d’autre s’y oppose, et rien n’a changé. Rouvrez cette page, puis essayez de nouveau."
AFTER = (
    "Quelque chose s’est ajouté depuis à l’une des deux fiches, et ne peut y être deux fois. Rien n’a changé\u00a0: "
    "demandez à qui anime le conseil de corriger les sièges, puis revenez."
)


def merge(kept: Person, double: Person, reason: str, *, actor: Actor) -> PersonMerge:
    """Merge a double into the row to keep. Raises Refused, with a sentence for each thing that forbids it."""
    require(actor, "person.merge")
    if actor.id in {kept.id, double.id}:
        raise Refused(ONESELF)
    known = {address_of(kept.id), address_of(double.id)} - {""}
    row = unite(kept.id, double.id, reason, actor=actor)
    _tell(known, row, "merged")
    return row


def unite(kept_id: uuid.UUID, double_id: uuid.UUID, reason: str, *, actor: Actor) -> PersonMerge:
    """The same for a caller whose own rule allows it: somebody who says that both rows are theirs. Tells nobody."""
    kept, double = _held(kept_id, double_id)
    refuse_state(kept, double)
    found = plan(kept_id, double_id)
    if found.hindrances:
        raise Refused(*found.hindrances)
    row = PersonMerge(
        id=uuid.uuid4(),
        kept_id=kept_id,
        double_id=double_id,
        reason=nfc(reason),
        merged_at=clock.now(),
        merged_by_id=actor.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            double.merged_into_id = kept_id
            db.session.flush()
            _move(found, row)
    except IntegrityError as clash:
        raise Refused(NOT_NOW) from clash
    audit.record(actor, "person.merge", row)
    return row


def _held(*people: uuid.UUID) -> tuple[Person, Person]:
    """Both rows as they now stand, kept from others in one order, so that two who press at once wait for each other."""
    held = db.session.scalars(
        select(Person)
        .where(Person.id.in_(people))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    known = {one.id: one for one in held}
    return known[people[0]], known[people[1]]


def refuse_state(kept: Person, double: Person) -> None:
    """Refuse rows that are no longer two people of the site: merged meanwhile, or erased."""
    if double.merged_into_id == kept.id:
        raise Refused("Ces deux fiches sont déjà réunies\u00a0: il n’y a plus rien à faire.")
    if kept.merged_into_id is not None or double.merged_into_id is not None:
        raise Refused("L’une de ces fiches a été réunie avec une autre\u00a0: cherchez de nouveau cette personne.")
    if kept.erased_at is not None or double.erased_at is not None:
        raise Refused("Les données de l’une de ces personnes ont été effacées\u00a0: il n’y a plus rien à réunir.")


def _move(found: Plan, row: PersonMerge) -> None:
    for lot in found.lots:
        lot.reference.point(lot.moving, row.kept_id)
        table, column = lot.reference.name
        # a row that is named by its person has another name once it is moved
        renamed = lot.reference.column.primary_key
        for keys, stayed in ((lot.moving, False), (lot.staying, True)):
            db.session.add_all(
                MovedRow(
                    merge_id=row.id,
                    table_name=table,
                    column_name=column,
                    row_id=row.kept_id if renamed and not stayed else key,
                    stayed=stayed,
                )
                for key in keys
            )
    db.session.flush()


def undo(row: PersonMerge, *, actor: Actor) -> int:
    """Make two people of them again: what was moved and still points to the kept one goes back. Gives how many rows.

    What came since stays with the kept one. Raises Refused when it can no longer be undone.
    """
    require(actor, "person.merge")
    if actor.id in {row.kept_id, row.double_id}:
        raise Refused(ONESELF)
    kept, double = _held(row.kept_id, row.double_id)
    db.session.refresh(row, ["undone_at"], with_for_update=True)
    refuse_undoing(row, kept, double)
    known = {address_of(kept.id), address_of(double.id)} - {""}
    try:
        with db.session.begin_nested():
            double.merged_into_id, row.undone_at = None, clock.now()
            db.session.flush()
            count = _move_back(row.id, kept.id, double.id)
    except IntegrityError as clash:
        raise Refused(AFTER) from clash
    audit.record(actor, "person.part", row)
    _tell(known | ({address_of(double.id)} - {""}), row, "undone")
    return count


def refuse_undoing(row: PersonMerge, kept: Person, double: Person) -> None:
    """Refuse to undo what cannot be undone any more, with what to do about it."""
    if row.undone_at is not None:
        raise Refused("Ces deux fiches sont déjà séparées\u00a0: il n’y a plus rien à faire.")
    if kept.merged_into_id is not None:
        raise Refused(
            "La fiche gardée a depuis été réunie avec une autre\u00a0: séparez d’abord celles-là, dans la liste des "
            "fiches réunies, puis revenez."
        )
    if kept.erased_at is not None or double.erased_at is not None:
        raise Refused("Les données de cette personne ont été effacées\u00a0: il n’y a plus rien à séparer.")


def _move_back(merge_id: uuid.UUID, kept_id: uuid.UUID, double_id: uuid.UUID) -> int:
    noted = queries.moved(merge_id)
    count = 0
    for reference in references():
        rows = set(noted.get(reference.name, ())) & set(reference.rows_of(kept_id))
        if reference.clashing(kept_id, double_id, rows):
            raise Refused(AFTER)
        reference.point(rows, double_id)
        count += len(rows)
    return count


def _tell(emails: Sequence[str] | set[str], row: PersonMerge, what: str) -> None:
    """Write to each address that was known for either."""
    for number, email in enumerate(sorted(emails)):
        letter = mails.merged(email) if what == "merged" else mails.undone(email)
        post(letter, once=f"merge/{row.id}/{what}/{number}")
