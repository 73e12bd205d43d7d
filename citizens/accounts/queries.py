from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.accounts.models import Account, AccountSession
from citizens.models import Person
from citizens.roles import queries as roles
from citizens.roles.models import RoleAssignment
from foundation import scopes
from foundation.database import db


@dataclass(frozen=True)
class Held:
    """A role as a page shows it: the assignment, and the name of what it is limited to."""

    assignment: RoleAssignment
    scope: str

    @property
    def label(self) -> str:
        return self.assignment.role.label


def by_email(email: str) -> Account | None:
    """The account that signs in with an address, whatever its capitals, with its person."""
    return db.session.scalar(
        select(Account).where(Account.login_email == email.strip().lower()).options(joinedload(Account.person))
    )


def by_id(key: uuid.UUID) -> Account | None:
    """One account with its person."""
    return db.session.scalar(select(Account).where(Account.id == key).options(joinedload(Account.person)))


def by_person(person_id: uuid.UUID | None) -> Account | None:
    """The account of a person, with the person."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id).options(joinedload(Account.person)))


def signed_in() -> Sequence[Account]:
    """The accounts with a session that has not been ended."""
    ended = AccountSession.ended_at.is_(None)
    return db.session.scalars(
        select(Account).where(Account.id.in_(select(AccountSession.account_id).where(ended)))
    ).all()


def listed(words: str = "") -> Select[Account]:
    """The accounts whose name or address holds some words, with their people."""
    statement = select(Account).join(Account.person).options(contains_eager(Account.person))
    if words:
        like = f"%{words.replace('%', '').replace('_', '').lower()}%"
        statement = statement.where(
            or_(Account.login_email.like(like), Person.family_name.ilike(like), Person.given_name.ilike(like))
        )
    return statement


def held(assignments: list[RoleAssignment]) -> list[Held]:
    """Roles with the names of what they are limited to; names are only looked up when one is needed."""
    known = scopes.names() if any(a.scope_id for a in assignments) else {}
    return [
        Held(a, known.get((a.scope_type.value, a.scope_id), "") if a.scope_id else a.scope_type.label)
        for a in assignments
    ]


def roles_of(person_id: uuid.UUID) -> list[Held]:
    """Every role a person holds or held."""
    return held(list(roles.of_person(person_id)))


def roles_today(person_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Held]]:
    """What some people are today, by person."""
    found: dict[uuid.UUID, list[Held]] = {key: [] for key in person_ids}
    for one in held(list(roles.current_of(person_ids))):
        found[one.assignment.person_id].append(one)
    return found
