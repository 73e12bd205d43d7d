"""Roles are given and taken here; `citizens.accounts.granting` is the way in, since a change ends sessions."""

from __future__ import annotations

import uuid
from datetime import date

from citizens.models import Person
from citizens.roles import queries
from citizens.roles.models import SCOPES, Role, RoleAssignment, ScopeType
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused


def grant(
    person: Person,
    role: Role,
    scope_type: ScopeType = ScopeType.SITE,
    scope_id: uuid.UUID | None = None,
    *,
    actor: Actor,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleAssignment:
    """Give a person a role, from today unless said otherwise, and note who gave it. Raises Refused."""
    require(actor, "role.grant", person)
    start = valid_from or clock.today()
    _check(role, scope_type, start, valid_to)
    assignment = RoleAssignment(
        id=uuid.uuid4(),
        person_id=person.id,
        role=role,
        scope_type=scope_type,
        scope_id=scope_id,
        valid_from=start,
        valid_to=valid_to,
        granted_at=clock.now(),
        granted_by_id=actor.id,
    )
    if queries.is_doubled(assignment):
        raise Refused("Cette personne a déjà ce rôle.")
    db.session.add(assignment)
    audit.record(actor, "role.granted", assignment, after=role.value)
    return assignment


def _check(role: Role, scope_type: ScopeType, start: date, end: date | None) -> None:
    if role not in SCOPES:
        raise Refused(f"Le rôle « {role.label} » ne se donne pas : il découle d’un compte ou d’un mandat.")
    if scope_type not in SCOPES[role]:
        wanted = " ou ".join(kind.label.lower() for kind in sorted(SCOPES[role]))
        raise Refused(f"Le rôle « {role.label} » se donne pour {wanted}.")
    if end is not None and end < start:
        raise Refused("Le dernier jour vient avant le premier : corrigez l’un des deux.")


def end(assignment: RoleAssignment, *, actor: Actor) -> None:
    """Take a role back at once. Raises Refused when it is over already."""
    require(actor, "role.grant", assignment)
    if assignment.ended_at is not None or (assignment.valid_to is not None and assignment.valid_to < clock.today()):
        raise Refused("Ce rôle a déjà pris fin.")
    assignment.ended_at = clock.now()
    audit.record(actor, "role.ended", assignment, before=assignment.role.value)


def until(assignment: RoleAssignment, last_day: date, *, actor: Actor) -> None:
    """Let a role hold until a day, that day included; nothing changes when it ends before."""
    require(actor, "role.grant", assignment)
    if assignment.valid_to is not None and assignment.valid_to <= last_day:
        return
    assignment.valid_to = max(last_day, assignment.valid_from)
    audit.record(actor, "role.ended", assignment, before=assignment.role.value)
