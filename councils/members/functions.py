"""Functions in the board of a council: who holds which, from one day to another, and what they let do meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.models import Person
from citizens.roles.models import Role
from councils.electorate import sitting_on
from councils.members import services
from councils.members.models import BoardFunction, BoardRole
from councils.models import Council, Membership, Term
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, Grant, require
from foundation.text import date_short
from foundation.workflow import Refused


def held_on(day: date) -> ColumnElement[bool]:
    """That a function is held on a day, both of its ends included."""
    ends = or_(BoardFunction.valid_to.is_(None), BoardFunction.valid_to >= day)
    return and_(BoardFunction.valid_from <= day, ends)


def of_council(council_id: uuid.UUID) -> Sequence[BoardFunction]:
    """Every function ever held in a council, with who holds it: the latest first."""
    return db.session.scalars(
        select(BoardFunction)
        .join(BoardFunction.membership)
        .join(Membership.person)
        .where(Membership.council_id == council_id)
        .options(contains_eager(BoardFunction.membership).contains_eager(Membership.person))
        .order_by(BoardFunction.valid_from.desc(), BoardFunction.role, Person.family_name, BoardFunction.id)
    ).all()


def find(slug: str, key: uuid.UUID) -> BoardFunction | None:
    """One function held in a council, with who holds it and the council."""
    seat = joinedload(BoardFunction.membership)
    return db.session.scalar(
        select(BoardFunction)
        .join(BoardFunction.membership)
        .join(Council, Council.id == Membership.council_id)
        .where(Council.slug == slug, BoardFunction.id == key)
        .options(seat.joinedload(Membership.person), seat.joinedload(Membership.term).joinedload(Term.council))
    )


def grants(person_id: uuid.UUID) -> Iterator[Grant]:
    """What functions let somebody do: the board's work, and the secretary's; as long as they sit."""
    today = clock.today()
    rows = db.session.execute(
        select(Membership.council_id, BoardFunction.role)
        .join(Membership, Membership.id == BoardFunction.membership_id)
        .where(Membership.person_id == person_id, sitting_on(today), held_on(today))
    )
    for council_id, role in rows:
        yield Grant(Role.BOARD_MEMBER.value, "council", council_id)
        if role is BoardRole.SECRETARY:
            yield Grant(Role.SECRETARY.value, "council", council_id)


def give(council: Council, seat: Membership, role: BoardRole, first: date, *, actor: Actor) -> BoardFunction:
    """Give a function to a member from a day on. Raises Refused."""
    require(actor, "board.edit", council)
    services.reload(seat)
    if seat.accepted_on is None or first < seat.start_on or (seat.end_on is not None and first > seat.end_on):
        raise Refused("Cette personne ne siège pas ce jour-là\u00a0: choisissez un jour de son mandat.")
    same = select(BoardFunction.id).where(
        BoardFunction.membership_id == seat.id,
        BoardFunction.role == role,
        or_(BoardFunction.valid_to.is_(None), BoardFunction.valid_to >= first),
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused("Cette personne tient déjà cette fonction\u00a0: mettez-y fin avant de la donner de nouveau.")
    made = BoardFunction(membership_id=seat.id, role=role, valid_from=first, valid_to=seat.end_on)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "function.give", made, after=role.value)
    return made


def end(one: BoardFunction, council: Council, last: date, *, actor: Actor) -> None:
    """End a function: `last` is still a day of it. Raises Refused."""
    require(actor, "board.edit", council)
    db.session.refresh(one, ["valid_from", "valid_to"], with_for_update=True)
    if one.valid_to is not None and one.valid_to < clock.today():
        raise Refused(f"Cette fonction a déjà pris fin, le {date_short(one.valid_to)}.")
    if last < one.valid_from:
        raise Refused(f"La fonction commence le {date_short(one.valid_from)}\u00a0: son dernier jour vient après.")
    if one.valid_to is not None and last > one.valid_to:
        raise Refused(f"Le mandat se termine le {date_short(one.valid_to)}\u00a0: choisissez un jour avant.")
    one.valid_to = last
    db.session.flush()
    audit.record(actor, "function.end", one, before=one.role.value)
