"""What this part of the package declares; `meetings/feature.py` plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flask import Blueprint

from foundation.board import BoardColumn
from foundation.datasets import Dataset
from foundation.discussions import Discussable
from foundation.home import Tile
from foundation.jobs import Job
from foundation.menu import Entry
from foundation.panels import Panel
from foundation.personal import PersonalData
from foundation.policy import Actor
from foundation.search import SearchSource
from foundation.todos import Todo
from meetings.proposals import (
    awaiting,
    board,
    documents_views,
    drafting_views,
    lists,
    personal,
    presentation,
    publishing,
    steps_views,
    views,
)  # fmt: skip

# each of them adds its addresses to the one blueprint
BLUEPRINTS: Sequence[Blueprint] = tuple(
    {module.proposals for module in (views, drafting_views, documents_views, steps_views)}
)
MENU: Sequence[Entry] = (Entry("Propositions", "proposals.register", "proposal.list", 30),)
TILES: Sequence[Tile] = (Tile("meetings/proposals/_tile.html", lists.latest, 20),)
PANELS: Sequence[Panel] = (
    Panel("council", "meetings/proposals/_council_panel.html", lists.council_panel, 30),
    Panel("me", "meetings/proposals/_own_panel.html", lists.own_panel, 30),
    Panel("vote", "meetings/proposals/_vote_panel.html", presentation.vote_panel),
)
SEARCHES: Sequence[SearchSource] = publishing.SEARCHES
DATASETS: Sequence[Dataset] = publishing.DATASETS
JOBS: Sequence[Job] = ()
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = awaiting.TODOS
DISCUSSABLES: Sequence[Discussable] = awaiting.DISCUSSABLES
SEEDS: Sequence[Callable[[], None]] = ()
PERSONAL: Sequence[PersonalData] = personal.PERSONAL
COLUMNS: Sequence[BoardColumn] = board.COLUMNS
