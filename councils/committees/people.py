"""The people around a seat in a committee: who may be named to it, who answers for its council."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from citizens.notifications.services import holders
from citizens.roles.models import Role
from councils.committees.models import CommitteeSeat
from councils.electorate import sitting_on
from councils.members import people_queries, queries
from councils.members.functions import held_on
from councils.members.models import BoardFunction
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.policy import Actor, can

ROLES = (Role.BOARD_MEMBER, Role.SECRETARY, Role.COUNCIL_FACILITATOR)


def nameable(seat: CommitteeSeat, actor: Actor, day: date) -> Sequence[Membership]:
    """The memberships of its council, with their people, that somebody may name to a seat on a day.

    Whoever may read the list of the council's members chooses among all of them. Others, the secretary of the
    committee, learn no name here: they choose among those who agreed to be named in public, and who is named already.
    """
    rows = queries.on_day(seat.council_id, day)
    if can("member.list", seat, actor):
        return rows
    known = people_queries.public_names(seat.council_id, day) | {seat.titular_id, seat.substitute_id}
    return [one for one in rows if one.id in known]


def answering_for(council_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The people who answer for a council today: its board, its secretary, its facilitator."""
    today = clock.today()
    found = set(
        db.session.scalars(
            select(Membership.person_id)
            .join(BoardFunction, BoardFunction.membership_id == Membership.id)
            .where(Membership.council_id == council_id, sitting_on(today), held_on(today))
        )
    )
    for role in ROLES:
        found.update(holders(role, council_id))
    return sorted(found)
