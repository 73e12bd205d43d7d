"""Columns that upper packages add to a table of things of a lower one: the board of all councils, say (ruling 1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app


@dataclass(frozen=True)
class BoardCell:
    """What one column says of one row: words, a detail under them, the value to sort by (None goes last).

    `look` is the shape and tone of a status that stands before the words: ("alert", "late") asks for care.
    """

    shown: str
    sort: str | int | None = None
    detail: str = ""
    look: tuple[str, str] | None = None
    url: str = ""


@dataclass(frozen=True)
class BoardColumn:
    """One column: `read` is given the ids of the rows and answers for all of them in a constant number of queries."""

    slug: str
    label: str
    read: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, BoardCell]]


def columns() -> Sequence[BoardColumn]:
    """The columns that the packages declare, the lower packages' first."""
    return cast(Sequence[BoardColumn], current_app.extensions["columns"])
