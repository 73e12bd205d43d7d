from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import ColumnElement

from citizens.roles.models import Role, RoleAssignment, ScopeType
from foundation import clock
from foundation.database import db
from foundation.policy import Grant


def active_on(day: date) -> ColumnElement[bool]:
    """The condition that an assignment holds on a Paris day."""
    return and_(
        RoleAssignment.ended_at.is_(None),
        RoleAssignment.valid_from <= day,
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= day),
    )


def grants(person_id: uuid.UUID) -> frozenset[Grant]:
    """The roles given to a person that hold today."""
    rows = db.session.execute(
        select(RoleAssignment.role, RoleAssignment.scope_type, RoleAssignment.scope_id).where(
            RoleAssignment.person_id == person_id, active_on(clock.today())
        )
    )
    return frozenset(
        Grant(row.role.value, "" if row.scope_type is ScopeType.SITE else row.scope_type.value, row.scope_id)
        for row in rows
    )


def of_person(person_id: uuid.UUID) -> Sequence[RoleAssignment]:
    """Every role a person holds or held, with who gave it; the latest first."""
    return db.session.scalars(
        select(RoleAssignment)
        .where(RoleAssignment.person_id == person_id)
        .options(joinedload(RoleAssignment.granted_by))
        .order_by(RoleAssignment.valid_from.desc(), RoleAssignment.granted_at.desc(), RoleAssignment.id)
    ).all()


def current_of(person_ids: Sequence[uuid.UUID]) -> Sequence[RoleAssignment]:
    """The roles that some people hold today."""
    return db.session.scalars(
        select(RoleAssignment)
        .where(RoleAssignment.person_id.in_(person_ids), active_on(clock.today()))
        .order_by(RoleAssignment.role, RoleAssignment.id)
    ).all()


def is_doubled(assignment: RoleAssignment) -> bool:
    """Whether the person already has that role there on one of its days."""
    same = select(RoleAssignment.id).where(
        RoleAssignment.person_id == assignment.person_id,
        RoleAssignment.role == assignment.role,
        RoleAssignment.scope_id == assignment.scope_id if assignment.scope_id else RoleAssignment.scope_id.is_(None),
        RoleAssignment.ended_at.is_(None),
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= assignment.valid_from),
    )
    if assignment.valid_to is not None:
        same = same.where(RoleAssignment.valid_from <= assignment.valid_to)
    return db.session.scalar(same.limit(1)) is not None


def find(key: uuid.UUID) -> RoleAssignment | None:
    """One assignment."""
    return db.session.get(RoleAssignment, key)


def holders(role: Role) -> int:
    """How many people hold a role today."""
    return (
        db.session.scalar(
            select(func.count(RoleAssignment.person_id.distinct())).where(
                RoleAssignment.role == role, active_on(clock.today())
            )
        )
        or 0
    )
