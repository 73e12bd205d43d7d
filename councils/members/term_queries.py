"""The terms of a council, and who waits to sit in one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from councils.accreditation.models import Accreditation, AccreditationState
from councils.members.models import ReserveEntry, ReserveStatus
from councils.models import College, Council, Term
from foundation.database import db

RECOGNIZED = (AccreditationState.PUBLISHED, AccreditationState.SUPERSEDED)


def terms(council_id: uuid.UUID) -> Sequence[Term]:
    """The terms of a council, the latest first."""
    return db.session.scalars(select(Term).where(Term.council_id == council_id).order_by(Term.start_on.desc())).all()


def open_terms(council_id: uuid.UUID, day: date) -> Sequence[Term]:
    """The terms to which people can still be added: that of a day and those to come, in order."""
    wanted = select(Term).where(Term.council_id == council_id, Term.end_on >= day)
    return db.session.scalars(wanted.options(joinedload(Term.council)).order_by(Term.start_on)).all()


def find_term(slug: str, key: uuid.UUID) -> Term | None:
    """One term of a council, with it."""
    wanted = select(Term).join(Term.council).where(Council.slug == slug, Term.id == key)
    return db.session.scalar(wanted.options(contains_eager(Term.council)))


def overlapping(council_id: uuid.UUID, start: date, end: date, but: uuid.UUID | None = None) -> Term | None:
    """A term of the council, other than `but`, that has a day in common with a period."""
    wanted = select(Term).where(Term.council_id == council_id, Term.start_on <= end, Term.end_on >= start)
    return (
        db.session.scalars(wanted.order_by(Term.start_on)).first()
        if but is None
        else db.session.scalars(wanted.where(Term.id != but).order_by(Term.start_on)).first()
    )


def is_recognized(term_id: uuid.UUID) -> bool:
    """Whether a published act recognizes a term."""
    wanted = select(Accreditation.id).where(Accreditation.term_id == term_id, Accreditation.state.in_(RECOGNIZED))
    return db.session.scalar(wanted.limit(1)) is not None


def reserve_of(term_id: uuid.UUID, college: College) -> Sequence[ReserveEntry]:
    """Who waits on the reserve list of a college, in their order, with their people."""
    return db.session.scalars(
        select(ReserveEntry)
        .join(ReserveEntry.person)
        .where(
            ReserveEntry.term_id == term_id,
            ReserveEntry.college == college,
            ReserveEntry.status.in_((ReserveStatus.WAITING, ReserveStatus.CALLED)),
        )
        .options(contains_eager(ReserveEntry.person))
        .order_by(ReserveEntry.rank)
    ).all()
