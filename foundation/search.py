"""Search over the whole site: one index, written in the same transaction as what it finds, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    delete,
    false,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, db, on_create
from foundation.stems import passage, terms
from foundation.text import nfc, prose

SHOWN_BY_KIND = 5
PAGE_SIZE = 20
WORDS_AT_MOST = 12


class SearchEntry(Model):
    """One thing that can be found: what is shown of it, and its words stemmed and folded."""

    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(400))
    on: Mapped[date | None]
    title_terms: Mapped[str] = mapped_column(Text)
    all_terms: Mapped[str] = mapped_column(Text)


SQLITE_INDEX = "CREATE VIRTUAL TABLE search_terms USING fts5(title, words, tokenize='unicode61', prefix='2 3')"
on_create(SearchEntry.__table__, SQLITE_INDEX, "sqlite")
for _name in ("title_terms", "all_terms"):
    on_create(
        SearchEntry.__table__,
        f"CREATE INDEX fts_search_entry_{_name} ON search_entry"
        f" USING gin (array_to_tsvector(string_to_array({_name}, ' ')))",
        "postgresql",
    )
_VECTORS = {name: f"array_to_tsvector(string_to_array({name}, ' '))" for name in ("title_terms", "all_terms")}
_TERMS = table("search_terms", column("rowid"), column("title"), column("words"))


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
    """The results of one kind: the first of them, and how many there are in all."""

    kind: str
    label: str
    count: int
    results: Sequence[Found]


def put(kind: str, key: str, *, title: str, body: str, url: str, on: date | None = None) -> None:
    """Make something findable, or renew it, in the current transaction. `key` is unique within its kind."""
    remove(kind, key)
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
    if _on_sqlite():
        db.session.execute(insert(_TERMS), {"rowid": entry.id, "title": entry.title_terms, "words": entry.all_terms})


def remove(kind: str, key: str) -> None:
    """Make something unfindable, in the current transaction; nothing happens when it was not there."""
    where = (SearchEntry.kind == kind, SearchEntry.key == key)
    found = db.session.scalar(select(SearchEntry.id).where(*where))
    if found is None:
        return
    if _on_sqlite():
        db.session.execute(delete(_TERMS).where(_TERMS.c.rowid == found))
    db.session.execute(delete(SearchEntry).where(SearchEntry.id == found))


def rebuild() -> int:
    """Build the whole index anew from what the packages declare; gives the number of entries."""
    if _on_sqlite():
        db.session.execute(delete(_TERMS))
    db.session.execute(delete(SearchEntry))
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
    """The results of a query, grouped by kind: a few of each. One query of the database."""
    words = terms(query)[:WORDS_AT_MOST]
    if not words:
        return []
    rows = db.session.execute(_ranked(_on_sqlite()), _asked(words)).all()
    by_kind: dict[str, list[Any]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return [
        Group(
            source.kind,
            source.label,
            by_kind[source.kind][0].total,
            [_found(row, words) for row in by_kind[source.kind]],
        )
        for source in sources()
        if source.kind in by_kind
    ]


def of_kind(query: str, kind: str, page: int) -> tuple[list[Found], bool]:
    """The results of one kind, `PAGE_SIZE` a page from page 1 on, and whether others follow."""
    words = terms(query)[:WORDS_AT_MOST]
    if not words:
        return [], False
    match, title_hit = _match(_on_sqlite())
    rows = db.session.scalars(
        select(SearchEntry)
        .where(match, SearchEntry.kind == kind)
        .order_by(*_order(title_hit))
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE),
        _asked(words),
    ).all()
    return [_found(row, words) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def among(key: Any, kind: str, query: str) -> ColumnElement[bool]:
    """The condition, for the list of another table, that a query finds the row whose id is `key`.

    The entries of that kind are kept under the hex digits of the id.
    """
    words = terms(query)[:WORDS_AT_MOST]
    if not words:
        return false()
    asked = _asked(words)["words"]
    match = _in_terms(_given(asked)) if _on_sqlite() else _in_vector("all_terms", _given(asked))
    # only a key of this kind is an id: the others must not be read as one
    found = case((SearchEntry.kind == kind, cast(SearchEntry.key, Uuid)))
    condition: ColumnElement[bool] = key.in_(select(found).where(SearchEntry.kind == kind, match))
    return condition


def titled(words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that the title of an entry holds one of some words, given as `terms` gives them."""
    if _on_sqlite():
        any_of = " OR ".join(f'"{word}"' for word in words)
        return _in_terms(_given(f"title : ({any_of})"))
    return _in_vector("title_terms", _given(" | ".join(words)))


def _on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _order(title_hit: ColumnElement[Any]) -> list[Any]:
    dated = func.coalesce(SearchEntry.on, date(1, 1, 1))
    return [title_hit.desc(), dated.desc(), SearchEntry.title, SearchEntry.id]


@lru_cache(maxsize=2)
def _ranked(on_sqlite: bool) -> Select[Any]:
    """The first results of each kind and how many there are: put together once, the rows themselves read last."""
    match, title_hit = _match(on_sqlite)
    place = func.row_number().over(partition_by=SearchEntry.kind, order_by=_order(title_hit))
    total = func.count().over(partition_by=SearchEntry.kind)
    ranked = select(SearchEntry.id, place.label("place"), total.label("total")).where(match).subquery()
    shown = (SearchEntry.kind, SearchEntry.title, SearchEntry.url, SearchEntry.body, SearchEntry.on)
    return (
        select(*shown, ranked.c.total)
        .join(ranked, ranked.c.id == SearchEntry.id)
        .where(ranked.c.place <= SHOWN_BY_KIND)
        .order_by(ranked.c.place)
    )


def _match(on_sqlite: bool) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """Whether an entry has all the words, and whether its title has; `_asked` gives them."""
    if on_sqlite:
        return _in_terms(_named("words")), _in_terms(_named("title"))
    return _in_vector("all_terms", _named("words")), _in_vector("title_terms", _named("title"))


def _asked(words: Sequence[str]) -> dict[str, str]:
    if _on_sqlite():
        prefixes = " AND ".join(f'"{word}"*' for word in words)
        return {"words": f"words : ({prefixes})", "title": f"title : ({prefixes})"}
    query = " & ".join(f"{word}:*" for word in words)
    return {"words": query, "title": query}


def _named(name: str) -> BindParameter[str]:
    """Words given when the statement is sent."""
    return bindparam(name, type_=Text)


def _given(words: str) -> BindParameter[str]:
    """Words given now."""
    return bindparam(None, words, type_=Text, unique=True)


def _in_terms(asked: BindParameter[str]) -> ColumnElement[bool]:
    matching = select(_TERMS.c.rowid).where(literal_column("search_terms").op("MATCH")(asked))
    return SearchEntry.id.in_(matching)


def _in_vector(column_name: str, asked: BindParameter[str]) -> ColumnElement[bool]:
    vector: ColumnElement[Any] = literal_column(_VECTORS[column_name])
    return vector.op("@@")(func.to_tsquery(text("'simple'"), asked))


def _found(row: Any, words: Sequence[str]) -> Found:
    return Found(row.title, row.url, prose(passage(row.body, words)), row.on)
