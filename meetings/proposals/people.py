"""Whom a letter about a proposal goes to."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from citizens.notifications.services import holders
from citizens.roles.models import Role
from councils.electorate import sitting_on
from councils.models import Membership
from foundation import clock
from foundation.database import db

TEAM = (Role.BOARD_MEMBER, Role.SECRETARY, Role.COUNCIL_FACILITATOR)


def of_council(council_id: uuid.UUID) -> list[uuid.UUID]:
    """The people of a council today: whoever sits, and its board, secretary and facilitator, each once."""
    sitting = select(Membership.person_id).where(Membership.council_id == council_id, sitting_on(clock.today()))
    found = set(db.session.scalars(sitting))
    for role in TEAM:
        found.update(holders(role, council_id))
    return sorted(found)


def of_committee(committee_id: uuid.UUID) -> list[uuid.UUID]:
    """The secretaries of a committee today."""
    return holders(Role.COMMITTEE_SECRETARY, committee_id)
