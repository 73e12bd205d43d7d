"""From an address to its row, for the pages of a meeting that is held."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.models import Membership
from foundation.database import db
from meetings.convening import conveners, queries
from meetings.models import WITH_CONVENER, AgendaItem, Meeting, MeetingState, OfMeeting
from meetings.presence.models import AttendanceSheet, Decision, Guest, Proxy
from meetings.presence.roll import day_of
from meetings.votes import electors
from meetings.votes.models import Elector, Motion


def meeting(slug: str, key: uuid.UUID, **_more: object) -> Meeting | None:
    """A meeting of the council of an address that was convened."""
    found = queries.find_of(slug, key)
    return found if found is not None and found.state is not MeetingState.DRAFT else None


def item(slug: str, key: uuid.UUID, point: uuid.UUID, **_more: object) -> AgendaItem | None:
    """An item of the agenda of a meeting."""
    return queries.item_of(slug, key, point)


def _of(found: Guest | Proxy | Decision | AttendanceSheet | None, slug: str) -> bool:
    return found is not None and found.meeting.convener.slug == slug


def guest(slug: str, key: uuid.UUID, guest: uuid.UUID) -> Guest | None:
    """A guest of a meeting."""
    found = db.session.scalar(
        select(Guest)
        .where(Guest.id == guest, Guest.meeting_id == key)
        .options(joinedload(Guest.meeting).options(*WITH_CONVENER))
    )
    return found if _of(found, slug) else None


def proxy(slug: str, key: uuid.UUID, power: uuid.UUID) -> Proxy | None:
    """A power given for a meeting, with its paper."""
    found = db.session.scalar(
        select(Proxy)
        .where(Proxy.id == power, Proxy.meeting_id == key)
        .options(joinedload(Proxy.meeting).options(*WITH_CONVENER), joinedload(Proxy.document))
    )
    return found if _of(found, slug) else None


def attendance_sheet(slug: str, key: uuid.UUID, sheet: uuid.UUID) -> AttendanceSheet | None:
    """A photo of the signed sheet of a meeting, with its file."""
    found = db.session.scalar(
        select(AttendanceSheet)
        .where(AttendanceSheet.id == sheet, AttendanceSheet.meeting_id == key)
        .options(joinedload(AttendanceSheet.meeting).options(*WITH_CONVENER), joinedload(AttendanceSheet.document))
    )
    return found if _of(found, slug) else None


def decision(slug: str, key: uuid.UUID, decision: uuid.UUID) -> Decision | None:
    """A decision of a meeting."""
    found = db.session.scalar(
        select(Decision)
        .where(Decision.id == decision, Decision.meeting_id == key)
        .options(joinedload(Decision.meeting).options(*WITH_CONVENER))
    )
    return found if _of(found, slug) else None


def motion(slug: str, key: uuid.UUID, vote: uuid.UUID, **_more: object) -> Motion | None:
    """A motion put in a meeting of the council of an address."""
    found = db.session.scalar(
        select(Motion)
        .join(AgendaItem, AgendaItem.id == Motion.agenda_item_id)
        .where(Motion.id == vote, AgendaItem.meeting_id == key)
        .options(joinedload(Motion.council), joinedload(Motion.agenda_item))
    )
    return found if found is not None and found.council.slug == slug else None


def seat(owner: Meeting, key: str) -> Membership | None:
    """A seat of the council of a meeting, by the text of its id."""
    try:
        return seat_of(owner, uuid.UUID(key))
    except ValueError:
        return None


def seat_of(owner: Meeting, key: uuid.UUID) -> Membership | None:
    """A seat convened to a meeting, with its person."""
    return db.session.scalar(
        select(Membership)
        .where(Membership.id == key, conveners.invited(owner, day_of(owner)))
        .options(joinedload(Membership.person))
    )


@dataclass(frozen=True)
class Seated(OfMeeting):
    """A meeting, and one of the seats of its council."""

    meeting: Meeting
    seat: Membership


@dataclass(frozen=True)
class Put(OfMeeting):
    """A meeting, and a motion put in it."""

    meeting: Meeting
    motion: Motion


@dataclass(frozen=True)
class Called(Put):
    """A motion put in a meeting, and one seat on its list of voters."""

    elector: Elector


def meeting_of_seat(slug: str, key: uuid.UUID, seat: uuid.UUID) -> Seated | None:
    """A meeting of a council, and a seat of it."""
    found = meeting(slug, key)
    sat = seat_of(found, seat) if found is not None else None
    return Seated(found, sat) if found is not None and sat is not None else None


def motion_of_meeting(slug: str, key: uuid.UUID, vote: uuid.UUID, **_more: object) -> Put | None:
    """A meeting of a council, and a motion put in it."""
    found, put = meeting(slug, key), motion(slug, key, vote)
    return Put(found, put) if found is not None and put is not None else None


def elector_of_meeting(slug: str, key: uuid.UUID, vote: uuid.UUID, elector: uuid.UUID) -> Called | None:
    """A motion put in a meeting, and a seat that votes on it."""
    put = motion_of_meeting(slug, key, vote)
    found = electors.find(vote, elector) if put is not None else None
    return Called(put.meeting, put.motion, found) if put is not None and found is not None else None
