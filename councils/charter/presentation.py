"""The rules and means of a council as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from councils.charter import articles, queries
from councils.charter.articles import USUAL
from councils.charter.models import CouncilMeans, CouncilRules
from councils.models import Council
from foundation import clock
from foundation.documents import size_words
from foundation.policy import can
from foundation.state import once
from foundation.text import date_short, euros


@dataclass(frozen=True)
class Version:
    """One version: from when, whether it is in force today, its file, what the site applies of it."""

    number: int
    title: str
    said: str
    is_in_force: bool
    paper: str
    told: Sequence[tuple[str, str]]


def _version(rules: CouncilRules, current: CouncilRules | None) -> Version:
    if rules is current:
        since = "En vigueur depuis le"
    else:
        since = "S’appliquera à partir du" if rules.in_force_from > clock.today() else "S’est appliqué à partir du"
    said = f"Adopté le {date_short(rules.adopted_on)}. {since} {date_short(rules.in_force_from)}."
    paper = f"{rules.document.kind.label}, {size_words(rules.document)}" if rules.document else ""
    title = f"{rules.kind.label}, version {rules.version}"
    return Version(rules.version, title, said, rules is current, paper, articles.of(rules.params).told())


def versions(council: Council) -> list[Version]:
    """Every version, the latest first."""
    rows = queries.versions(council.id)
    past = [one for one in rows if one.in_force_from <= clock.today()]
    current = max(past, key=lambda one: (one.in_force_from, one.version), default=None)
    return [_version(one, current) for one in rows]


def means_line(one: CouncilMeans) -> tuple[str, str]:
    """What it is, then how much, from whom, and what is said of it."""
    amount = euros(one.amount_cents) if one.amount_cents is not None else ""
    provider = f"par {one.provider.name}" if one.provider else ""
    return one.kind.label, ", ".join(part for part in (amount, provider, one.note) if part) or "Oui"


def by_year(council: Council) -> list[tuple[int, list[CouncilMeans]]]:
    """The means of a council, year by year, the latest first."""
    return [(year, list(rows)) for year, rows in groupby(queries.means(council.id), key=lambda one: one.year)]


def panel(council: Council) -> Mapping[str, Any] | None:
    """On the council's public page: the rules in force, the means of this year or of the last one known."""
    found = once(("charter", council.id), lambda: _shown(council))
    return {"council": council, **found} if found else None


def _shown(council: Council) -> Mapping[str, Any] | None:
    current = queries.rules_on(council.id, clock.today())
    year, rows = next(((year, rows) for year, rows in by_year(council) if year <= clock.today().year), (0, []))
    if current is None and not rows:
        return None
    shown = _version(current, current) if current is not None else None
    return {"version": shown, "year": year, "means": [means_line(one) for one in rows]}


def public_page(council: Council) -> Mapping[str, Any]:
    """Every version of the rules, and the means of each year."""
    years = [(year, [means_line(one) for one in rows]) for year, rows in by_year(council)]
    return {"council": council, "versions": versions(council), "years": years, "usual": USUAL.told()}


def office(council: Council) -> Mapping[str, Any] | None:
    """On the council's office: the way to both, for those who keep one."""
    if not can("rules.edit", council) and not can("means.edit", council):
        return None
    current = queries.rules_on(council.id, clock.today())
    return {"council": council, "version": _version(current, current) if current is not None else None}
