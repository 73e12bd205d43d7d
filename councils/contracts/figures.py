"""Figures and periods as people type them: read exactly or refused, never guessed (R-CTR-03)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+")
_DOUBLED = re.compile(r"[.,]{2,}")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]{1,3}(,[0-9]{3}){2,}")
_MIXED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+)")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?|(?:depuis|à partir de) ([0-9]{4})")
UNDATED = "édition suivante"
EARLIEST, LATEST = 1900, 2100


class Unreadable(ValueError):
    """Not a figure at all."""


class Ambiguous(ValueError):
    """Two readings are possible, « 1.500 » say: neither is taken."""


@dataclass(frozen=True)
class Figure:
    """A figure read: its exact value, and whether it was written otherwise than « 1234.5 »."""

    value: Decimal
    as_typed: bool


def read_figure(text: str, decimals: int | None = None) -> Figure:
    """The exact value of a cell.

    Besides plain figures (« 37000000 », « -0.4 »), dots, double dots, commas and blanks are understood
    where only one reading is possible; the figure then says that it was not `as_typed`. `decimals` is how many
    decimals the column may have: with 2 or less, « 58.648 » can only be 58648. Raises Ambiguous or Unreadable.
    """
    if _PLAIN.fullmatch(text) and not _could_be_thousands(text, decimals):
        return Figure(_fitting(Decimal(text), decimals, text), as_typed=True)
    bare = text.translate(_BLANKS).replace("−", "-").strip()
    sign, digits = ("-", bare[1:].lstrip()) if bare.startswith("-") else ("", bare)
    value = Decimal(sign + _plain_digits(digits, decimals, text))
    return Figure(_fitting(value, decimals, text), as_typed=False)


def _could_be_thousands(text: str, decimals: int | None) -> bool:
    return bool(_ONE_GROUP.fullmatch(text.lstrip("-"))) and (decimals is None or decimals <= 2)


def _plain_digits(digits: str, decimals: int | None, typed: str) -> str:
    whole, comma, rest = digits.partition(",")
    if _SPACED.fullmatch(whole) and (not comma or rest.isdecimal()):
        return whole.replace(" ", "") + ("." + rest if comma else "")
    doubled = bool(_DOUBLED.search(digits))
    digits = _DOUBLED.sub(".", digits)
    if digits.isascii() and digits.isdecimal():
        return digits
    if _GROUPED.fullmatch(digits):
        return digits.replace(".", "").replace(",", "")
    if _MIXED.fullmatch(digits):
        point = max(digits.rfind("."), digits.rfind(","))
        return re.sub(r"[.,]", "", digits[:point]) + "." + digits[point + 1 :]
    if _ONE_GROUP.fullmatch(digits):
        if decimals is None:
            raise Ambiguous(typed)
        return re.sub(r"[.,]", "", digits)
    if _DECIMAL.fullmatch(digits) and not doubled:
        return digits.replace(",", ".")
    raise Unreadable(typed)


def _fitting(value: Decimal, decimals: int | None, typed: str) -> Decimal:
    if decimals is not None and value != round(value, decimals):
        raise Unreadable(typed)
    return value


@dataclass(frozen=True)
class Span:
    """The years a printed period covers; an open end, or no year at all, is None."""

    first: int | None
    last: int | None


def read_period(text: str) -> Span:
    """The years of « 2016 », « 2015-2016 », « depuis 2015 », « à partir de 2018 » or « édition suivante ».

    Raises Unreadable on anything else, on years that run backwards or lie outside 1900-2100.
    """
    if text == UNDATED:
        return Span(None, None)
    found = _PERIOD.fullmatch(text)
    if not found:
        raise Unreadable(text)
    first, last, since = found.groups()
    years = [int(year) for year in (first, last, since) if year]
    if years != sorted(years) or not all(EARLIEST <= year <= LATEST for year in years):
        raise Unreadable(text)
    return Span(int(since), None) if since else Span(years[0], years[-1])
