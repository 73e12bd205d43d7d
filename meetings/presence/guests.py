"""Who came without sitting on the council: listed apart, never counted (`R-ATT-04`)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused
from meetings.models import Meeting
from meetings.presence.attending import hold_open
from meetings.presence.models import Guest

MOST = 60


def add(meeting: Meeting, name: str, function: str, *, actor: Actor) -> Guest:
    """Write down a guest and for which function they came. Raises Refused."""
    require(actor, "meeting.hold", meeting)
    hold_open(meeting)
    if len(listed(meeting.id)) >= MOST:
        raise Refused(f"Il y a déjà {MOST} personnes invitées sur la liste\u00a0: retirez-en une.")
    guest = Guest(id=uuid.uuid4(), meeting_id=meeting.id, meeting=meeting, name=nfc(name), function=nfc(function))
    db.session.add(guest)
    db.session.flush()
    audit.record(actor, "guest.add", meeting)
    return guest


def drop(guest: Guest, *, actor: Actor) -> None:
    """Take a guest off the list. Raises Refused."""
    require(actor, "meeting.hold", guest.meeting)
    hold_open(guest.meeting)
    audit.record(actor, "guest.drop", guest.meeting)
    db.session.delete(guest)
    db.session.flush()


def listed(meeting_id: uuid.UUID) -> Sequence[Guest]:
    """The guests of a meeting, in the order of names."""
    return db.session.scalars(select(Guest).where(Guest.meeting_id == meeting_id).order_by(Guest.name, Guest.id)).all()
