"""What is noted under the items of an agenda while the meeting goes on: one writer at a time, nothing ever lost.

Whoever writes holds the note for a while, and longer with each saving. When they stop, or hand it over, somebody else
may take it; what they had typed meanwhile is shown beside what is kept, never thrown away.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from foundation import clock
from foundation.database import db
from foundation.html import visible_length
from foundation.policy import Actor, require
from foundation.text import nfc, number, plural
from foundation.workflow import Refused
from meetings.models import AgendaItem, MeetingState
from meetings.presence.models import ItemNote

HELD_FOR = timedelta(minutes=2)
MOST = 20_000
WRITABLE = frozenset({MeetingState.OPEN, MeetingState.CLOSED})


class Overtaken(Refused):
    """Somebody else saved these notes meanwhile: `kept` is what they are now."""

    def __init__(self, kept: ItemNote) -> None:
        super().__init__(
            "Quelqu’un d’autre a écrit ces notes entre-temps. Les deux textes sont ci-dessous\u00a0: "
            "réunissez-les, puis enregistrez."
        )
        self.kept = kept


def note_of(item_id: uuid.UUID) -> ItemNote | None:
    """The notes of an item."""
    return db.session.scalar(select(ItemNote).where(ItemNote.agenda_item_id == item_id))


def notes_of(meeting_id: uuid.UUID) -> Mapping[uuid.UUID, ItemNote]:
    """The notes of a meeting, by item."""
    rows = db.session.scalars(
        select(ItemNote)
        .join(AgendaItem, AgendaItem.id == ItemNote.agenda_item_id)
        .where(AgendaItem.meeting_id == meeting_id)
    )
    return {one.agenda_item_id: one for one in rows}


def is_held_by_another(note: ItemNote, actor: Actor) -> bool:
    """Whether somebody else is writing now."""
    return note.held_until is not None and note.held_until > clock.now() and note.writer_id != actor.id


def is_being_written(note: ItemNote) -> bool:
    """Whether anybody is writing now."""
    return note.held_until is not None and note.held_until > clock.now()


def take(item: AgendaItem, *, actor: Actor, over: bool = False) -> ItemNote:
    """Begin to write the notes of an item; `over` takes them from somebody who is writing. Raises Refused."""
    require(actor, "meeting.hold", item)
    note = _locked(item)
    if is_held_by_another(note, actor) and not over:
        raise Refused("Quelqu’un d’autre écrit ces notes en ce moment\u00a0: attendez, ou prenez la main.")
    _hold(note, actor)
    return note


def save(
    item: AgendaItem, text: str, revision: int, *, actor: Actor, keep: bool = True, over: bool = False
) -> ItemNote:
    """Keep what was written over the revision that its writer had read; `keep=False` lets another write then.

    `over` takes the notes from whoever is writing, once their last text was read.

    Raises Overtaken when somebody else saved meanwhile, Refused when the text is too long or the meeting not open.
    """
    require(actor, "meeting.hold", item)
    note, words = _locked(item), nfc(text)
    if note.revision != revision and note.text != words:
        raise Overtaken(note)
    if is_held_by_another(note, actor) and not over:
        raise Overtaken(note)
    excess = visible_length(words) - MOST
    if excess > 0:
        raise Refused(f"Il y a {plural(excess, 'caractère', 'caractères')} de trop\u00a0: {number(MOST)} au plus.")
    if note.text != words:
        note.text, note.revision = words, note.revision + 1
    _hold(note, actor)
    if not keep:
        note.writer_id = note.held_until = None
    db.session.flush()
    return note


def _hold(note: ItemNote, actor: Actor) -> None:
    note.writer_id, note.held_until, note.changed_at = actor.id, clock.now() + HELD_FOR, clock.now()
    if actor.id is None:
        note.held_until = None
    db.session.flush()


def _locked(item: AgendaItem) -> ItemNote:
    """The notes of an item, that nobody else changes before the end of the transaction. Raises Refused."""
    db.session.refresh(item, ["position"], with_for_update=True)
    db.session.refresh(item.meeting, ["state", "version"])
    if item.meeting.state not in WRITABLE:
        raise Refused("Les notes s’écrivent une fois la réunion ouverte.")
    note = db.session.scalar(
        select(ItemNote).where(ItemNote.agenda_item_id == item.id).execution_options(populate_existing=True)
    )
    if note is None:
        note = ItemNote(id=uuid.uuid4(), agenda_item_id=item.id, text="", revision=0, changed_at=clock.now())
        db.session.add(note)
        db.session.flush()
    return note
