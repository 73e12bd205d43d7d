"""Who may vote in a council on a day: the memberships that count, and why another does not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import ColumnElement

from citizens.models import Person
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.text import date_words


def sitting_on(day: date) -> ColumnElement[bool]:
    """The condition that a membership was accepted and holds on a Paris day, its first and last included."""
    return and_(
        Membership.accepted_on.is_not(None),
        Membership.start_on <= day,
        or_(Membership.end_on.is_(None), Membership.end_on >= day),
    )


def entitled_on(day: date) -> ColumnElement[bool]:
    """The condition that a membership may vote on a Paris day: it holds, it votes, it is not suspended (`R-VOT-02`).

    Provisional memberships of a council under way count like others (ruling 10).
    """
    suspended = and_(
        Membership.suspended_from.is_not(None),
        Membership.suspended_from <= day,
        or_(Membership.suspended_to.is_(None), Membership.suspended_to >= day),
    )
    return and_(sitting_on(day), Membership.voting, or_(Membership.suspended_from.is_(None), ~suspended))


def voters(council_id: uuid.UUID, day: date) -> Sequence[Membership]:
    """The memberships that may vote on a day, with their people, in the order of names."""
    return db.session.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council_id, entitled_on(day))
        .options(joinedload(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    ).all()


def membership_on(person_id: uuid.UUID | None, council_id: uuid.UUID, day: date) -> Membership | None:
    """The membership that somebody holds in a council on a day, whether or not it may vote; at most one."""
    return db.session.scalar(
        select(Membership).where(
            Membership.council_id == council_id, Membership.person_id == person_id, sitting_on(day)
        )
    )


def refusal(membership: Membership | None, day: date) -> str | None:
    """Why a membership may not vote on a day, as a sentence for its holder; None when it may (`R-VOT-02`)."""
    if membership is None or membership.start_on > day or (membership.end_on is not None and membership.end_on < day):
        when = "" if day == clock.today() else f" le {date_words(day)}"
        return f"Vous n’êtes pas membre de ce conseil{when}\u00a0: vous ne pouvez pas voter."
    if membership.accepted_on is None:
        return "Vous n’avez pas encore accepté votre siège\u00a0: ouvrez le lien de votre invitation pour l’accepter."
    start, end = membership.suspended_from, membership.suspended_to
    if start is not None and start <= day and (end is None or end >= day):
        return "Votre mandat est suspendu\u00a0: vous ne pouvez pas voter pendant ce temps."
    if not membership.voting:
        return "Votre siège ne donne pas le droit de vote\u00a0: les suppléants votent quand ils remplacent quelqu’un."
    return None
