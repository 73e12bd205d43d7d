"""French on the page: accent-blind keys, dates in words, numbers, plurals."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from foundation import clock

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# years and decimals stay as they are
_LONG_NUMBER = re.compile(r"(?<![0-9.,])[0-9]{5,}(?![0-9]|[.,][0-9])")
# C0 and C1 controls but tab, line feed and carriage return, and halves of surrogate pairs
_UNTYPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
NARROW_SPACE = "\u202f"
FIXED_SPACE = "\u00a0"


def nfc(text: str) -> str:
    """The text in Unicode NFC without the control characters that nobody types, and without outer blanks."""
    return _UNTYPABLE.sub("", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """A key to search and sort by: blind to case, accents, ligatures, apostrophes and hyphens (R-TXT-01).

    "Mons-en-Barœul" and "mons en baroeul" give the same key.
    """
    lowered = text.casefold().translate(_LIGATURES)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def slugify(text: str) -> str:
    """The text as the last part of an address: `fold` with hyphens."""
    return fold(text).replace(" ", "-")


@lru_cache(maxsize=4096)
def date_words(day: date) -> str:
    """« jeudi 3 décembre 2026 », « mardi 1er décembre 2026 »."""
    return f"{format_date(day, 'EEEE', locale='fr')} {date_short(day)}"


@lru_cache(maxsize=4096)
def date_short(day: date) -> str:
    """« 3 décembre 2026 », « 1er décembre 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{FIXED_SPACE}{format_date(day, 'MMMM y', locale='fr')}"


def moment_words(moment: datetime) -> str:
    """« jeudi 3 décembre 2026 à 18 h 30 », in Paris time."""
    local = moment.astimezone(clock.PARIS)
    return f"{date_words(local.date())} à {hour_words(local)}"


def hour_words(local: datetime) -> str:
    """« 18 h 30 », « 9 h » for a moment already in local time."""
    minutes = f"{NARROW_SPACE}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{NARROW_SPACE}h{minutes}"


@lru_cache(maxsize=4096)
def number(value: int | Decimal) -> str:
    """A number in French format, with no digit added or dropped: 357 220; 1,25."""
    if isinstance(value, Decimal):
        value = value.normalize()
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    else:
        decimals = 0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale="fr")


def euros(cents: int) -> str:
    """An amount given in cents: « 17 596 888 € », with two decimals only when there are cents."""
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    decimals = f",{rest:02}" if rest else ""
    return f"{sign}{number(whole)}{decimals}{FIXED_SPACE}€"


def plural(count: int, one: str, many: str) -> str:
    """« 1 conseil », « 2 conseils », « 0 conseil » (in French zero is singular)."""
    return f"{number(count)} {one if abs(count) < 2 else many}"


@lru_cache(maxsize=4096)
def prose(text: str) -> str:
    """A sentence with its long numbers in French format: « 1573500 € » becomes « 1 573 500 € »; years stay."""
    return _LONG_NUMBER.sub(lambda found: number(int(found.group())), text)
