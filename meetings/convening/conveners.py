"""The conveners that meet: found by their address, with their meetings, who they invite and the rules they meet by."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from citizens.notifications.services import holders
from citizens.roles.models import Role
from councils import queries as councils
from councils.charter.articles import USUAL, Articles
from councils.charter.queries import articles_on
from councils.committees import queries as committees
from councils.committees.models import CommitteeSeat
from councils.committees.running import held_by, running_on
from councils.electorate import membership_on, sitting_on
from councils.models import Membership
from foundation.database import db
from foundation.policy import Actor
from meetings.convener import COMMITTEES, NETWORK, Convener
from meetings.models import OF_COMMITTEE, OF_COUNCIL, OF_NETWORK, Meeting, MeetingKind

COUNCIL_OFFICE = frozenset({"secretary", "council_facilitator"})
COMMITTEE_OFFICE = frozenset({"committee_secretary"})
# clear days of notice where no rules of a council say how many (domain §3.1)
DAYS = {
    MeetingKind.NETWORK_MEETING: 15,
    MeetingKind.TRAINING: 10,
    MeetingKind.ASSISES: 45,
    MeetingKind.COMMITTEE_SESSION: 21,
}
# nobody votes on the site in a meeting of a committee or of the network: nobody gives power either
USUAL_ELSEWHERE = replace(
    USUAL,
    notice_days={**USUAL.notice_days, **{kind.value: days for kind, days in DAYS.items()}},
    max_proxies_per_holder=0,
)


def find(slug: str) -> Convener | None:
    """The convener whose meetings have addresses that begin so."""
    if slug == NETWORK:
        return Convener()
    if slug.startswith(COMMITTEES):
        committee = committees.by_slug(slug.removeprefix(COMMITTEES))
        return Convener(committee=committee) if committee is not None else None
    council = councils.by_slug(slug)
    return Convener(council) if council is not None else None


def kinds(convener: Convener) -> tuple[MeetingKind, ...]:
    """What kinds of meetings a convener holds (domain §3.1)."""
    if convener.council is not None:
        return OF_COUNCIL
    return OF_COMMITTEE if convener.committee is not None else OF_NETWORK


def _of(council_id: uuid.UUID | None, committee_id: uuid.UUID | None) -> ColumnElement[bool]:
    """The condition that a meeting is of a council, of a committee, or of the network when neither is given."""
    return and_(Meeting.council_id == council_id, Meeting.committee_id == committee_id)


def meetings_of(convener: Convener) -> ColumnElement[bool]:
    """The condition that a meeting is of a convener."""
    return _of(convener.council_id, convener.committee_id)


def same_convener(meeting: Meeting) -> ColumnElement[bool]:
    """The condition that a meeting is of the convener of another."""
    return _of(meeting.council_id, meeting.committee_id)


def in_the_office_of(actor: Actor) -> ColumnElement[bool] | None:
    """The condition that somebody writes and sends what a meeting leaves to be done; None of nobody's."""
    found: list[ColumnElement[bool]] = []
    if councils_of := _scopes(actor, COUNCIL_OFFICE):
        found.append(Meeting.council_id.in_(councils_of))
    if committees_of := _scopes(actor, COMMITTEE_OFFICE):
        found.append(Meeting.committee_id.in_(committees_of))
    if any(grant.role == "network_coordinator" for grant in actor.grants):
        found.append(_of(None, None))
    return or_(*found) if found else None


def _scopes(actor: Actor, roles: frozenset[str]) -> list[uuid.UUID]:
    return sorted({grant.scope_id for grant in actor.grants if grant.role in roles and grant.scope_id is not None})


def office(meeting: Meeting) -> list[uuid.UUID]:
    """Who sees to what a meeting leaves to be done, by the roles given: told when something is late."""
    if meeting.council_id is not None:
        roles, scope = (Role.SECRETARY, Role.COUNCIL_FACILITATOR), meeting.council_id
        return sorted({key for role in roles for key in holders(role, scope)})
    if meeting.committee_id is not None:
        return holders(Role.COMMITTEE_SECRETARY, meeting.committee_id)
    return holders(Role.NETWORK_COORDINATOR)


def invited(meeting: Meeting, day: date) -> ColumnElement[bool]:
    """The condition that a membership is among those convened: those who sit on a day, each person once.

    A council convenes its members, a committee those who represent councils in it, the network everybody.
    """
    if meeting.council_id is not None:
        return and_(Membership.council_id == meeting.council_id, sitting_on(day))
    other = aliased(Membership)
    asked = _representing(meeting.committee_id, day) if meeting.committee_id is not None else None
    chosen = Membership.id.in_(asked) if asked is not None else true()
    earlier = (
        select(other.id)
        .where(other.person_id == Membership.person_id, func.coalesce(other.id < Membership.id, False))
        .where(other.accepted_on.is_not(None), other.start_on <= day, func.coalesce(other.end_on, day) >= day)
    )
    if asked is not None:
        earlier = earlier.where(other.id.in_(asked))
    return and_(chosen, sitting_on(day), ~earlier.exists())


def _representing(committee_id: uuid.UUID, day: date) -> Select[uuid.UUID]:
    """The memberships by which councils are represented in a committee on a day."""
    return (
        select(Membership.id)
        .join(CommitteeSeat, held_by(Membership))
        .where(CommitteeSeat.committee_id == committee_id, running_on(day))
    )


def seat_of(meeting: Meeting, person_id: uuid.UUID | None, day: date) -> Membership | None:
    """The seat by which somebody is convened to a meeting held on a day; at most one."""
    if meeting.council_id is not None:
        return membership_on(person_id, meeting.council_id, day)
    return db.session.scalar(select(Membership).where(Membership.person_id == person_id, invited(meeting, day)))


def invites(meeting: Meeting, membership: Membership) -> bool:
    """Whether a meeting is one to which a seat is convened, whatever the day."""
    if meeting.council_id is not None:
        return membership.council_id == meeting.council_id
    wanted = select(Membership.id).where(Membership.id == membership.id, invited(meeting, meeting.day))
    return db.session.scalar(wanted) is not None


def articles(meeting: Meeting, day: date) -> Articles:
    """The rules that a meeting follows on a day: those of its council, or what is usual elsewhere."""
    return articles_on(meeting.council_id, day) if meeting.council_id is not None else USUAL_ELSEWHERE
