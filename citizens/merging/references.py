"""What points at a person, and what of it can point at another: read from the columns that the packages declare."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, select, update
from sqlalchemy.sql import Select

from foundation.database import Model, db
from foundation.personal import PersonalData, declared

# what was merged with what is not itself merged
MERGED = frozenset({"person_merge.kept_id", "person_merge.double_id"})


@dataclass(frozen=True)
class Reference:
    """One column that points straight at people, and the kind of data that it is of."""

    column: Column[Any]
    kind: PersonalData

    @property
    def table(self) -> Table:
        """The table it stands in."""
        return Model.metadata.tables[str(self.column.table.name)]

    @property
    def key(self) -> Column[Any]:
        """What names a row of its table."""
        (only,) = self.table.primary_key.columns
        return only

    @property
    def name(self) -> tuple[str, str]:
        """The table and the column, as a merge notes them."""
        return self.table.name, self.column.name

    def rows_of(self, person_id: uuid.UUID) -> Sequence[uuid.UUID]:
        """The rows that point at somebody."""
        return db.session.scalars(select(self.key).where(self.column == person_id).order_by(self.key)).all()

    def clashing(
        self, source_id: uuid.UUID, target_id: uuid.UUID, only: Collection[uuid.UUID] | None = None
    ) -> set[uuid.UUID]:
        """Those rows of somebody, or some of them, of which the database would refuse that they point at another."""
        found: set[uuid.UUID] = set()
        for others, wheres in self._uniques():
            there = {tuple(row) for row in db.session.execute(self._values(others, target_id, wheres))}
            for key, *values in db.session.execute(self._values([self.key, *others], source_id, wheres)):
                if tuple(values) in there and None not in values and (only is None or key in only):
                    found.add(key)
        return found

    def _values(
        self, columns: Sequence[Any], person_id: uuid.UUID, wheres: Sequence[ColumnElement[bool]]
    ) -> Select[Any]:
        # a column of its own, so that a row of none is a row still
        return select(*(columns or [db.literal(1)])).select_from(self.table).where(self.column == person_id, *wheres)

    def _uniques(self) -> Iterator[tuple[list[Any], list[ColumnElement[bool]]]]:
        """What may stand once with a person: the other columns of each promise, and for which rows it is made."""
        dialect = db.session.get_bind().dialect.name
        if self.column.primary_key:
            yield [], []
        for constraint in self.table.constraints:
            if isinstance(constraint, UniqueConstraint) and self.column in list(constraint.columns):
                yield [one for one in constraint.columns if one is not self.column], []
        for index in self.table.indexes:
            if index.unique and self.column in list(index.columns):
                where = index.dialect_options[dialect]["where"]
                yield [one for one in index.columns if one is not self.column], [] if where is None else [where]

    def point(self, rows: Collection[uuid.UUID], person_id: uuid.UUID) -> None:
        """Make some rows point at somebody, those that this transaction has read too."""
        if not rows:
            return
        model = next(one.class_ for one in Model.registry.mappers if one.local_table is self.table)
        renamed = self.column.primary_key
        if renamed:
            for known in [one for one in db.session if isinstance(one, model)]:
                db.session.expunge(known)
        statement = update(model).where(self.key.in_(rows)).values({self.column.name: person_id})
        db.session.execute(statement, execution_options={"synchronize_session": False if renamed else "auto"})


def references() -> list[Reference]:
    """Every column that a merge moves, kind by kind."""
    found = []
    for kind in declared():
        for name in kind.columns:
            table, column = name.split(".")
            row = Model.metadata.tables[table].c[column]
            if name not in MERGED and any(key.column.table.name == "person" for key in row.foreign_keys):
                found.append(Reference(row, kind))
    return found
