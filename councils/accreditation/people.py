"""Who is concerned by a dossier: by their roles of today."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from citizens.notifications.services import holders
from citizens.roles.models import Role
from councils.accreditation.models import Accreditation
from councils.electorate import sitting_on
from councils.models import Coverage, Membership
from councils.territory.models import Municipality, neighborhood_municipality
from foundation import clock
from foundation.database import db

COUNCIL, COMMUNE, NETWORK, PREFECTURE, MEMBERS = "council", "commune", "network", "prefecture", "members"
FACILITATION = "facilitation"
TEAM = (Role.BOARD_MEMBER, Role.SECRETARY, Role.COUNCIL_FACILITATOR)


def concerned(dossier: Accreditation, sides: Collection[str]) -> list[uuid.UUID]:
    """The people of some sides of a dossier, each once."""
    return concerned_by(dossier.council_id, sides)


def concerned_by(council_id: uuid.UUID, sides: Collection[str]) -> list[uuid.UUID]:
    """The people of some sides of a council, each once."""
    found: set[uuid.UUID] = set()
    if COUNCIL in sides:
        found.update(key for role in TEAM for key in holders(role, council_id))
    if FACILITATION in sides:
        found.update(holders(Role.COUNCIL_FACILITATOR, council_id))
    if COMMUNE in sides:
        found.update(key for town in _communes(council_id) for key in holders(Role.MUNICIPAL_LIAISON, town))
    if NETWORK in sides:
        found.update(holders(Role.NETWORK_COORDINATOR))
    if PREFECTURE in sides:
        found.update(holders(Role.PREFECT_DELEGATE))
    if MEMBERS in sides:
        seats = select(Membership.person_id).where(Membership.council_id == council_id, sitting_on(clock.today()))
        found.update(db.session.scalars(seats))
    return sorted(found)


def _communes(council_id: uuid.UUID) -> set[uuid.UUID]:
    rows = db.session.execute(
        select(Municipality.id, Municipality.parent_id)
        .join(neighborhood_municipality, neighborhood_municipality.c.municipality_id == Municipality.id)
        .join(Coverage, Coverage.neighborhood_id == neighborhood_municipality.c.neighborhood_id)
        .where(Coverage.council_id == council_id, Coverage.valid_to.is_(None))
    )
    return {key for row in rows for key in (row.id, row.parent_id) if key is not None}
