"""What both engines are asked about a saved database, through their own drivers."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable
from typing import Any

from foundation import journal

Rows = Iterable[tuple[Any, ...]]
_Row = namedtuple("_Row", ["seq", "at", "kind", "subject", "payload", "prev", "hash"])


def journal_problems(rows: Callable[[str], Rows]) -> list[str]:
    """What is wrong with the public journal that `rows` (a query's rows) reads, in French sentences."""
    found = rows(f"SELECT {', '.join(_Row._fields)} FROM journal_entry ORDER BY seq")  # noqa: S608
    return journal.check(journal.published(_Row(*row)).public() for row in found)
