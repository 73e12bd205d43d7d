"""The board as it is shown and exported: rows in the order asked for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from councils.network.cells import LATE, OWN
from councils.network.filters import EVERYTHING, BoardFilters
from councils.network.situations import Situation, situations
from foundation.board import BoardCell, columns

FIRST = OWN[0].slug
DOWN = "bas"


@dataclass(frozen=True)
class Head:
    """A column's heading. `sorted` is its order now, if it has one; `turns` the one that pressing it asks for."""

    slug: str
    label: str
    is_number: bool
    sorted: str
    turns: str


@dataclass(frozen=True)
class Row:
    """One council of the board."""

    key: uuid.UUID
    name: str
    cells: Sequence[BoardCell]

    @property
    def asks_for_care(self) -> bool:
        """Whether anything in it is late or against a rule."""
        return any(cell.look == LATE for cell in self.cells)


@dataclass(frozen=True)
class Board:
    """The whole board: headings, rows, and how many councils there are in all."""

    heads: Sequence[Head]
    rows: Sequence[Row]
    total: int


def board(form: BoardFilters, by: str = FIRST, way: str = "") -> Board:
    """The councils that the filters ask for, sorted by a column; an unknown column means by name."""
    everyone = situations()
    chosen = [one for one in everyone if form.keeps(one)]
    rows = _rows(chosen)
    if form.suivre.data == EVERYTHING:
        rows = [row for row in rows if row.asks_for_care]
    names = [(column.slug, column.label, column.is_number) for column in OWN]
    names += [(column.slug, column.label, True) for column in columns()]
    slugs = [slug for slug, _, _ in names]
    by = by if by in slugs else FIRST
    heads = [_head(*name, by, way) for name in names]
    return Board(heads, _ordered(rows, slugs.index(by), way == DOWN), len(everyone))


def to_follow() -> tuple[int, int]:
    """How many councils ask for care, and how many there are."""
    rows = _rows(situations())
    return sum(row.asks_for_care for row in rows), len(rows)


def _rows(chosen: Sequence[Situation]) -> list[Row]:
    keys = [one.card.id for one in chosen]
    added = [column.read(keys) for column in columns()]
    return [Row(one.card.id, one.card.name, [*_own(one), *(_found(cells, one) for cells in added)]) for one in chosen]


def _own(one: Situation) -> list[BoardCell]:
    return [column.cell(one) for column in OWN]


def _found(cells: Mapping[uuid.UUID, BoardCell], one: Situation) -> BoardCell:
    return cells.get(one.card.id, BoardCell(""))


def _head(slug: str, label: str, is_number: bool, by: str, way: str) -> Head:
    if slug != by:
        return Head(slug, label, is_number, "", "")
    return Head(slug, label, is_number, "descending" if way == DOWN else "ascending", "" if way == DOWN else DOWN)


def _ordered(rows: Sequence[Row], place: int, is_down: bool) -> list[Row]:
    """By the values of one column, those without any last either way; equal ones by name."""
    known = [row for row in rows if row.cells[place].sort is not None]
    known.sort(key=lambda row: cast(Any, row.cells[place].sort), reverse=is_down)
    return [*known, *(row for row in rows if row.cells[place].sort is None)]
