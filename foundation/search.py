"""Search over the whole site: one index, written in the same transaction as what it finds, on both engines."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from foundation import search_index
from foundation.database import db
from foundation.pagination import COUNTED_AT_MOST
from foundation.search_index import Hits, SearchEntry
from foundation.stems import passage, terms
from foundation.text import nfc, number, plural, prose

SHOWN_BY_KIND = 5
PAGE_SIZE = 20
WORDS_AT_MOST = 12
PARTS = ("title", "words")


@dataclass(frozen=True)
class Entry:
    """What `put` is told of one thing: `body` is the visible text, `on` the day it is dated."""

    key: str
    title: str
    body: str
    url: str
    on: date | None = None


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that can be found; `entries` gives all of them, to build the index anew."""

    kind: str
    label: str
    entries: Callable[[], Iterable[Entry]]


@dataclass(frozen=True)
class Found:
    """One result, with a passage of its text."""

    title: str
    url: str
    passage: str
    on: date | None


@dataclass(frozen=True)
class Group:
    """The results of one kind: the first of them, and how many there are in all (capped, ruling 26)."""

    kind: str
    label: str
    count: int
    results: Sequence[Found]

    @property
    def capped(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > COUNTED_AT_MOST

    @property
    def count_words(self) -> str:
        """« 1 résultat », « plus de 1 000 résultats »."""
        if self.capped:
            return f"plus de {number(COUNTED_AT_MOST)} résultats"
        return plural(self.count, "résultat", "résultats")


def put(kind: str, key: str, *, title: str, body: str, url: str, on: date | None = None) -> None:
    """Make something findable, or renew it, in the current transaction. `key` is unique within its kind."""
    search_index.forget(kind, key)
    title_terms = terms(title)
    entry = SearchEntry(
        kind=kind,
        key=key,
        title=nfc(title)[:300],
        body=nfc(body),
        url=url,
        on=on,
        title_terms=" ".join(sorted(set(title_terms))),
        all_terms=" ".join(sorted(set(title_terms + terms(body)))),
    )
    db.session.add(entry)
    db.session.flush()
    search_index.write(entry)


def remove(kind: str, key: str) -> None:
    """Make something unfindable, in the current transaction; nothing happens when it was not there."""
    search_index.forget(kind, key)


def rebuild() -> int:
    """Build the whole index anew from what the packages declare; gives the number of entries."""
    search_index.forget_all()
    count = 0
    for source in sources():
        for entry in source.entries():
            put(source.kind, entry.key, title=entry.title, body=entry.body, url=entry.url, on=entry.on)
            count += 1
    return count


def sources() -> Sequence[SearchSource]:
    """The kinds of things that can be found, in the order of the page."""
    found: Sequence[SearchSource] = current_app.extensions["searches"]
    return found


def groups(query: str) -> list[Group]:
    """The results of a query, grouped by kind: a few of each. Two queries of the database."""
    words = _words(query)
    if not words:
        return []
    kinds = tuple(source.kind for source in sources())
    asked = {f"words_{place}": search_index.every(kind, words) for place, kind in enumerate(kinds)}
    told: dict[tuple[str, str], list[int]] = {}
    for kind, part, value in db.session.execute(_first(search_index.on_sqlite(), kinds), asked):
        told.setdefault((kind, part), []).append(value)
    first = {kind: _titles_first(*(told.get((kind, part), ()) for part in PARTS))[:SHOWN_BY_KIND] for kind in kinds}
    entries = _entries([place for places in first.values() for place in places])
    return [
        Group(
            source.kind,
            source.label,
            told[source.kind, "count"][0],
            [_found(entries[place], words) for place in first[source.kind]],
        )
        for source in sources()
        if first[source.kind]
    ]


@lru_cache(maxsize=8)
def _first(_sqlite: bool, kinds: Sequence[str]) -> CompoundSelect[Any]:
    """(kind, part, value): of each kind the places of the newest titles and of the newest of all, and their count.

    Of all hits twice as many as are shown are read: some are the titles, which come first. Put together once.
    """
    parts: list[Any] = []
    for position, kind in enumerate(kinds):
        asked, name = bindparam(f"words_{position}", type_=Text), literal(kind)
        titles = _newest(search_index.hits(kind, "title", asked), SHOWN_BY_KIND).subquery()
        counted = _newest(search_index.hits(kind, "words", asked), COUNTED_AT_MOST + 1).cte()
        newest = select(counted.c.place).order_by(counted.c.place.desc()).limit(2 * SHOWN_BY_KIND).subquery()
        parts += [
            select(name, literal("title"), titles.c.place),
            select(name, literal("words"), newest.c.place),
            select(name, literal("count"), func.count()).select_from(counted),
        ]
    return union_all(*parts)


def _newest(hits: Hits, most: int) -> Select[Any]:
    found = select(hits.place.label("place")).select_from(hits.rows).where(hits.match)
    return found.order_by(hits.place.desc()).limit(most)


def _titles_first(titles: Sequence[int], others: Sequence[int]) -> list[int]:
    """Places in the order of results: title hits, then the others, the newest first in each."""
    return [*sorted(titles, reverse=True), *sorted(set(others).difference(titles), reverse=True)]


def of_kind(query: str, kind: str, page: int) -> tuple[list[Found], bool]:
    """The results of one kind, `PAGE_SIZE` a page from page 1 on, and whether others follow."""
    words = _words(query)
    if not words:
        return [], False
    until = page * PAGE_SIZE + 1
    asked = search_index.given(search_index.every(kind, words))
    titles = db.session.scalars(_newest(search_index.hits(kind, "title", asked), until)).all()
    others = db.session.scalars(_newest(search_index.hits(kind, "words", asked), until + len(titles))).all()
    places = _titles_first(titles, others)[until - 1 - PAGE_SIZE : until]
    entries = _entries(places[:PAGE_SIZE])
    return [_found(entries[place], words) for place in places[:PAGE_SIZE]], len(places) > PAGE_SIZE


def _entries(places: Sequence[int]) -> Mapping[int, SearchEntry]:
    ids = {search_index.entry_id(place): place for place in places}
    rows = db.session.scalars(select(SearchEntry).where(SearchEntry.id.in_(ids)))
    return {ids[row.id]: row for row in rows}


def hits(kind: str, query: str) -> Hits | None:
    """What a query finds of one kind, for the list of another table, whose ids `keyed` gives; None without a word."""
    words = _words(query)
    return search_index.hits(kind, "words", search_index.given(search_index.every(kind, words))) if words else None


def keyed(kind: str) -> ColumnElement[uuid.UUID]:
    """The ids of what the entries of a kind are about, where these are kept under the hex digits of an id."""
    # only a key of this kind is an id: the others must not be read as one
    return case((SearchEntry.kind == kind, cast(SearchEntry.key, Uuid)))


def count(found: Hits) -> int:
    """How many things were found, one more than lists count at most. One query."""
    rows = select(found.place).select_from(found.rows).where(found.match).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def titled(kind: str, words: Sequence[str]) -> Hits:
    """The entries of one kind whose title holds one of some words, given as `terms` gives them."""
    return search_index.hits(kind, "title", search_index.given(search_index.some(kind, words)))


def _words(query: str) -> list[str]:
    return terms(query)[:WORDS_AT_MOST]


def _found(row: SearchEntry, words: Sequence[str]) -> Found:
    return Found(row.title, row.url, prose(passage(row.body, words)), row.on)
