from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from councils import queries as councils
from councils.committees.models import Committee, CommitteeSeat
from councils.committees.running import held_by, running_on, voices_of
from councils.electorate import sitting_on
from councils.models import Council, Membership, Term
from foundation.database import db
from foundation.text import fold


def listed() -> Select[Committee]:
    """Every committee with its commune, for a list."""
    return select(Committee).options(joinedload(Committee.municipality))


def by_slug(slug: str) -> Committee | None:
    """One committee with its commune."""
    return db.session.scalar(listed().where(Committee.slug == slug))


def choices() -> Sequence[tuple[uuid.UUID, str]]:
    """(id, name) of each committee, in the order of names: where a proposal can be sent."""
    rows = db.session.execute(select(Committee.id, Committee.name).order_by(Committee.name_key, Committee.id))
    return [(row.id, row.name) for row in rows]


def seats_of(committee_id: uuid.UUID) -> Sequence[CommitteeSeat]:
    """Every seat that councils have, had or will have in a committee, with its people, by the names of the councils."""
    return _seats(CommitteeSeat.committee_id == committee_id)


def seats_of_council(council_id: uuid.UUID) -> Sequence[CommitteeSeat]:
    """Every seat that a council has, had or will have in committees, with its people, by the committees’ names."""
    return _seats(CommitteeSeat.council_id == council_id)


def seat_in(slug: str, key: uuid.UUID) -> CommitteeSeat | None:
    """One seat in the committee of an address, with its people."""
    found = _seats(Committee.slug == slug, CommitteeSeat.id == key)
    return found[0] if found else None


def seat_for(slug: str, key: uuid.UUID) -> CommitteeSeat | None:
    """One seat of the council of an address, with its people."""
    found = _seats(Council.slug == slug, CommitteeSeat.id == key)
    return found[0] if found else None


def _seats(*which: ColumnElement[bool]) -> Sequence[CommitteeSeat]:
    return db.session.scalars(
        select(CommitteeSeat)
        .join(CommitteeSeat.committee)
        .join(CommitteeSeat.council)
        .where(*which)
        .options(
            contains_eager(CommitteeSeat.committee),
            contains_eager(CommitteeSeat.council),
            joinedload(CommitteeSeat.titular).joinedload(Membership.person),
            joinedload(CommitteeSeat.substitute).joinedload(Membership.person),
        )
        .order_by(Committee.name_key, Committee.id, Council.name_key, CommitteeSeat.start_on, CommitteeSeat.id)
    ).all()


def representatives(committee_id: uuid.UUID, on: date) -> Sequence[Membership]:
    """Whom a committee convenes for the councils on a day: titulars and substitutes, as named last, each person once.

    Of the seats that run that day, those whose membership holds then, in councils whose status lets them sit (table of
    §2.5). With each: its person, its term and its council. By the names of the people; four queries.
    """
    may_sit = [card.id for card in councils.directory_on(on) if voices_of(card.status)]
    named = (
        select(Membership.id)
        .join(CommitteeSeat, held_by(Membership))
        .where(CommitteeSeat.committee_id == committee_id, running_on(on))
    )
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.id.in_(named), Membership.council_id.in_(may_sit), sitting_on(on))
        .options(joinedload(Membership.person), joinedload(Membership.term).joinedload(Term.council))
    ).all()
    # here and not in the database, whose order puts letters with accents last
    rows = sorted(rows, key=lambda one: (fold(one.person.family_name), fold(one.person.given_name), str(one.id)))
    return list({one.person_id: one for one in reversed(rows)}.values())[::-1]
