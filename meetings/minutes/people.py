"""Who was at a meeting, and who may be named in what is written of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from citizens.models import Person
from councils.models import College, Membership
from foundation.database import db
from meetings.minutes.names import Known
from meetings.presence.models import Attendance, AttendanceStatus, Guest, Proxy

A = AttendanceStatus
WERE_THERE = (A.PRESENT, A.REMOTE, A.REPRESENTED)
INSTEAD = {
    College.RESIDENTS: "une personne habitant le quartier",
    College.LOCAL_ACTORS: "un membre du collège acteurs locaux",
}
# what else can be said of somebody, offered beside
WORDINGS = (
    "une habitante",
    "un habitant",
    "une personne habitant le quartier",
    "un membre du collège acteurs locaux",
    "un membre du conseil",
    "une personne",
)


def attendances(meeting_id: uuid.UUID) -> Sequence[Attendance]:
    """How each member was at a meeting, with their people, in the order of names."""
    return db.session.scalars(
        select(Attendance)
        .join(Attendance.membership)
        .join(Membership.person)
        .where(Attendance.meeting_id == meeting_id)
        .options(contains_eager(Attendance.membership).contains_eager(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    ).all()


def proxies(meeting_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Who holds the proxy of whom, for those still good: holder by giver, both memberships."""
    rows = db.session.execute(
        select(Proxy.giver_id, Proxy.holder_id).where(Proxy.meeting_id == meeting_id, Proxy.revoked_at.is_(None))
    )
    return dict(rows.all())


def guests(meeting_id: uuid.UUID) -> Sequence[Guest]:
    """Who came without sitting on the council."""
    return db.session.scalars(
        select(Guest).where(Guest.meeting_id == meeting_id).order_by(Guest.function, Guest.name, Guest.id)
    ).all()


def there(meeting_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """The memberships of those who were there, themselves or by somebody else, by person."""
    given = proxies(meeting_id)
    return {
        row.membership.person_id: row.membership_id
        for row in attendances(meeting_id)
        if row.status in WERE_THERE or row.membership_id in given
    }


def known(council_id: uuid.UUID, meeting_id: uuid.UUID) -> list[Known]:
    """Whoever may be named: all who sit or sat on the council, and guests who came for no function."""
    rows = db.session.execute(
        select(Person.id, Person.given_name, Person.family_name, Membership.college)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Person.erased_at.is_(None))
        .order_by(Person.id)
        .distinct()
    )
    found = [Known(row.given_name, row.family_name, INSTEAD[row.college]) for row in rows]
    return found + [
        Known(one.name, "", "une personne invitée") for one in guests(meeting_id) if not one.function.strip()
    ]
