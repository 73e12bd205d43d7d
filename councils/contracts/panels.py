"""What the contract adds to other pages: the actions near a council or in a neighborhood, its axes on the home page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from councils.contracts.action_models import Action, action_place
from councils.contracts.models import ActionStatus
from councils.contracts.overview import overview
from councils.models import Council
from councils.queries import Pair, card_of
from councils.territory.models import Municipality, Neighborhood, Organization
from foundation.database import db
from foundation.home import Tile
from foundation.panels import Panel
from foundation.state import once
from foundation.text import fold

SHOWN_AT_MOST = 5


@dataclass(frozen=True)
class Line:
    """One action in short."""

    slug: str
    title: str
    status: ActionStatus
    lead: str
    is_part: bool
    key: str
    municipalities: frozenset[str]


@dataclass(frozen=True)
class CommuneActions:
    """A commune, how many actions name it, and the first of them that no town before it shows."""

    slug: str
    name: str
    count: int
    lines: Sequence[Line]


def council_actions(council: Council) -> Mapping[str, Any] | None:
    """The actions that name each commune a council covers; one query once for each public change."""
    card = card_of(council)
    return _around(card.communes, card.places)


def neighborhood_actions(place: Neighborhood) -> Mapping[str, Any] | None:
    """The actions that name each commune of a neighborhood; one query once for each public change."""
    return _around([(town.slug, town.name) for town in place.municipalities], [(place.slug, place.name)])


def _around(communes: Sequence[Pair], places: Sequence[Pair]) -> Mapping[str, Any] | None:
    contract = overview()
    if contract is None or not communes:
        return None
    lines, names = _lines(contract.id), [fold(name) for _, name in places]
    nearest_first = sorted(lines, key=lambda line: (not any(name in line.key for name in names), line.is_part))
    towns = _towns(communes, nearest_first)
    return {
        "named": [town for town in towns if town.count],
        "unnamed": [town.name for town in towns if not town.count],
        "elsewhere": contract.actions - len(lines),
    }


def _towns(communes: Sequence[Pair], lines: Sequence[Line]) -> Sequence[CommuneActions]:
    of_each = {slug: [line for line in lines if slug in line.municipalities] for slug, _ in communes}
    most = max(2, SHOWN_AT_MOST // max(1, sum(map(bool, of_each.values()))))
    shown: set[str] = set()
    towns = []
    for slug, name in communes:
        fresh = [line for line in of_each[slug] if line.slug not in shown][:most]
        shown.update(line.slug for line in fresh)
        towns.append(CommuneActions(slug, name, len(of_each[slug]), fresh))
    return towns


def _lines(contract_id: uuid.UUID) -> tuple[Line, ...]:
    return once(("contracts.lines", contract_id), lambda: _read_lines(contract_id))


def _read_lines(contract_id: uuid.UUID) -> tuple[Line, ...]:
    rows = db.session.execute(
        select(Action.slug, Action.title, Action.status, Organization.name.label("lead"), Action.parent_id,
               Action.search_key, Municipality.slug.label("town"))
        .join(action_place, action_place.c.action_id == Action.id)
        .join(Municipality, Municipality.id == action_place.c.municipality_id)
        .outerjoin(Organization, Organization.id == Action.lead_id)
        .where(Action.contract_id == contract_id)
        .order_by(Action.tree_key)
    )  # fmt: skip
    return tuple(_line(list(group)) for _, group in groupby(rows, key=lambda row: row.slug))


def _line(rows: Sequence[Any]) -> Line:
    row, towns = rows[0], frozenset(row.town for row in rows)
    return Line(row.slug, row.title, row.status, row.lead or "", row.parent_id is not None, row.search_key, towns)


def contract_in_short() -> Mapping[str, Any] | None:
    """The contract for the home page, once it was imported."""
    contract = overview()
    return {"contract": contract} if contract else None


TILES = (Tile("councils/contracts/_tile.html", contract_in_short, position=30),)
PANELS = (
    Panel("council", "councils/contracts/_panel.html", council_actions, position=60),
    Panel("neighborhood", "councils/contracts/_panel.html", neighborhood_actions, position=60),
)
