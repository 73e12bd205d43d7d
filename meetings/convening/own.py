"""One's own page: the next meeting of each of one's councils, and the link by which one's calendar follows them all."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from citizens.accounts.models import Account
from councils.electorate import sitting_on
from councils.models import Council, Membership
from foundation import audit, clock
from foundation.addresses import whole
from foundation.database import db
from foundation.forms import SIGNING
from foundation.policy import Actor, require
from meetings.convening import queries
from meetings.convening.calendar import KEPT, MOST
from meetings.convening.models import CalendarLink
from meetings.convening.presentation import Line, line
from meetings.models import Meeting


def panel(actor: Actor) -> Mapping[str, Any] | None:
    """The meetings of the councils where one sits; None without a seat."""
    mine = [grant.scope_id for grant in actor.grants if grant.role == "member" and grant.scope_id]
    found = [(one.slug, one.name, _next_of(one)) for one in queries.councils_of(mine)]
    link = of_person(actor.id)
    return {"councils": found, "calendar": address(link) if link else ""} if found else None


def _next_of(council: Council) -> Line | None:
    ahead = queries.coming_up(clock.now(), council_id=council.id, most=1)
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
    return whole("meetings.own_calendar", token=_signer().dumps([link.id.hex, link.code]))


def behind(token: str) -> CalendarLink | None:
    """The link that a token is, unless it was renewed, stopped, or its person's account closed."""
    try:
        key, code = _signer().loads(token)
        found = db.session.get(CalendarLink, uuid.UUID(hex=key))
    except (BadData, ValueError, TypeError, AttributeError):
        return None
    if found is None or not secrets.compare_digest(found.code, str(code)):
        return None
    closed = select(Account.id).where(Account.person_id == found.person_id, Account.disabled_at.is_not(None))
    return None if db.session.scalar(closed) else found


def meetings_of(person_id: uuid.UUID) -> Sequence[Meeting]:
    """The meetings announced of the councils where somebody sits today, those of the last year too."""
    seats = select(Membership.council_id).where(Membership.person_id == person_id, sitting_on(clock.today()))
    since = clock.now() - KEPT
    return db.session.scalars(
        queries.announced()
        .where(Meeting.council_id.in_(seats), Meeting.starts_at >= since)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    ).all()


def _signer() -> URLSafeSerializer:
    key = current_app.extensions["settings"].secret_key
    return URLSafeSerializer(key, salt="calendar", signer_kwargs=SIGNING)
