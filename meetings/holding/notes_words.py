"""What the page of somebody who writes notes says: who else writes, how long the text is."""

from __future__ import annotations

import uuid

from citizens.models import Person
from citizens.naming import name_in
from foundation.database import db
from foundation.html import visible_length
from foundation.text import number, plural
from meetings.presence import notes
from meetings.presence.models import ItemNote


def writer_of(note: ItemNote, council_id: uuid.UUID | None) -> str:
    """The name of whoever writes notes."""
    person = db.session.get(Person, note.writer_id) if note.writer_id is not None else None
    return name_in(person, council_id) if person is not None else "Quelqu’un"


def length_words(text: str) -> str:
    """How long notes are, for whoever writes them."""
    return f"{plural(visible_length(text), 'caractère', 'caractères')} sur {number(notes.MOST)}."
