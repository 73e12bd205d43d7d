from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from councils.territory.ground import ground
from councils.territory.models import (
    Municipality,
    Neighborhood,
    NeighborhoodStatus,
    RenewalInterest,
    StatusKind,
    neighborhood_municipality,
)
from foundation import clock
from foundation.database import db
from foundation.state import once
from foundation.text import fold

SHOWN_AT_MOST = 20
SUGGESTED_AT_MOST = 3
_POSTAL_CODE = re.compile("[0-9]{5}")
_STREET = re.compile(
    r"([0-9]+ )?((bis|ter|quater) )?"
    r"(rue|avenue|av|boulevard|bd|place|impasse|allee|chemin|route|square|quai|ruelle|cour|passage|sentier|voie)\b"
)


@dataclass(frozen=True)
class Commune:
    """A commune of the contract, as lists and maps want it."""

    slug: str
    name: str
    key: str
    population: int | None
    outline: str
    label: tuple[float, float]
    within: bool


@dataclass(frozen=True)
class Place:
    """A neighborhood with its communes, (slug, name) each, and its status today if a list gives it one."""

    slug: str
    name: str
    key: str
    communes: tuple[tuple[str, str], ...]
    status: StatusKind | None
    npru: RenewalInterest
    is_demo: bool

    @property
    def where(self) -> str:
        """Its communes in words."""
        return " et ".join(name for _, name in self.communes)


@dataclass(frozen=True)
class Answer:
    """What the finder knows of some words.

    `outside` names communes that the contract leaves out. `unknown` says what the words are when the site knows
    nothing of such: "street" or "postal code"; nothing else is then suggested.
    """

    communes: Sequence[Commune]
    places: Sequence[Place]
    more: bool
    outside: Sequence[str] = ()
    suggestions: Sequence[str] = ()
    unknown: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no commune of the contract and no neighborhood matches."""
        return not self.communes and not self.places


def communes() -> tuple[Commune, ...]:
    """The communes of the contract, those associated with another last so that a map draws them on top."""
    return once("territory.communes", _communes)


def _communes() -> tuple[Commune, ...]:
    rows = db.session.execute(
        select(
            Municipality.slug,
            Municipality.name,
            Municipality.name_key,
            Municipality.population,
            Municipality.outline,
            Municipality.label_lon,
            Municipality.label_lat,
            Municipality.parent_id,
        ).order_by(Municipality.parent_id.is_not(None), Municipality.name_key)
    )
    return tuple(
        Commune(
            r.slug, r.name, r.name_key, r.population, r.outline, (r.label_lon, r.label_lat), r.parent_id is not None
        )
        for r in rows
    )


def commune_choices() -> Sequence[tuple[str, str]]:
    """(slug, name) of each commune, in the order of names."""
    return [(one.slug, one.name) for one in sorted(communes(), key=lambda one: one.key)]


def places() -> tuple[Place, ...]:
    """Every neighborhood, in the order of names."""
    return once("territory.places", _places)


def _places() -> tuple[Place, ...]:
    today = clock.today()
    holds = (
        NeighborhoodStatus.valid_from <= today,
        or_(NeighborhoodStatus.valid_to.is_(None), NeighborhoodStatus.valid_to >= today),
    )
    rows = db.session.execute(
        select(
            Neighborhood.slug,
            Neighborhood.name,
            Neighborhood.name_key,
            Neighborhood.npru,
            Neighborhood.is_demo,
            NeighborhoodStatus.status,
            Municipality.slug.label("commune"),
            Municipality.name.label("commune_name"),
            Municipality.name_key.label("commune_key"),
        )
        .join(neighborhood_municipality, neighborhood_municipality.c.neighborhood_id == Neighborhood.id)
        .join(Municipality, Municipality.id == neighborhood_municipality.c.municipality_id)
        .outerjoin(NeighborhoodStatus, (NeighborhoodStatus.neighborhood_id == Neighborhood.id) & holds[0] & holds[1])
        .order_by(Neighborhood.name_key, Neighborhood.slug, Municipality.name_key)
    )
    grouped: dict[str, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.slug, []).append(row)
    return tuple(_place(found) for found in grouped.values())


def _place(rows: Sequence[Any]) -> Place:
    first = rows[0]
    keys = " ".join([first.name_key, *(row.commune_key for row in rows)])
    return Place(
        first.slug,
        first.name,
        f" {keys}",
        tuple((row.commune, row.commune_name) for row in rows),
        first.status,
        first.npru,
        first.is_demo,
    )


def find(words: str) -> Answer:
    """The communes and neighborhoods that some words mean, without accents, in part, in any order.

    A neighborhood is found by its own name or by that of its commune.
    """
    said = fold(words).split()
    asked = " ".join(word for word in said if not _POSTAL_CODE.fullmatch(word))
    starts = [f" {word}" for word in asked.split()]
    if not starts:
        return Answer((), (), False, unknown="postal code" if said else "")
    near = [one for one in communes() if all(start in f" {one.key}" for start in starts)]
    found = [place for place in places() if all(start in place.key for start in starts)]
    found.sort(key=lambda place: (not place.key.startswith(f" {asked}"), place.key))
    if near or found:
        more = len(near) > SHOWN_AT_MOST or len(found) > SHOWN_AT_MOST
        return Answer(near[:SHOWN_AT_MOST], found[:SHOWN_AT_MOST], more)
    outside = [one.name for one in ground().communes if not one.in_contract and _begins(fold(one.name), starts)]
    if outside:
        return Answer((), (), False, outside=outside[:SUGGESTED_AT_MOST])
    if _STREET.match(asked):
        return Answer((), (), False, unknown="street")
    return Answer((), (), False, suggestions=_close(asked))


def _begins(key: str, starts: Sequence[str]) -> bool:
    return all(start in f" {key}" for start in starts)


def _close(asked: str) -> tuple[str, ...]:
    names = {one.key: one.name for one in communes()}
    return tuple(names[key] for key in get_close_matches(asked, names, SUGGESTED_AT_MOST, 0.6))


def neighborhood(slug: str) -> Neighborhood | None:
    """One neighborhood with its communes and its statuses, oldest first."""
    return db.session.scalar(
        select(Neighborhood)
        .where(Neighborhood.slug == slug)
        .options(selectinload(Neighborhood.municipalities), selectinload(Neighborhood.statuses))
    )


def status_on(statuses: Sequence[NeighborhoodStatus], day: date) -> NeighborhoodStatus | None:
    """What held on a day."""
    return next((s for s in statuses if s.valid_from <= day and (s.valid_to is None or day <= s.valid_to)), None)
