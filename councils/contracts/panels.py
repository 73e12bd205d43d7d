"""What the contract adds to other pages: the actions near a council on its page, its axes on the home page."""

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
from councils.queries import card_of
from councils.territory.models import Municipality, Organization
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
    """The actions that name the communes a council covers; one query once for each public change."""
    contract, card = overview(), card_of(council)
    if contract is None or not card.communes:
        return None
    communes, names = dict(card.communes), [fold(name) for _, name in card.places]
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
PANELS = (Panel("council", "councils/contracts/_panel.html", council_actions, position=60),)
