"""What the contract adds to other pages: the actions near a council on its page, its axes on the home page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from councils.contracts.action_models import Action
from councils.contracts.models import ActionStatus
from councils.contracts.overview import overview
from councils.models import Council, Coverage
from councils.territory.models import Municipality, Neighborhood, neighborhood_municipality
from foundation import clock
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


def council_actions(council: Council) -> Mapping[str, Any] | None:
    """The actions that name the communes a council covers; three queries once for each public change."""
    contract = overview()
    communes, names = _coverage().get(council.id, ({}, ()))
    if contract is None or not communes:
        return None
    found = [line for line in _lines(contract.id) if line.municipalities.intersection(communes)]
    found.sort(key=lambda line: (not any(name in line.key for name in names), line.is_part))
    return {
        "communes": communes,
        "count": len(found),
        "lines": found[:SHOWN_AT_MOST],
        "elsewhere": contract.actions - len(_lines(contract.id)),
    }


def _lines(contract_id: uuid.UUID) -> tuple[Line, ...]:
    return once(("contracts.lines", contract_id), lambda: _read_lines(contract_id))


def _read_lines(contract_id: uuid.UUID) -> tuple[Line, ...]:
    rows = db.session.scalars(
        select(Action)
        .where(Action.contract_id == contract_id, Action.municipalities.any())
        .options(joinedload(Action.lead), selectinload(Action.municipalities))
        .order_by(Action.tree_key)
    )
    return tuple(
        Line(
            row.slug,
            row.title,
            row.status,
            row.lead.name if row.lead else "",
            row.parent_id is not None,
            row.search_key,
            frozenset(town.slug for town in row.municipalities),
        )
        for row in rows
    )


def _coverage() -> Mapping[uuid.UUID, tuple[dict[str, str], tuple[str, ...]]]:
    """For each council, its communes (address and name) and the folded names of its neighborhoods."""
    return once("contracts.coverage", _read_coverage)


def _read_coverage() -> Mapping[uuid.UUID, tuple[dict[str, str], tuple[str, ...]]]:
    today = clock.today()
    rows = db.session.execute(
        select(Coverage.council_id, Neighborhood.name, Municipality.slug, Municipality.name)
        .join(Neighborhood, Neighborhood.id == Coverage.neighborhood_id)
        .join(neighborhood_municipality, neighborhood_municipality.c.neighborhood_id == Neighborhood.id)
        .join(Municipality, Municipality.id == neighborhood_municipality.c.municipality_id)
        .where(Coverage.valid_from <= today, or_(Coverage.valid_to.is_(None), Coverage.valid_to >= today))
        .order_by(Municipality.name_key)
    ).all()
    found: dict[uuid.UUID, tuple[dict[str, str], tuple[str, ...]]] = {}
    for council_id, neighborhood, slug, name in rows:
        communes, names = found.get(council_id, ({}, ()))
        found[council_id] = ({**communes, slug: name}, (*names, fold(neighborhood)))
    return found


def contract_in_short() -> Mapping[str, Any] | None:
    """The contract for the home page, once it was imported."""
    contract = overview()
    return {"contract": contract} if contract else None


TILES = (Tile("councils/contracts/_tile.html", contract_in_short, position=30),)
PANELS = (Panel("council", "councils/contracts/_panel.html", council_actions, position=60),)
