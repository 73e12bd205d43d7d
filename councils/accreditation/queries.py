from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.papers import ConsultationRequest
from councils.electorate import sitting_on
from councils.models import Council, Coverage, Membership, Term
from councils.territory.models import Municipality, neighborhood_municipality
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db


def load_for_guards(dossier: Accreditation) -> None:
    """Read what the guards of the workflow look at: places, list with its people, papers, opinions, points, changes.

    The dossier itself is not read again, so that a change made meanwhile is still noticed (R-ACC-02).
    """
    db.session.flush()
    council, term = dossier.council, dossier.term
    for name in ("papers", "requests", "points", "changes", "places"):
        # read here, on purpose: a guard finds them loaded, and no page reads them by accident
        set_committed_value(dossier, name, _gathered(dossier, name))
    set_committed_value(dossier, "sitting", _sitting(dossier) if dossier.changes else ())
    covering = select(Council).where(Council.id == council.id).options(selectinload(Council.coverages))
    db.session.scalars(covering.execution_options(populate_existing=True)).one()
    if term is not None:
        people = selectinload(Term.memberships).joinedload(Membership.person)
        listing = select(Term).where(Term.id == term.id).options(people)
        db.session.scalars(listing.execution_options(populate_existing=True)).one()


def _gathered(dossier: Accreditation, name: str) -> Sequence[Any]:
    target = getattr(Accreditation, name).property.mapper.class_
    rows = select(target).where(target.accreditation_id == dossier.id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def _sitting(dossier: Accreditation) -> Sequence[Membership]:
    today = sitting_on(clock.today())
    return db.session.scalars(select(Membership).where(Membership.council_id == dossier.council_id, today)).all()


def authorities(dossier: Accreditation) -> Sequence[Municipality | None]:
    """Whose opinion is asked: the mayor of each commune covered, then the president of the metropolis (None).

    A commune that is part of another has no mayor of its own: the other's is asked.
    """
    covered = (
        select(Municipality.id, Municipality.parent_id)
        .join(neighborhood_municipality, neighborhood_municipality.c.municipality_id == Municipality.id)
        .join(Coverage, Coverage.neighborhood_id == neighborhood_municipality.c.neighborhood_id)
        .where(Coverage.council_id == dossier.council_id, Coverage.valid_to.is_(None))
    )
    ids = {row.parent_id or row.id for row in db.session.execute(covered)}
    found = db.session.scalars(select(Municipality).where(Municipality.id.in_(ids)).order_by(Municipality.name_key))
    return [*found, None]


def covers(council_id: uuid.UUID, neighborhood_id: uuid.UUID) -> bool:
    """Whether a council covers a neighborhood, without an end."""
    found = select(Coverage.id).where(Coverage.council_id == council_id, Coverage.neighborhood_id == neighborhood_id)
    return db.session.scalar(found.where(Coverage.valid_to.is_(None))) is not None


def known_emails() -> Mapping[uuid.UUID | None, str]:
    """Where the link of each authority went last, whatever the council."""
    rows = db.session.execute(
        select(ConsultationRequest.municipality_id, ConsultationRequest.asked_email)
        .where(ConsultationRequest.asked_email.is_not(None))
        .order_by(ConsultationRequest.sent_at, ConsultationRequest.id)
    )
    return {row.municipality_id: row.asked_email for row in rows}


def last_moved(dossier: Accreditation) -> datetime:
    """When a dossier came to its present state."""
    moved = select(func.max(AuditEntry.at)).where(
        AuditEntry.object_type == Accreditation.__name__,
        AuditEntry.object_id == dossier.id,
        AuditEntry.after == dossier.state.value,
    )
    return db.session.scalar(moved) or clock.now()


def silent_since(today: date) -> Sequence[ConsultationRequest]:
    """The requests whose last day has passed without an answer."""
    return db.session.scalars(
        select(ConsultationRequest)
        .join(Accreditation, Accreditation.id == ConsultationRequest.accreditation_id)
        .where(
            Accreditation.state == AccreditationState.CONSULTING,
            ConsultationRequest.answer.is_(None),
            ConsultationRequest.due_on < today,
        )
        .order_by(ConsultationRequest.id)
    ).all()


def latest_request(dossier: Accreditation) -> ConsultationRequest | None:
    """One of the requests of the latest round, that which is due last; None when nobody was asked."""
    return db.session.scalar(
        select(ConsultationRequest)
        .where(ConsultationRequest.accreditation_id == dossier.id)
        .order_by(ConsultationRequest.round.desc(), ConsultationRequest.due_on.desc())
        .limit(1)
    )


def in_state(*states: AccreditationState) -> Sequence[Accreditation]:
    """The dossiers in some states, with their councils."""
    return db.session.scalars(
        select(Accreditation)
        .where(Accreditation.state.in_(states))
        .options(joinedload(Accreditation.council), joinedload(Accreditation.term), joinedload(Accreditation.act))
        .order_by(Accreditation.id)
    ).all()
