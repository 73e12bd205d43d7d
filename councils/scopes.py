"""What a role can be limited to here, and the roles that follow from a seat."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import or_, select

from citizens.roles.models import Role, RoleAssignment
from citizens.roles.queries import active_on
from councils.electorate import sitting_on
from councils.models import Council, Coverage, Membership
from councils.territory.models import Municipality, Organization, neighborhood_municipality
from foundation import clock
from foundation.database import db
from foundation.policy import Grant
from foundation.scopes import ScopeSource


def council_of(subject: Any) -> uuid.UUID:
    """The council that a row is about: a term, a membership, a dossier, or the council itself."""
    found: uuid.UUID = getattr(subject, "council_id", None) or subject.id
    return found


def seats(person_id: uuid.UUID) -> Iterator[Grant]:
    """« Membre » of each council where a person sits today, whatever the act still says (ruling 10)."""
    found = db.session.scalars(
        select(Membership.council_id).where(Membership.person_id == person_id, sitting_on(clock.today()))
    )
    for council_id in found:
        yield Grant("member", "council", council_id)


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
