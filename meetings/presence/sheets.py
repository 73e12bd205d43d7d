"""The sheet that those present signed on paper: its photos, for those who hold the meeting alone (`R-ATT-02`)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from foundation import audit, documents
from foundation.database import db
from foundation.documents import Received
from foundation.policy import SYSTEM, Actor, require
from foundation.workflow import Refused
from meetings.models import Meeting, MeetingState
from meetings.presence.models import AttendanceSheet

MOST = 8
SIGNED_IN = frozenset({MeetingState.OPEN, MeetingState.CLOSED})


def add(meeting: Meeting, received: Received, *, actor: Actor) -> AttendanceSheet:
    """Keep a photo or scan of the signed sheet, once the meeting has begun. Raises Refused."""
    require(actor, "meeting.hold", meeting)
    db.session.refresh(meeting, ["state", "version"], with_for_update=True)
    if meeting.state not in SIGNED_IN:
        raise Refused("Cette réunion n’est pas ouverte\u00a0: personne n’a encore signé sa feuille.")
    if len(listed(meeting.id)) >= MOST:
        raise Refused(f"Il y a déjà {MOST} photos\u00a0: retirez-en une, ou réunissez-en plusieurs en un seul PDF.")
    document = documents.keep(received, actor=actor)
    sheet = AttendanceSheet(
        id=uuid.uuid4(), meeting_id=meeting.id, meeting=meeting, document_id=document.id, document=document
    )
    db.session.add(sheet)
    db.session.flush()
    audit.record(actor, "sheet.add", meeting)
    return sheet


def drop(sheet: AttendanceSheet, *, actor: Actor) -> None:
    """Take a photo away with its file, at any time: the wrong one may have been chosen."""
    require(actor, "meeting.hold", sheet)
    audit.record(actor, "sheet.drop", sheet.meeting)
    _remove([sheet], actor)


def forget(which: ColumnElement[bool]) -> None:
    """Forget some sheets with their files."""
    _remove(_sheets(which), SYSTEM)


def listed(meeting_id: uuid.UUID) -> Sequence[AttendanceSheet]:
    """The sheets of a meeting with their files, in the order in which they were added."""
    return _sheets(AttendanceSheet.meeting_id == meeting_id)


def _sheets(which: ColumnElement[bool]) -> Sequence[AttendanceSheet]:
    return db.session.scalars(
        select(AttendanceSheet)
        .where(which)
        .options(joinedload(AttendanceSheet.document))
        .order_by(AttendanceSheet.added_at, AttendanceSheet.id)
    ).all()


def _remove(sheets: Sequence[AttendanceSheet], actor: Actor) -> None:
    for sheet in sheets:
        document = sheet.document
        db.session.delete(sheet)
        db.session.flush()
        documents.remove(document, actor=actor)
