"""The kinds of cells that columns take: each gives the value of a cell, and a remark when it was read otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from councils.contracts.faults import Kind
from councils.contracts.figures import Ambiguous, Unreadable, read_figure, read_period
from foundation.text import FIXED_SPACE, NARROW_SPACE, number

Value = str | int | Decimal | tuple[str, ...] | None
Taken = tuple[Value, str]
SECTIONS = frozenset(
    {"1", "1.1", "1.2", "1.3", "1.4", "2", "2.1", "2.2", "2.3", "2.4", "2.5", "3", "3.1", "3.1.1", "3.1.2.1"}
    | {"3.1.2.2", "3.1.2.3", "3.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6"}
)
LARGEST = 10**15
_OPENING = "\u00ab"
_NARROW = re.compile(r" (?=[;!?\u00bb])")
_FIXED = re.compile(r" (?=:(?: |$))|(?<=[0-9]) (?=[%€]|M€)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR = re.compile(r"[0-9]{4}(-[0-9]{4})?")


class Wrong(ValueError):
    """A cell that its column refuses."""

    def __init__(self, kind: Kind, **found: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.found = found


def typeset(words: str) -> str:
    """French words with their fixed blanks: inside guillemets, before high signs, between a figure and % or €."""
    words = _NARROW.sub(NARROW_SPACE, words.replace(f"{_OPENING} ", f"{_OPENING}{NARROW_SPACE}"))
    return _FIXED.sub(FIXED_SPACE, words)


def text(most: int) -> Callable[[str], Taken]:
    """Words, at most so many characters."""

    def take(cell: str) -> Taken:
        if len(cell) > most:
            raise Wrong(Kind.LONG_CELL, found=len(cell), most=most)
        return typeset(cell), ""

    return take


def slug(cell: str) -> Taken:
    """An identifier, as addresses have them."""
    if not _SLUG.fullmatch(cell) or len(cell) > 80:
        raise Wrong(Kind.SLUG, found=cell)
    return cell, ""


def slugs(cell: str) -> Taken:
    """Identifiers between semicolons, without blanks, each once."""
    parts = cell.split(";")
    if any(part != part.strip() or not part for part in parts):
        raise Wrong(Kind.BLANK_IN_LIST)
    for part in parts:
        slug(part)
        if parts.count(part) > 1:
            raise Wrong(Kind.REPEATED_LINK, found=part)
    return tuple(parts), ""


def code(*known: str) -> Callable[[str], Taken]:
    """One word of a closed list."""

    def take(cell: str) -> Taken:
        if cell not in known:
            raise Wrong(Kind.CODE, found=cell, wanted=", ".join(known))
        return cell, ""

    return take


def figure(decimals: int | None = None, *, negative: bool = False) -> Callable[[str], Taken]:
    """An exact figure; `decimals` is how many the column may have."""

    def take(cell: str) -> Taken:
        try:
            found = read_figure(cell, decimals)
        except Ambiguous:
            whole = re.sub(r"[.,]", "", cell)
            raise Wrong(Kind.AMBIGUOUS_FIGURE, found=cell, whole=whole, decimal=cell.replace(",", ".") + "0") from None
        except Unreadable:
            raise Wrong(Kind.FIGURE, found=cell) from None
        if abs(found.value) >= LARGEST:
            raise Wrong(Kind.BIG_FIGURE, found=cell)
        if found.value < 0 and not negative:
            raise Wrong(Kind.NEGATIVE, found=cell)
        return found.value, "" if found.as_typed else f"« {cell} » est lu {number(found.value)}."

    return take


def count(cell: str) -> Taken:
    """A whole number of people."""
    value, remark = figure(decimals=0)(cell)
    if isinstance(value, Decimal) and value > 2**31 - 1:
        raise Wrong(Kind.BIG_FIGURE, found=cell)
    return int(str(value)), remark


def amount(cell: str) -> Taken:
    """Euros, kept in cents."""
    value, remark = figure(decimals=2)(cell)
    return int(Decimal(str(value)) * 100), remark


def share(cell: str) -> Taken:
    """A percentage from 0 to 100."""
    value, remark = figure()(cell)
    if isinstance(value, Decimal) and value > 100:
        raise Wrong(Kind.SHARE, found=cell)
    return value, remark


def period(cell: str) -> Taken:
    """A period as the report prints them."""
    try:
        read_period(cell)
    except Unreadable:
        raise Wrong(Kind.PERIOD, found=cell) from None
    return cell, ""


def year(cell: str) -> Taken:
    """One year, or two with a hyphen."""
    if not _YEAR.fullmatch(cell):
        raise Wrong(Kind.YEAR, found=cell)
    try:
        read_period(cell)
    except Unreadable:
        raise Wrong(Kind.YEAR, found=cell) from None
    return cell, ""


def section(cell: str) -> Taken:
    """A part of the report; « 3,1 », which a French spreadsheet writes, is understood."""
    dotted = cell.replace(",", ".")
    if dotted not in SECTIONS:
        raise Wrong(Kind.SECTION, found=cell)
    return dotted, "" if dotted == cell else f"« {cell} » est lu {dotted}."
