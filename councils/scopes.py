"""What a role can be limited to here, and the roles that follow from a seat."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import or_, select

from councils.models import Council, Membership
from councils.territory.models import Municipality, Organization
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
    today = clock.today()
    found = db.session.scalars(
        select(Membership.council_id).where(
            Membership.person_id == person_id,
            Membership.start_on <= today,
            or_(Membership.end_on.is_(None), Membership.end_on >= today),
        )
    )
    for council_id in found:
        yield Grant("member", "council", council_id)


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
GRANTS = (seats,)
