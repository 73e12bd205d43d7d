"""The roles that people hold or held."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import update

from citizens.roles import queries
from citizens.roles.models import RoleAssignment
from foundation import clock, scopes
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import date_short


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    held = queries.of_person(person_id)
    names = scopes.names() if any(one.scope_id for one in held) else {}
    for one in held:
        given_by = one.granted_by
        yield {
            "Rôle": one.role.label,
            "Pour": names.get((one.scope_type.value, one.scope_id), one.scope_type.label)
            if one.scope_id
            else one.scope_type.label,
            "Du": date_short(one.valid_from),
            "Au": _last_day(one),
            "Donné par": f"{given_by.given_name} {given_by.family_name}" if given_by else "Le site lui-même",
        }


def _last_day(one: RoleAssignment) -> str:
    if one.ended_at is not None:
        return date_short(one.ended_at.astimezone(clock.PARIS).date())
    return date_short(one.valid_to) if one.valid_to else "Sans fin prévue"


def _erase(person_id: uuid.UUID) -> None:
    """Every role ends now; that it was held stays, of nobody that one could name."""
    held = (RoleAssignment.person_id == person_id, RoleAssignment.ended_at.is_(None))
    db.session.execute(update(RoleAssignment).where(*held).values(ended_at=clock.now()))


ROLES_HELD = PersonalData(
    slug="roles",
    title="Vos rôles",
    columns=("role_assignment.person_id", "role_assignment.granted_by_id"),
    export=_rows,
    erase=_erase,
    kept="Gardés pour savoir qui pouvait faire quoi, et quand. Après un effacement, sans votre nom.",
)
