"""What the councils bring to the home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councils import queries
from councils.contracts.reference_queries import network_snapshot
from councils.map import council_map
from councils.presentation import status_groups
from councils.status import LABELED, CouncilStatus
from foundation.home import Tile

# more names than that are no list to read on a home page
LISTED_AT_MOST = 60


def _finder() -> Mapping[str, Any]:
    return {}


def _map() -> Mapping[str, Any] | None:
    drawn = council_map()
    return {"map": drawn} if drawn.shapes else None


def _counters() -> Mapping[str, Any] | None:
    cards = queries.public_cards()
    if not cards:
        return None
    labeled = sum(card.status in LABELED for card in cards)
    under_way = sum(card.status is CouncilStatus.IN_PROGRESS for card in cards)
    return {
        "labeled": labeled,
        "under_way": under_way,
        "total": len(cards),
        "groups": status_groups() if len(cards) <= LISTED_AT_MOST else (),
        "snapshot": network_snapshot(),
    }


TILES = (
    Tile("councils/_tile_finder.html", _finder, 10, "opening"),
    Tile("councils/_tile_map.html", _map, 10, "picture"),
    Tile("councils/_tile_counters.html", _counters, 10),
)
