"""The people behind the seats: how to reach them, who agreed to be named, who has still to answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.models import Consent, ConsentPurpose, Contact, Person
from councils.electorate import sitting_on
from councils.models import Council, EndReason, Membership, Term
from foundation.database import db
from foundation.text import fold


def contacts(person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Contact]:
    """How to reach some people, by person."""
    rows = db.session.scalars(select(Contact).where(Contact.person_id.in_(person_ids)))
    return {row.person_id: row for row in rows}


def contact(person_id: uuid.UUID) -> Contact | None:
    """How to reach one person."""
    return db.session.get(Contact, person_id)


def public_names(council_id: uuid.UUID, day: date) -> set[uuid.UUID]:
    """The memberships of a day whose names may be shown: their person agreed, is of age, and asked for no erasure."""
    agreed = and_(
        Consent.person_id == Membership.person_id,
        Consent.purpose == ConsentPurpose.PUBLIC_NAME,
        Consent.withdrawn_at.is_(None),
    )
    rows = db.session.scalars(
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .join(Consent, agreed)
        .where(
            Membership.council_id == council_id,
            sitting_on(day),
            Person.erased_at.is_(None),
            or_(Person.minor_until.is_(None), Person.minor_until < day),
        )
    )
    return set(rows)


@dataclass(frozen=True)
class Namesake:
    """Somebody of the same name who sits, sat or was called in this council."""

    person_id: uuid.UUID
    membership: Membership


def namesakes(council_id: uuid.UUID, given_name: str, family_name: str) -> Sequence[Namesake]:
    """Those of a name among the people of one council, each by their latest membership. Other councils are not told."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.council_id == council_id, Person.merged_into_id.is_(None), Person.erased_at.is_(None))
        .options(contains_eager(Membership.person), joinedload(Membership.organization))
        .order_by(Membership.start_on, Membership.id)
    )
    wanted = {fold(f"{given_name} {family_name}"), fold(f"{family_name} {given_name}")}
    latest = {one.person_id: one for one in rows if fold(f"{one.person.given_name} {one.person.family_name}") in wanted}
    return [Namesake(key, one) for key, one in latest.items()]


def unaccepted_of(person_id: uuid.UUID | None, day: date) -> Sequence[Membership]:
    """The seats offered to somebody that they have neither accepted nor refused, with their councils."""
    return db.session.scalars(
        select(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.accepted_on.is_(None),
            or_(Membership.end_on.is_(None), Membership.end_on >= day),
            or_(Membership.end_reason.is_(None), Membership.end_reason != EndReason.REFUSED),
        )
        .options(joinedload(Membership.term).joinedload(Term.council))
        .order_by(Membership.start_on, Membership.id)
    ).all()


def silent(council_ids: Collection[uuid.UUID], before: date) -> Sequence[tuple[Council, int]]:
    """How many people of each council were put on its list before a day and have neither accepted nor refused."""
    rows = db.session.execute(
        select(Council, func.count(Membership.id))
        .join(Membership, Membership.council_id == Council.id)
        .where(
            Council.id.in_(council_ids),
            Membership.accepted_on.is_(None),
            Membership.start_on < before,
            or_(Membership.end_reason.is_(None), Membership.end_reason == EndReason.TERM_END),
        )
        .group_by(Council.id)
        .order_by(Council.name_key, Council.id)
    )
    return [(row[0], row[1]) for row in rows]
