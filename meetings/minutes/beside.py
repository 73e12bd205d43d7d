"""What is written beside the minutes of a meeting and may name somebody: its notes, and opinions on its votes.

Notes are read by those who hold meetings, opinions by everybody: what is masked in minutes is masked there too.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from foundation import clock
from foundation.database import change_in_public, db
from foundation.html import markdown
from meetings.models import AgendaItem, Meeting
from meetings.presence.models import ItemNote
from meetings.votes.models import Dissent, Motion

Change = Callable[[str], str]


@dataclass(frozen=True)
class Beside:
    """Notes and opinions, to read or to change together."""

    notes: Sequence[ItemNote]
    dissents: Sequence[Dissent]


def of_meeting(meeting_id: uuid.UUID) -> Beside:
    """What is written beside the minutes of one meeting."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    return _found(ItemNote.agenda_item_id.in_(items), Motion.agenda_item_id.in_(items))


def of_council(council_id: uuid.UUID) -> Beside:
    """What was ever written in the meetings of a council, and on its votes between meetings too."""
    items = select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    own = items.where(Meeting.council_id == council_id)
    return _found(ItemNote.agenda_item_id.in_(own), Motion.council_id == council_id)


def _found(notes: ColumnElement[bool], motions: ColumnElement[bool]) -> Beside:
    return Beside(
        db.session.scalars(select(ItemNote).where(notes).order_by(ItemNote.id)).all(),
        db.session.scalars(
            select(Dissent).join(Motion, Motion.id == Dissent.motion_id).where(motions).order_by(Dissent.id)
        ).all(),
    )


def rewrite(found: Beside, change: Change) -> bool:
    """Apply a change to all of it; says whether it changed anything. Whoever is writing notes learns that they did."""
    notes = [one for one in found.notes if change(one.text) != one.text]
    for note in notes:
        note.text, note.revision, note.changed_at = change(note.text), note.revision + 1, clock.now()
    dissents = [one for one in found.dissents if change(one.text) != one.text]
    for dissent in dissents:
        dissent.text = change(dissent.text)
        dissent.html = markdown(dissent.text)
    if dissents:
        change_in_public()
    db.session.flush()
    return bool(notes or dissents)
