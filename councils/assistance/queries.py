from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import ColumnElement

from citizens.models import Person
from councils.assistance.models import AssistanceMandate, AssistedAct
from councils.electorate import sitting_on
from councils.models import Council, Membership
from foundation.database import db


def standing_on(day: date) -> ColumnElement[bool]:
    """The condition that a mandate holds on a Paris day, its first and last included, and was not taken back."""
    return and_(
        AssistanceMandate.revoked_at.is_(None),
        AssistanceMandate.written_on <= day,
        or_(AssistanceMandate.valid_to.is_(None), AssistanceMandate.valid_to >= day),
    )


def _mandates() -> Select[AssistanceMandate]:
    return select(AssistanceMandate).options(
        joinedload(AssistanceMandate.council),
        joinedload(AssistanceMandate.person),
        joinedload(AssistanceMandate.document),
    )


def find(slug: str, key: uuid.UUID) -> AssistanceMandate | None:
    """One mandate of a council, with its person and its paper."""
    return db.session.scalar(
        _mandates().join(AssistanceMandate.council).where(Council.slug == slug, AssistanceMandate.id == key)
    )


def of_council(council_id: uuid.UUID) -> Sequence[AssistanceMandate]:
    """All mandates ever recorded in a council, the latest first."""
    return db.session.scalars(
        _mandates()
        .where(AssistanceMandate.council_id == council_id)
        .order_by(AssistanceMandate.recorded_at.desc(), AssistanceMandate.id)
    ).all()


def standing_of(person_id: uuid.UUID | None, day: date) -> Sequence[AssistanceMandate]:
    """The mandates that one person gave and that hold on a day."""
    return db.session.scalars(
        _mandates()
        .where(AssistanceMandate.person_id == person_id, standing_on(day))
        .order_by(AssistanceMandate.written_on, AssistanceMandate.id)
    ).all()


def standing(council_id: uuid.UUID, person_id: uuid.UUID, day: date) -> AssistanceMandate | None:
    """The mandate of one person in a council on a day; the latest written when there are several."""
    return db.session.scalar(
        _mandates()
        .where(AssistanceMandate.council_id == council_id, AssistanceMandate.person_id == person_id, standing_on(day))
        .order_by(AssistanceMandate.written_on.desc(), AssistanceMandate.id)
        .limit(1)
    )


def mandated(council_id: uuid.UUID, day: date, seated_on: date | None = None) -> Sequence[Membership]:
    """The seats whose holders gave a mandate that stands on a day, with their people, in the order of names.

    The seats are those of the same day, or of another: that of a meeting to come.
    """
    given = select(AssistanceMandate.person_id).where(AssistanceMandate.council_id == council_id, standing_on(day))
    return (
        db.session.scalars(_seats(council_id, seated_on or day).where(Membership.person_id.in_(given))).unique().all()
    )


def seated(council_id: uuid.UUID, day: date) -> Sequence[Membership]:
    """Everybody who sits in a council on a day, in the order of names."""
    return db.session.scalars(_seats(council_id, day)).unique().all()


def _seats(council_id: uuid.UUID, day: date) -> Select[Membership]:
    return (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council_id, sitting_on(day))
        .options(joinedload(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    )


def acts(council_id: uuid.UUID, limit: int) -> Sequence[AssistedAct]:
    """What was last recorded for people of a council, the latest first."""
    return db.session.scalars(
        select(AssistedAct)
        .join(AssistedAct.mandate)
        .where(AssistanceMandate.council_id == council_id)
        .options(joinedload(AssistedAct.mandate).joinedload(AssistanceMandate.person))
        .order_by(AssistedAct.at.desc(), AssistedAct.id)
        .limit(limit)
    ).all()


def by_receipt(slug: str, receipt: str) -> AssistedAct | None:
    """One recorded act of a council by the code of its receipt, with its mandate."""
    return db.session.scalar(
        select(AssistedAct)
        .join(AssistedAct.mandate)
        .join(AssistanceMandate.council)
        .where(Council.slug == slug, AssistedAct.receipt == receipt.upper())
        .options(
            joinedload(AssistedAct.named),
            joinedload(AssistedAct.mandate).options(
                joinedload(AssistanceMandate.person), joinedload(AssistanceMandate.council)
            ),
        )
    )
