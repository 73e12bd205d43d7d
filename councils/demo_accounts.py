"""The accounts of the demonstration find their councils: seats of invented members, offices beside them."""

from __future__ import annotations

import uuid

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.sql import ColumnElement

from citizens.accounts import demonstration
from citizens.models import Person
from citizens.roles.models import ScopeType
from councils.models import Council, Coverage, Membership, Rank, Standing
from councils.territory.models import Organization, OrganizationKind, neighborhood_municipality
from foundation import clock
from foundation.database import db

SEATED = ("membre@example.org", "bureau@example.org", "secretaire@example.org")
SEATED_ELSEWHERE = ("membre2@example.org",)
BESIDE = ("animateur@example.org", "marche@example.org")


def load() -> None:
    """Give the accounts their seats and offices in the first two labelled councils; once."""
    councils = db.session.scalars(_with_members()).all()[:2]
    if len(councils) < 2:
        return
    for council_id, emails in zip(councils, (SEATED, SEATED_ELSEWHERE), strict=True):
        people = db.session.scalars(_members(council_id).limit(len(emails))).all()
        for email, person in zip(emails, people, strict=True):
            demonstration.seat(email, person, council_id)
    for email in BESIDE:
        demonstration.give(email, ScopeType.COUNCIL, councils[0])
    _outside(councils[0])


def _outside(council_id: uuid.UUID) -> None:
    town = db.session.scalar(
        select(neighborhood_municipality.c.municipality_id)
        .join(Coverage, Coverage.neighborhood_id == neighborhood_municipality.c.neighborhood_id)
        .where(Coverage.council_id == council_id)
        .limit(1)
    )
    if town is not None:
        demonstration.give("referente@example.org", ScopeType.MUNICIPALITY, town)
    for email, kind in (
        ("prefecture@example.org", OrganizationKind.PREFECTURE),
        ("bailleur@example.org", OrganizationKind.LANDLORD),
    ):
        found = db.session.scalar(
            select(Organization.id).where(Organization.kind == kind).order_by(Organization.name).limit(1)
        )
        if found is not None:
            demonstration.give(email, ScopeType.ORGANIZATION, found)


def _sitting() -> ColumnElement[bool]:
    today = clock.today()
    return and_(
        Membership.standing == Standing.RECOGNIZED,
        Membership.rank == Rank.TITULAR,
        Membership.start_on <= today,
        or_(Membership.end_on.is_(None), Membership.end_on >= today),
    )


def _with_members() -> Select[uuid.UUID]:
    joined = select(Council.id).join(Membership, Membership.council_id == Council.id)
    return joined.where(Council.is_demo, _sitting()).group_by(Council.id, Council.code).order_by(Council.code)


def _members(council_id: uuid.UUID) -> Select[Person]:
    joined = select(Person).join(Membership, Membership.person_id == Person.id)
    return joined.where(Membership.council_id == council_id, _sitting()).order_by(Person.family_name, Person.given_name)
