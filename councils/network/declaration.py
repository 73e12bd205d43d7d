"""What this part brings to the site: the board of all councils."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councils.network import listing, views
from councils.network.blueprint import network
from foundation.feature import Feature
from foundation.menu import Entry
from foundation.panels import Panel
from foundation.policy import Actor, can


def own_panel(actor: Actor) -> Mapping[str, Any] | None:
    """On the own page of whoever animates the network: how many councils ask for care."""
    if not can("overview.read", None, actor):
        return None
    care, total = listing.to_follow()
    return {"total": total, "care": care}


# the views stand on the blueprint once they are read
VIEWS = (views,)
PART = Feature(
    name="councils.network",
    blueprints=(network,),
    menu=(Entry("Tableau de bord", "network.overview", "overview.read", 15),),
    panels=(Panel("me", "councils/network/_own_panel.html", own_panel, 5),),
)
