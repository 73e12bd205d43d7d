"""Bringing tables to what files say, row by row: what is new, what changes, what stays, what leaves."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sqlalchemy import Table, delete, insert, select

from foundation.database import Model, db

# where a row stands in its file: kept up to date, but a row that only moved has not changed
QUIET = frozenset({"position", "tree_key"})
Key = Hashable


class Change(IntEnum):
    """What became of a row."""

    SAME = 0
    CHANGED = 1
    NEW = 2


@dataclass
class Ledger:
    """What an import did, by file and by row of the file; and what stands in the database but in no file."""

    changes: dict[str, dict[Key, Change]] = field(default_factory=dict)
    leaving: dict[str, list[tuple[type[Model], uuid.UUID, str]]] = field(default_factory=dict)

    def note(self, file: str, key: Key, change: Change) -> None:
        """Remember the greatest change of a row, of all the tables it goes to."""
        rows = self.changes.setdefault(file, {})
        rows[key] = max(change, rows.get(key, Change.SAME))

    def count(self, file: str, change: Change) -> int:
        """How many rows of a file had this fate."""
        return sum(found == change for found in self.changes.get(file, {}).values())

    def touched(self, file: str) -> set[Key]:
        """The rows of a file that are new or changed."""
        return {key for key, change in self.changes.get(file, {}).items() if change}

    @property
    def changes_nothing(self) -> bool:
        """Whether the database already said all of this."""
        return not self.leaving and not any(change for rows in self.changes.values() for change in rows.values())


@dataclass(frozen=True)
class Wanted:
    """One row as the files want it: its key in the file, the columns that find it again, all its columns."""

    key: Key
    values: Mapping[str, Any]


def merge(
    ledger: Ledger,
    file: str,
    model: type[Any],
    wanted: Iterable[Wanted],
    *,
    by: Sequence[str],
    within: Sequence[Any] = (),
    name: Callable[[Any], str] | None = None,
) -> dict[Key, uuid.UUID]:
    """Write the wanted rows, found again by the columns `by` among those `within`; gives the id of each key.

    With `name`, the rows that no file wants are put into the ledger as leaving, under that name.
    """
    found = {
        tuple(getattr(row, column) for column in by): row for row in db.session.scalars(select(model).where(*within))
    }
    ids: dict[Key, uuid.UUID] = {}
    for row in wanted:
        old = found.pop(tuple(row.values[column] for column in by), None)
        if old is None:
            old = model(id=uuid.uuid4(), **row.values)
            db.session.add(old)
            ledger.note(file, row.key, Change.NEW)
        else:
            ledger.note(file, row.key, _update(old, row.values))
        ids[row.key] = old.id
    if name:
        for row_left in found.values():
            ledger.leaving.setdefault(file, []).append((model, row_left.id, name(row_left)))
    db.session.flush()
    return ids


def _update(row: Any, values: Mapping[str, Any]) -> Change:
    different = [column for column, value in values.items() if getattr(row, column) != value]
    for column in different:
        setattr(row, column, values[column])
    return Change.CHANGED if set(different) - QUIET else Change.SAME


def link(
    ledger: Ledger,
    file: str,
    table: Table,
    wanted: Mapping[Key, set[uuid.UUID]],
    owners: Mapping[Key, uuid.UUID],
) -> None:
    """Make a link table say exactly what is wanted for each owner. Its first column is the owner."""
    owner, other = list(table.columns)
    present: dict[uuid.UUID, set[uuid.UUID]] = {}
    for left, right in db.session.execute(select(owner, other)):
        present.setdefault(left, set()).add(right)
    for key, targets in wanted.items():
        now = present.get(owners[key], set())
        if now == targets:
            continue
        ledger.note(file, key, Change.CHANGED)
        db.session.execute(delete(table).where(owner == owners[key], other.in_(now - targets)))
        added = [{owner.name: owners[key], other.name: target} for target in targets - now]
        if added:
            db.session.execute(insert(table), added)


def point(ledger: Ledger, file: str, model: type[Any], column: str, wanted: Mapping[Key, uuid.UUID | None]) -> None:
    """Set one column of rows found by slug to other rows of the same table, once all of them are there."""
    for row in db.session.scalars(select(model).where(model.slug.in_(list(wanted)))):
        if getattr(row, column) != wanted[row.slug]:
            setattr(row, column, wanted[row.slug])
            ledger.note(file, row.slug, Change.CHANGED)
    db.session.flush()
