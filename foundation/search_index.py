"""The words that can be found, on both engines: how they are written, matched, and read newest first.

The words of each kind are apart (« proposal_eclairag »), so that a search among proposals reads theirs alone. Each
entry has a place: its day, then the order of ids. SQLite keeps its words under that number and PostgreSQL has an
index of it, so the first of many hits cost no more than those of few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    cast,
    column,
    delete,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Model, db, on_create


class SearchEntry(Model):
    """One thing that can be found: what is shown of it, and its words stemmed and folded. `kind` has no « _ »."""

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


# the newest day has the highest place; on one day, the lowest id
_SPAN = 2**32
SQLITE_INDEX = "CREATE VIRTUAL TABLE search_terms USING fts5(title, words, tokenize=\"unicode61 tokenchars '_'\")"
_PLACE = "((coalesce({0}\"on\", '0001-01-01') - date '0001-01-01' + 1)::bigint * 4294967296 + 4294967295 - {0}id)"
_VECTOR = "array_to_tsvector(string_to_array({0}kind || '_' || replace({0}{1}, ' ', ' ' || {0}kind || '_'), ' '))"
_WORDS = {"title": "title_terms", "words": "all_terms"}
_IN_COLUMN = {part: f"'{part} : '" for part in _WORDS}
_VECTORS = {part: _VECTOR.format("search_entry.", column) for part, column in _WORDS.items()}
_PLACE_OF_ENTRY = _PLACE.format("search_entry.")
POSTGRESQL_INDEXES = (
    *(
        f"CREATE INDEX fts_search_entry_{n} ON search_entry USING gin ({_VECTOR.format('', n)})"
        for n in _WORDS.values()
    ),
    f"CREATE INDEX fts_search_entry_place ON search_entry (kind, {_PLACE.format('')})",
)
on_create(SearchEntry.__table__, SQLITE_INDEX, "sqlite")
for _statement in POSTGRESQL_INDEXES:
    on_create(SearchEntry.__table__, _statement, "postgresql")
_ENTRIES: Any = SearchEntry.__table__
_TERMS = table("search_terms", column("rowid", BigInteger), column("title"), column("words"))


@dataclass(frozen=True)
class Hits:
    """What some words meet in one kind: `select(place).select_from(rows).where(match)`, in the order `place.desc()`.

    `entries` holds the whole entries beside, for what needs more of them than their `id`.
    """

    rows: FromClause
    entries: FromClause
    place: ColumnElement[int]
    id: ColumnElement[int]
    match: ColumnElement[bool]


def on_sqlite() -> bool:
    """Whether this site keeps its rows in SQLite."""
    return db.engine.dialect.name == "sqlite"


def hits(kind: str, part: str, asked: BindParameter[str]) -> Hits:
    """What has the words `asked` (as `every` or `some` writes them) in its "title", or in all its "words"."""
    if on_sqlite():
        meets: ColumnElement[bool] = literal_column("search_terms").op("MATCH")(
            literal_column(_IN_COLUMN[part]).op("||")(asked)
        )
        found = entry_id(_TERMS.c.rowid)
        return Hits(_TERMS, _TERMS.join(_ENTRIES, _ENTRIES.c.id == found), _TERMS.c.rowid, found, meets)
    vector: ColumnElement[Any] = literal_column(_VECTORS[part])
    meets = (SearchEntry.kind == kind) & vector.op("@@")(cast(asked, TSQUERY))
    place: ColumnElement[int] = literal_column(_PLACE_OF_ENTRY, BigInteger)
    return Hits(_ENTRIES, _ENTRIES, place, _ENTRIES.c.id, meets)


def entry_id(place: Any) -> Any:
    """The id of the entry at a place."""
    return _SPAN - 1 - place % _SPAN


def every(kind: str, words: Sequence[str]) -> str:
    """The question for what has all of some words or their beginnings."""
    return _asked(kind, words, "*", " AND ") if on_sqlite() else _asked(kind, words, ":*", " & ")


def some(kind: str, words: Sequence[str]) -> str:
    """The question for what has one of some whole words."""
    return _asked(kind, words, "", " OR ") if on_sqlite() else _asked(kind, words, "", " | ")


def _asked(kind: str, words: Sequence[str], ending: str, between: str) -> str:
    quote = '"' if on_sqlite() else "'"
    return f"({between.join(f'{quote}{kind}_{word}{quote}{ending}' for word in words)})"


def given(words: str) -> BindParameter[str]:
    """Words given now."""
    return bindparam(None, words, type_=Text, unique=True)


def write(entry: SearchEntry) -> None:
    """Keep the words of an entry that has its id."""
    if on_sqlite():
        title, words = (_apart(entry.kind, terms) for terms in (entry.title_terms, entry.all_terms))
        db.session.execute(insert(_TERMS), {"rowid": _place(entry.on, entry.id), "title": title, "words": words})


def _apart(kind: str, terms: str) -> str:
    return " ".join(f"{kind}_{term}" for term in terms.split())


def forget(kind: str, key: str) -> None:
    """Forget an entry and its words; nothing happens when there is none."""
    where = (SearchEntry.kind == kind, SearchEntry.key == key)
    found = db.session.execute(select(SearchEntry.id, SearchEntry.on).where(*where)).one_or_none()
    if found is None:
        return
    if on_sqlite():
        db.session.execute(delete(_TERMS).where(_TERMS.c.rowid == _place(found.on, found.id)))
    db.session.execute(delete(SearchEntry).where(SearchEntry.id == found.id))


def forget_all() -> None:
    """Forget every entry."""
    if on_sqlite():
        db.session.execute(delete(_TERMS))
    db.session.execute(delete(SearchEntry))


def _place(on: date | None, entry: int) -> int:
    return (on or date.min).toordinal() * _SPAN + _SPAN - 1 - entry
