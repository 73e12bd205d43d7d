"""The way in to `citizens.roles.services`: a change of role ends the sessions of the person it concerns."""

from __future__ import annotations

import uuid
from datetime import date

from citizens.accounts import queries, services, sessions
from citizens.accounts.models import SessionEnd
from citizens.models import Person
from citizens.roles import services as roles
from citizens.roles.models import Role, RoleAssignment, ScopeType
from foundation.policy import Actor


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
    """Give a person a role; they sign in again to act in it. Raises Refused."""
    given = roles.grant(person, role, scope_type, scope_id, actor=actor, valid_from=valid_from, valid_to=valid_to)
    _end_sessions(person.id)
    return given


def end(assignment: RoleAssignment, *, actor: Actor) -> None:
    """Take a role back at once. Raises Refused, also when nobody would be left to administer the site."""
    if assignment.role is Role.PLATFORM_ADMIN:
        services.refuse_without_administrator(assignment.person_id)
    roles.end(assignment, actor=actor)
    _end_sessions(assignment.person_id)


def _end_sessions(person_id: uuid.UUID) -> None:
    account = queries.by_person(person_id)
    if account is not None:
        sessions.end(account.id, SessionEnd.ROLE)
