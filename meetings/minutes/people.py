"""Who was at a meeting, and who may be named in what is written of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, or_, select
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


def where_was(person_id: uuid.UUID | None) -> Select[uuid.UUID]:
    """The meetings to which somebody came, or had somebody speak for them."""
    given = select(Proxy.giver_id).where(Proxy.meeting_id == Attendance.meeting_id, Proxy.revoked_at.is_(None))
    return (
        select(Attendance.meeting_id)
        .join(Membership, Membership.id == Attendance.membership_id)
        .where(Membership.person_id == person_id)
        .where(or_(Attendance.status.in_(WERE_THERE), Attendance.membership_id.in_(given)))
    )


def known(council_id: uuid.UUID | None, meeting_id: uuid.UUID) -> list[Known]:
    """Whoever may be named: all of a council, elsewhere who was there, and guests who came for no function."""
    return members(council_id, meeting_id) + [
        Known(one.name, "", "une personne invitée") for one in guests(meeting_id) if not one.function.strip()
    ]


def members(council_id: uuid.UUID | None, meeting_id: uuid.UUID | None = None) -> list[Known]:
    """All who sit or sat on a council; without one, whoever was at a meeting."""
    there = select(Attendance.membership_id).where(Attendance.meeting_id == meeting_id)
    whose = Membership.id.in_(there) if council_id is None else Membership.council_id == council_id
    rows = db.session.execute(
        select(Person.id, Person.given_name, Person.family_name, Membership.college)
        .join(Membership, Membership.person_id == Person.id)
        .where(whose, Person.erased_at.is_(None))
        .order_by(Person.id)
        .distinct()
    )
    return [Known(row.given_name, row.family_name, INSTEAD[row.college]) for row in rows]
