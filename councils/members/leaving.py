"""What ends with a seat: functions in the board, groups led, and the roles that let in to the council's papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, update

from citizens.accounts import granting
from citizens.roles import services as roles
from citizens.roles.models import Role, RoleAssignment
from citizens.roles.queries import active_on
from councils.members.models import BoardFunction, WorkingGroup
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.policy import SYSTEM

OF_THE_SEAT = (Role.BOARD_MEMBER, Role.SECRETARY)


def let_go(membership: Membership, last_day: date) -> None:
    """End on a day all that somebody held by their seat."""
    mine = BoardFunction.membership_id == membership.id
    goes_on = or_(BoardFunction.valid_to.is_(None), BoardFunction.valid_to > last_day)
    led = update(WorkingGroup).where(WorkingGroup.rapporteur_id == membership.id).values(rapporteur_id=None)
    statements: tuple[Any, ...] = (
        delete(BoardFunction).where(mine, BoardFunction.valid_from > last_day),
        update(BoardFunction).where(mine, goes_on).values(valid_to=last_day),
        led,
    )
    for statement in statements:
        db.session.execute(statement.execution_options(synchronize_session=False))
    given = select(RoleAssignment).where(
        RoleAssignment.person_id == membership.person_id,
        RoleAssignment.scope_id == membership.council_id,
        RoleAssignment.role.in_(OF_THE_SEAT),
        active_on(clock.today()),
    )
    for assignment in db.session.scalars(given).all():
        if last_day < clock.today():
            granting.end(assignment, actor=SYSTEM)
        else:
            roles.until(assignment, last_day, actor=SYSTEM)
