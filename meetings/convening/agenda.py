"""The agenda of a meeting as its pages show it: each item with the documents that whoever reads may open."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.addresses import page as address
from foundation.documents import size_words
from meetings.convening import carrying, papers, queries
from meetings.convening.models import AgendaDocument
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Paper:
    """A document of an item: where it is saved from, what it is, and whether the council alone has it."""

    key: uuid.UUID
    url: str
    name: str
    facts: str
    is_public: bool


@dataclass(frozen=True)
class Shown:
    """One item of an agenda as pages show it. `origin` is the earlier meeting that had no time for it."""

    id: uuid.UUID
    title: str
    kind: str
    minutes: int | None
    added_later: bool
    papers: Sequence[Paper]
    origin: str
    is_left: bool


def shown(meeting: Meeting, *, inside: bool, token: str = "") -> list[Shown]:
    """The agenda in its order. `inside`: with the documents of the council alone; `token`: read by a notice's link."""
    found: dict[uuid.UUID, list[Paper]] = defaultdict(list)
    for one in papers.of_meeting(meeting.id):
        if inside or one.is_public:
            found[one.agenda_item_id].append(_paper(meeting, one, token))
    items = queries.items(meeting.id)
    origins = carrying.origins(items)
    return [_shown(item, found[item.id], origins.get(item.id, "")) for item in items]


def _shown(item: AgendaItem, listed: Sequence[Paper], origin: str) -> Shown:
    return Shown(item.id, item.title, item.kind.label, item.minutes, item.added_later, listed, origin, item.is_left)


def paper(meeting: Meeting, one: AgendaDocument) -> Paper:
    """A document of an item, as whoever signed in reads it."""
    return _paper(meeting, one, "")


def _paper(meeting: Meeting, one: AgendaDocument, token: str) -> Paper:
    facts = f"{one.document.kind.label}, {size_words(one.document)}"
    by_link = address("meetings.paper_by_link", token=token, paper=one.id) if token else ""
    url = by_link or address("meetings.paper", key=meeting.id, paper=one.id)
    return Paper(one.id, url, one.document.name, facts, one.is_public)
