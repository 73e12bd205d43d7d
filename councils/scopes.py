"""What a role can be limited to here, and the roles that follow from a seat."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, or_, select

from citizens.roles.models import Role, RoleAssignment
from citizens.roles.queries import active_on
from councils.committees.models import CommitteeSeat
from councils.committees.running import held_by, running_on
from councils.electorate import sitting_on
from councils.models import Council, Coverage, Membership
from councils.territory.models import Municipality, Organization, neighborhood_municipality
from foundation import clock
from foundation.database import db
from foundation.policy import Grant
from foundation.scopes import ScopeSource

NOBODY = uuid.UUID(int=0)


def council_of(subject: Any) -> uuid.UUID:
    """The council that a row is about: a term, a membership, a dossier, or the council itself; of another none."""
    return _owner(subject, "council_id")


def committee_of(subject: Any) -> uuid.UUID:
    """The committee that a row is about: a seat in it, a session, or the committee itself; of another none."""
    return _owner(subject, "committee_id")


def _owner(subject: Any, name: str) -> uuid.UUID:
    found: uuid.UUID | None = getattr(subject, name) if hasattr(subject, name) else subject.id
    return found or NOBODY


def seats(person_id: uuid.UUID) -> Iterator[Grant]:
    """« Membre » of each council where a person sits today, whatever the act still says (ruling 10).

    And « représentant ou représentante » in each committee where they hold, or stand in for, a seat of that council.
    """
    today = clock.today()
    rows = db.session.execute(
        select(Membership.council_id, CommitteeSeat.committee_id)
        .outerjoin(CommitteeSeat, and_(held_by(Membership), running_on(today)))
        .where(Membership.person_id == person_id, sitting_on(today))
    ).all()
    yield from dict.fromkeys(Grant("member", "council", row.council_id) for row in rows)
    yield from dict.fromkeys(Grant("representative", "committee", row[1]) for row in rows if row[1] is not None)


def liaisons(person_id: uuid.UUID) -> Iterator[Grant]:
    """The liaison of a commune is that of each council covering a place in it, or in a commune that is part of it."""
    town = or_(Municipality.id == RoleAssignment.scope_id, Municipality.parent_id == RoleAssignment.scope_id)
    found = db.session.scalars(
        select(Coverage.council_id)
        .join(neighborhood_municipality, neighborhood_municipality.c.neighborhood_id == Coverage.neighborhood_id)
        .join(Municipality, Municipality.id == neighborhood_municipality.c.municipality_id)
        .join(RoleAssignment, town)
        .where(RoleAssignment.person_id == person_id, RoleAssignment.role == Role.MUNICIPAL_LIAISON)
        .where(active_on(clock.today()), Coverage.valid_to.is_(None))
        .distinct()
    )
    for council_id in found:
        yield Grant(Role.MUNICIPAL_LIAISON.value, "council", council_id)


def _councils() -> Iterable[tuple[uuid.UUID, str]]:
    rows = db.session.execute(select(Council.id, Council.name).order_by(Council.name_key, Council.id))
    return ((row.id, row.name) for row in rows)


def _municipalities() -> Iterable[tuple[uuid.UUID, str]]:
    rows = db.session.execute(select(Municipality.id, Municipality.name).order_by(Municipality.name_key))
    return ((row.id, row.name) for row in rows)


def _organizations() -> Iterable[tuple[uuid.UUID, str]]:
    rows = db.session.execute(select(Organization.id, Organization.name).order_by(Organization.name, Organization.id))
    return ((row.id, row.name) for row in rows)


SCOPES = (
    ScopeSource("council", "Conseils", _councils),
    ScopeSource("municipality", "Communes", _municipalities),
    ScopeSource("organization", "Organismes", _organizations),
)
GRANTS = (seats, liaisons)
