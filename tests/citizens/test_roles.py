"""Roles: scoped, dated, given by somebody."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from citizens.models import Person
from citizens.roles import queries, services
from citizens.roles.models import GLOBAL, NOT_GIVEN, SCOPES, Role, RoleAssignment, ScopeType
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db, reading, transaction
from foundation.policy import SYSTEM, Actor, Denied, Grant, acting_as
from foundation.workflow import Refused

LILLE, ROUBAIX = uuid.UUID(int=1), uuid.UUID(int=2)
SAMIA = uuid.UUID(int=7)


def actor(*roles: str) -> Actor:
    return Actor(SAMIA, roles[0] if roles else "resident", frozenset(Grant(role) for role in roles))


def test_a_role_in_one_council_is_none_in_another() -> None:
    rule = acting_as("council_facilitator", "animateur", lambda subject: subject)
    karim = Actor(SAMIA, "council_facilitator", frozenset({Grant("council_facilitator", "council", LILLE)}))
    assert rule(karim, LILLE)
    assert not rule(karim, ROUBAIX)
    assert rule(karim)
    assert karim.holds("council_facilitator", LILLE)
    assert not karim.holds("council_facilitator", ROUBAIX)
    assert actor("dpo").holds("dpo", ROUBAIX)
    assert karim.as_role("council_facilitator").grants == karim.grants


@pytest.fixture
def samia(app: Flask) -> uuid.UUID:
    with app.app_context(), transaction():
        row = Person(id=SAMIA, given_name="Samia", family_name="Essai")
        db.session.add(row)
    return SAMIA


def give(app: Flask, role: Role, *scope: object, **days: date) -> None:
    with app.app_context(), transaction():
        services.grant(db.session.get_one(Person, SAMIA), role, *scope, actor=SYSTEM, **days)  # type: ignore[arg-type]


def held(app: Flask, moment: datetime) -> set[str]:
    with app.app_context(), reading(), clock.standing_at(moment):
        return {grant.role for grant in queries.grants(SAMIA)}


def test_r_aut_01_only_four_roles_are_for_the_whole_site(app: Flask, samia: uuid.UUID) -> None:
    assert set(GLOBAL) == {Role.PLATFORM_ADMIN, Role.MODERATOR, Role.DPO, Role.NETWORK_COORDINATOR}
    assert set(SCOPES) == set(Role) - set(NOT_GIVEN)
    for role in Role:
        if role in GLOBAL:
            give(app, role)
        else:
            with pytest.raises(Refused):
                give(app, role)
    with pytest.raises(Refused):
        give(app, Role.DPO, ScopeType.COUNCIL, LILLE)


def test_the_database_holds_scopes_too(app: Flask, samia: uuid.UUID) -> None:
    for role, kind, key in (
        (Role.COUNCIL_FACILITATOR, ScopeType.SITE, None),
        (Role.DPO, ScopeType.COUNCIL, LILLE),
        (Role.COUNCIL_FACILITATOR, ScopeType.COUNCIL, None),
        (Role.MEMBER, ScopeType.COUNCIL, LILLE),
    ):
        with app.app_context(), pytest.raises(IntegrityError), transaction():
            db.session.add(
                RoleAssignment(
                    person_id=SAMIA,
                    role=role,
                    scope_type=kind,
                    scope_id=key,
                    valid_from=date(2026, 1, 1),
                    granted_at=clock.now(),
                )
            )


def test_a_role_holds_from_its_first_to_its_last_paris_day(app: Flask, samia: uuid.UUID) -> None:
    scope = (ScopeType.COUNCIL, LILLE)
    give(app, Role.SECRETARY, *scope, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31))
    # Paris is one hour ahead of UTC in winter
    assert held(app, datetime(2026, 11, 30, 22, 59, tzinfo=UTC)) == set()
    assert held(app, datetime(2026, 11, 30, 23, 0, tzinfo=UTC)) == {"secretary"}
    assert held(app, datetime(2026, 12, 31, 22, 59, tzinfo=UTC)) == {"secretary"}
    assert held(app, datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == set()
    with pytest.raises(Refused, match="déjà ce rôle"):
        give(app, Role.SECRETARY, *scope, valid_from=date(2026, 12, 31))
    give(app, Role.SECRETARY, *scope, valid_from=date(2027, 1, 1))
    with pytest.raises(Refused, match="dernier jour"):
        give(app, Role.SECRETARY, *scope, valid_from=date(2025, 1, 2), valid_to=date(2025, 1, 1))


def test_each_change_says_who_made_it_and_outsiders_make_none(app: Flask, samia: uuid.UUID) -> None:
    give(app, Role.MODERATOR)
    with app.app_context(), transaction():
        assignment = db.session.scalars(select(RoleAssignment)).one()
        with pytest.raises(Denied):
            services.end(assignment, actor=actor("moderator"))
        services.end(assignment, actor=actor("platform_admin"))
        with pytest.raises(Refused):
            services.end(assignment, actor=actor("platform_admin"))
    with app.app_context(), reading():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.at)).all()
        acts = [(entry.action, entry.actor_role, entry.actor_id) for entry in entries]
        assert acts == [("role.granted", "system", None), ("role.ended", "platform_admin", SAMIA)]
        assert queries.grants(SAMIA) == frozenset()
        assert len(queries.of_person(SAMIA)) == 1
