"""The draws of a council, and who is on their lists."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from citizens.models import Contact
from councils.models import Council, Coverage, Term
from councils.sortition.models import Candidate, CandidateState, Sortition
from councils.territory.models import Neighborhood
from foundation.database import db

LATEST = (Sortition.day.desc(), Sortition.id)


def _draws() -> Select[Sortition]:
    return (
        select(Sortition)
        .join(Sortition.term)
        .join(Term.council)
        .options(
            contains_eager(Sortition.term).contains_eager(Term.council),
            joinedload(Sortition.protocol),
            selectinload(Sortition.sources),
        )
    )


def find(slug: str, key: uuid.UUID) -> Sortition | None:
    """One draw of a council, with its term, its sources and its protocol."""
    return db.session.scalar(_draws().where(Council.slug == slug, Sortition.id == key))


def is_public() -> ColumnElement[bool]:
    """The condition that everybody may know of a draw: it was made, or its list is frozen."""
    return or_(Sortition.algorithm.is_(None), Sortition.frozen_at.is_not(None))


def public(slug: str, key: uuid.UUID) -> Sortition | None:
    """One draw of a council, once everybody may know of it."""
    return db.session.scalar(_draws().where(Council.slug == slug, Sortition.id == key, is_public()))


def listed(council_id: uuid.UUID, *, everything: bool) -> Select[Sortition]:
    """The draws of a council; those in preparation too when `everything` is asked for."""
    wanted = _draws().where(Term.council_id == council_id)
    return wanted if everything else wanted.where(is_public())


def count(council_id: uuid.UUID, *, everything: bool) -> int:
    """How many draws a council has."""
    wanted = select(func.count(Sortition.id)).join(Sortition.term).where(Term.council_id == council_id)
    return db.session.scalar(wanted if everything else wanted.where(is_public())) or 0


def candidates(sortition_id: uuid.UUID, *states: CandidateState) -> Sequence[Candidate]:
    """Who is on a list, with their people and places: in the order drawn, then of pseudonyms."""
    wanted = select(Candidate).where(Candidate.sortition_id == sortition_id)
    if states:
        wanted = wanted.where(Candidate.state.in_(states))
    return db.session.scalars(
        wanted.options(joinedload(Candidate.person), joinedload(Candidate.neighborhood)).order_by(
            Candidate.place.is_(None), Candidate.place, Candidate.pseudonym
        )
    ).all()


def candidate(slug: str, key: uuid.UUID, candidate_key: uuid.UUID) -> Candidate | None:
    """One candidate of a draw of a council."""
    return db.session.scalar(
        select(Candidate)
        .join(Candidate.sortition)
        .join(Sortition.term)
        .join(Term.council)
        .where(Council.slug == slug, Sortition.id == key, Candidate.id == candidate_key)
        .options(
            joinedload(Candidate.person),
            joinedload(Candidate.neighborhood),
            contains_eager(Candidate.sortition).options(
                contains_eager(Sortition.term).contains_eager(Term.council),
                joinedload(Sortition.protocol),
                selectinload(Sortition.sources),
            ),
        )
    )


def emails(sortition_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The addresses that candidates gave, by person."""
    rows = db.session.execute(
        select(Contact.person_id, Contact.email)
        .join(Candidate, Candidate.person_id == Contact.person_id)
        .where(Candidate.sortition_id == sortition_id, Contact.email.is_not(None))
    )
    return {row.person_id: row.email for row in rows}


def places(council_id: uuid.UUID) -> Sequence[Neighborhood]:
    """The neighborhoods that a council covers now, in the order of names."""
    return db.session.scalars(
        select(Neighborhood)
        .join(Coverage, Coverage.neighborhood_id == Neighborhood.id)
        .where(Coverage.council_id == council_id, Coverage.valid_to.is_(None))
        .order_by(Neighborhood.name_key, Neighborhood.id)
    ).all()


def terms(council_id: uuid.UUID) -> Sequence[Term]:
    """The terms of a council, the latest first, with it."""
    wanted = select(Term).where(Term.council_id == council_id).options(joinedload(Term.council))
    return db.session.scalars(wanted.order_by(Term.start_on.desc())).all()
