"""Work claimed by a row: whoever changes the row first does the work, on both engines, with no lock held meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from foundation.database import db, writing

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def wait_after(failures: int) -> timedelta | None:
    """How long to wait after that many failures; None when it is time to give up."""
    return DELAYS[failures - 1] if failures <= len(DELAYS) else None


@contextmanager
def short_transaction() -> Iterator[Connection]:
    """A small write of its own, apart from the session's; it changes nothing public, so the version stays."""
    with writing(True), db.engine.begin() as connection:
        yield connection


def add_unless_there(writer: Connection | Session, model: type[Any], key: tuple[str, ...], **values: Any) -> bool:
    """Insert a row unless one with the same unique `key` is there; says whether it was added."""
    insert = _INSERTS[db.engine.dialect.name]
    table = model.__table__
    statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=key).returning(table.c[key[0]])
    return writer.execute(statement).first() is not None
