"""One's own page: the next meeting of each of one's councils, and the link by which one's calendar follows them all."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from citizens.accounts.models import Account
from councils.electorate import sitting_on
from councils.models import Council, Membership
from foundation import audit, clock, signing
from foundation.addresses import whole
from foundation.database import db
from foundation.policy import Actor, require
from meetings.convener import Convener
from meetings.convening import queries
from meetings.convening.calendar import KEPT, MOST
from meetings.convening.models import CalendarLink
from meetings.convening.presentation import Line, line
from meetings.models import Meeting, Notice, NoticeDelivery

SITS, SERVES = frozenset({"member"}), frozenset({"secretary", "council_facilitator"})


def panel(actor: Actor) -> Mapping[str, Any] | None:
    """The meetings of the councils where one sits, or which one serves; None for who does neither."""
    sits, serves = _councils(actor, SITS), _councils(actor, SERVES)
    if not sits | serves:
        return None
    found = [
        (one.slug, one.name, _next_of(one), one.id in sits, one.id in serves)
        for one in queries.councils_of(sorted(sits | serves))
    ]
    link = of_person(actor.id) if sits else None
    return {"councils": found, "sits": bool(sits), "calendar": address(link) if link else ""} if found else None


def _councils(actor: Actor, roles: frozenset[str]) -> set[uuid.UUID]:
    return {grant.scope_id for grant in actor.grants if grant.role in roles and grant.scope_id}


def _next_of(council: Council) -> Line | None:
    ahead = queries.coming_up(clock.now(), convener=Convener(council), most=1)
    return line(ahead[0]) if ahead else None


def of_person(person_id: uuid.UUID | None) -> CalendarLink | None:
    """Somebody's link, if they made one."""
    return db.session.scalar(select(CalendarLink).where(CalendarLink.person_id == person_id))


def renew(*, actor: Actor) -> None:
    """Make one's link, or another in its place: the one before opens nothing any more."""
    require(actor, "calendar.own")
    # two presses of one person wait for each other
    db.session.scalar(select(Account.id).where(Account.person_id == actor.id).with_for_update())
    link = of_person(actor.id)
    if link is None:
        link = CalendarLink(id=uuid.uuid4(), person_id=actor.id)
        db.session.add(link)
    link.code, link.made_at = secrets.token_urlsafe(16), clock.now()
    db.session.flush()
    audit.record(actor, "calendar.renew", link)


def stop(*, actor: Actor) -> None:
    """Take one's link away; nothing happens when there is none."""
    require(actor, "calendar.own")
    link = of_person(actor.id)
    if link is not None:
        audit.record(actor, "calendar.stop", link)
        db.session.delete(link)
        db.session.flush()


def address(link: CalendarLink) -> str:
    """Where a calendar follows somebody's meetings: whoever has it reads them, so it is shown to that person alone."""
    return whole("meetings.own_calendar", token=signing.sign("calendar", link.id.hex, link.code))


def behind(token: str) -> CalendarLink | None:
    """The link that a token is, unless it was renewed, stopped, or its person's account closed."""
    try:
        key, code = signing.read("calendar", token)
        found = db.session.get(CalendarLink, uuid.UUID(hex=key))
    except (ValueError, TypeError, AttributeError):
        return None
    if found is None or not secrets.compare_digest(found.code, str(code)):
        return None
    closed = select(Account.id).where(Account.person_id == found.person_id, Account.disabled_at.is_not(None))
    return None if db.session.scalar(closed) else found


def meetings_of(person_id: uuid.UUID) -> Sequence[Meeting]:
    """The meetings announced of the councils where somebody sits today, and those elsewhere that convened them.

    Those of the last year too.
    """
    seats = select(Membership.council_id).where(Membership.person_id == person_id, sitting_on(clock.today()))
    told = (
        select(Notice.meeting_id)
        .join(NoticeDelivery, NoticeDelivery.notice_id == Notice.id)
        .join(Membership, Membership.id == NoticeDelivery.membership_id)
        .where(Membership.person_id == person_id)
    )
    theirs = or_(Meeting.council_id.in_(seats), and_(Meeting.council_id.is_(None), Meeting.id.in_(told)))
    since = clock.now() - KEPT
    return db.session.scalars(
        queries.announced()
        .where(theirs, Meeting.starts_at >= since)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    ).all()
