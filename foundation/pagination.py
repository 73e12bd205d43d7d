"""Long lists by key: the next page begins after the last row seen, so page 500 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, or_, select
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op
from werkzeug.exceptions import BadRequest

from foundation.database import db
from foundation.text import number

T = TypeVar("T")
COUNTED_AT_MOST = 1000
# a last page of very few rows is shown at the end of the one before it: one fifth of a page
FEW = 5


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


_AS_TEXT: dict[type[Any], Callable[[str], Any]] = {
    date: date.fromisoformat,
    datetime: _moment,
    uuid.UUID: uuid.UUID,
}


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, the way to the others, and how many there are (capped, ruling 26)."""

    rows: Sequence[T]
    count: int
    count_capped: bool
    next: str | None
    previous: str | None

    def count_words(self, one: str, many: str) -> str:
        """« 1 conseil », « 21 conseils », « plus de 1 000 conseils »."""
        start = f"plus de {number(COUNTED_AT_MOST)}" if self.count_capped else number(self.count)
        return f"{start} {one if self.count < 2 else many}"


def paginate(
    statement: Select[Any],
    order: Sequence[Any],
    *,
    cursor: str | None = None,
    size: int = 20,
    count: int | None = None,
    load: Callable[[Sequence[Any]], Sequence[Any]] | None = None,
) -> Page[Any]:
    """One page of `statement`, sorted by `order` (columns of one entity, last one unique, each may be `.desc()`).

    `cursor` is what an earlier page gave as `next` or `previous`. Two queries: the rows and their count. The
    last page may be a fifth longer, so that none is left with a row or two. Who knows the `count` spares the second.
    Rows are the scalars of the statement; or what `load` makes of the rows of one page, when the statement selects the
    columns of `order` and then what `load` needs. Raises BadRequest (400) on a cursor that this list never gave.
    """
    columns = [_column(term) for term in order]
    descending = [_is_descending(term) for term in order]
    count = _count(statement) if count is None else count
    backwards, keys = _read(cursor, columns)
    wanted = statement
    if keys is not None:
        wanted = wanted.where(_beyond(columns, descending, keys, backwards))
    flipped = [c.desc() if down != backwards else c.asc() for c, down in zip(columns, descending, strict=True)]
    most = size if backwards else size + size // FEW
    found = db.session.execute(wanted.order_by(*flipped).limit(most + 1))
    rows: list[Any] = list(found if load else found.unique().scalars())
    more = len(rows) > most
    rows = rows[:size] if more else rows
    if backwards:
        rows.reverse()
    ends = [
        row[: len(columns)] if load else [getattr(row, one.key) for one in columns] for row in (*rows[:1], *rows[-1:])
    ]
    has_next, has_previous = (keys is not None, more) if backwards else (more, keys is not None)
    return Page(
        load(rows) if load else rows,
        min(count, COUNTED_AT_MOST),
        count > COUNTED_AT_MOST,
        _write("a", ends[-1]) if rows and has_next else None,
        _write("b", ends[0]) if rows and has_previous else None,
    )


def _count(statement: Select[Any]) -> int:
    capped = statement.with_only_columns(1, maintain_column_froms=True).order_by(None).limit(COUNTED_AT_MOST + 1)
    return db.session.scalar(select(func.count()).select_from(capped.subquery())) or 0


def _column(term: Any) -> Any:
    return term.element if isinstance(term, UnaryExpression) else term


def _is_descending(term: Any) -> bool:
    return isinstance(term, UnaryExpression) and term.modifier is desc_op


def _beyond(
    columns: Sequence[Any], descending: Sequence[bool], keys: Sequence[Any], backwards: bool
) -> ColumnElement[bool]:
    alternatives = []
    for place, (column, down) in enumerate(zip(columns, descending, strict=True)):
        equal = [columns[before] == keys[before] for before in range(place)]
        beyond = column < keys[place] if down != backwards else column > keys[place]
        alternatives.append(and_(*equal, beyond))
    first, down = columns[0], descending[0] != backwards
    # said once more of the first column alone, so that an index begins there
    return and_(first <= keys[0] if down else first >= keys[0], or_(*alternatives))


def _write(way: str, keys: Sequence[Any]) -> str:
    plain = [str(key) if type(key) in _AS_TEXT else key for key in keys]
    written = json.dumps([way, *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _read(cursor: str | None, columns: Sequence[Any]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        way, *plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if way not in {"a", "b"} or len(plain) != len(columns):
            raise ValueError
        keys = [_value(column, text) for column, text in zip(columns, plain, strict=True)]
    except (ValueError, TypeError, binascii.Error, RecursionError) as bad:
        raise BadRequest("Cette suite de liste n’existe pas. Reprenez la liste au début.") from bad
    return way == "b", keys


def _value(column: Any, plain: Any) -> Any:
    kind = column.type.python_type
    if kind in _AS_TEXT:
        return _AS_TEXT[kind](plain)
    if type(plain) is not (kind if kind in {int, bool} else str) or (isinstance(plain, str) and "\x00" in plain):
        raise ValueError
    if isinstance(plain, int) and abs(plain) >= (2**63 if isinstance(column.type, BigInteger) else 2**31):
        raise ValueError
    return plain
