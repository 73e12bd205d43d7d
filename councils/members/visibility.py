"""Whose contact details a reader sees (domain §2.7): never the public, never other members."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from citizens.models import Contact
from councils.accreditation.models import Accreditation, AccreditationState
from councils.members import people_queries
from councils.members.models import BoardRole
from councils.models import Council, Membership
from foundation.database import db
from foundation.policy import Actor, can


def contacts_for(
    actor: Actor, council: Council, rows: Sequence[Membership], board: Mapping[uuid.UUID, list[BoardRole]]
) -> Mapping[uuid.UUID, Contact]:
    """The contact details, by person, that this reader may see of some members of a council.

    The board and the facilitator see all; the network that of the board; the prefect's delegate all, while a dossier
    is under review.
    """
    if can("member.contact", council, actor) or (actor.holds("prefect_delegate") and _under_review(council.id)):
        return people_queries.contacts([one.person_id for one in rows])
    if actor.holds("network_coordinator"):
        return people_queries.contacts([one.person_id for one in rows if one.id in board])
    return {}


def _under_review(council_id: uuid.UUID) -> bool:
    wanted = select(Accreditation.id).where(
        Accreditation.council_id == council_id, Accreditation.state == AccreditationState.REVIEWING
    )
    return db.session.scalar(wanted.limit(1)) is not None
