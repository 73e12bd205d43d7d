"""Figures made ready for the page: what a chart draws, and the words beside it. Pure: no query, no request."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol

from councils.contracts.action_models import Indicator, Result
from councils.contracts.models import ContractPartner, FactKind, GapDirection, NetworkFact, PartnerRole, Scope
from councils.contracts.readings import printed_form
from foundation.text import FIXED_SPACE, NARROW_SPACE, number

_SCALES = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)
CONTRACT_STARTS = 2015


class Figured(Protocol):
    """Any row with a figure and its unit."""

    @property
    def value(self) -> Any: ...

    @property
    def unit(self) -> Any: ...


def figure(row: Figured) -> str:
    """A figure with its unit, digit for digit: « 44 % », « 357 220 habitants »; nothing when there is none."""
    return "" if row.value is None else f"{_signed(row.value)}{FIXED_SPACE}{row.unit}"


def _signed(value: int | Decimal) -> str:
    return number(value).replace("-", "−")


@dataclass(frozen=True)
class Dot:
    """One end of a pair of dots."""

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True)
class Pair:
    """Here and the metropolis on one line, with its ends."""

    here: Dot
    there: Dot
    low: int
    high: int
    ends: tuple[str, str]


def pair(indicator: Indicator) -> Pair | None:
    """The two dots of an indicator, when the report gives both values."""
    values = {value.scope: value for value in indicator.values}
    here, there = values.get(Scope.NEIGHBORHOODS), values.get(Scope.METROPOLIS)
    if here is None or there is None:
        return None
    low, high = _scale([here.value, there.value], whole=here.unit == "%")
    sign = f"{FIXED_SPACE}%" if here.unit.startswith("%") else ""
    return Pair(
        Dot(Scope.NEIGHBORHOODS.label, here.value, figure(here)),
        Dot(Scope.METROPOLIS.label, there.value, figure(there)),
        low,
        high,
        (f"{_signed(low)}{sign}", f"{_signed(high)}{sign}"),
    )


def _scale(values: Sequence[Decimal], *, whole: bool) -> tuple[int, int]:
    if whole and all(0 <= value <= 100 for value in values):
        return 0, 100
    largest = max(abs(value) for value in values)
    high = next((step for step in _SCALES if step >= largest), math.ceil(largest))
    return (-high if min(values) < 0 else 0), high


def gap_words(indicator: Indicator) -> str:
    """How far apart here and the metropolis are, as printed: « 15 points en dessous de la métropole »."""
    sides = {GapDirection.BELOW: "en dessous de la métropole", GapDirection.ABOVE: "au-dessus de la métropole"}
    side = sides[indicator.gap_direction] if indicator.gap_direction else ""
    if indicator.gap_points is None:
        return side
    points = f"{number(indicator.gap_points)}{FIXED_SPACE}{'points' if indicator.gap_points >= 2 else 'point'}"
    return f"{points} {side or 'd’écart, sens non précisé'}"


def caveats(indicator: Indicator) -> list[str]:
    """What one must know before reading an indicator: the report's note, then our own warnings."""
    found = [indicator.note] if indicator.note else []
    years = [int(word) for word in indicator.period.replace("-", " ").split() if word.isdecimal() and len(word) == 4]
    if indicator.values and len(years) == 2:
        found.append(
            f"Le rapport n’imprime pas l’année de chaque valeur{NARROW_SPACE}: {indicator.period} est la période "
            f"comparée, qui finit en {years[1]}."
        )
    if years and max(years) < CONTRACT_STARTS:
        found.append("Ces chiffres datent d’avant le contrat, signé en juillet 2015.")
    if indicator.values and not indicator.period:
        found.append("Le rapport ne dit pas de quand date ce chiffre.")
    return found


@dataclass(frozen=True)
class Reading:
    """An indicator as the page tells it."""

    slug: str
    title: str
    theme: tuple[str, str]
    period: str
    trend: str
    source_section: str
    here: str
    watch: str
    there: str
    gap: str
    pair: Pair | None
    caveats: tuple[str, ...]


def read(indicator: Indicator) -> Reading:
    """An indicator in words and, when both values are printed, as two dots."""
    values = {value.scope: figure(value) for value in indicator.values}
    return Reading(
        slug=indicator.slug,
        title=indicator.title,
        theme=(indicator.theme.slug, indicator.theme.name),
        period=indicator.period,
        trend=indicator.trend,
        source_section=indicator.source_section,
        here=values.get(Scope.NEIGHBORHOODS, ""),
        watch=values.get(Scope.WATCH, ""),
        there=values.get(Scope.METROPOLIS, ""),
        gap=gap_words(indicator),
        pair=pair(indicator),
        caveats=tuple(caveats(indicator)),
    )


def by_theme(readings: Iterable[Reading]) -> list[tuple[str, str, list[Reading]]]:
    """(address, name, indicators) of each theme in turn."""
    return [(*theme, list(group)) for theme, group in groupby(readings, key=lambda reading: reading.theme)]


def by_role(partners: Sequence[ContractPartner]) -> list[tuple[PartnerRole, list[ContractPartner]]]:
    """The partners under each role."""
    return [(role, [p for p in partners if p.role is role]) for role in PartnerRole]


def by_fact(facts: Sequence[NetworkFact]) -> list[tuple[FactKind, list[NetworkFact]]]:
    """The sentences about the network under each subject."""
    return [(kind, [f for f in facts if f.kind is kind]) for kind in FactKind]


def as_printed(note: str) -> str:
    """How a figure stands in the report (R-CTR-01)."""
    printed = printed_form(note)
    return f"imprimé «{NARROW_SPACE}{printed}{NARROW_SPACE}»" if printed else "comme imprimé"


def printed_amount(amount_cents: int, results: Iterable[Result]) -> str:
    """How the report prints the amount of an action, by the note of the result that repeats it."""
    same = (r.note for r in results if r.unit == "€" and r.value * 100 == amount_cents)
    return as_printed(next(same, ""))
