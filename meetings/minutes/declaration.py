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
from meetings.minutes import (
    awaiting,
    council_views,
    decision_views,
    findable,
    jobs,
    office_views,
    personal,
    presentation,
    public_views,
)

# each of them adds its addresses to the one blueprint
BLUEPRINTS: Sequence[Blueprint] = tuple(
    {module.site for module in (office_views, council_views, public_views, decision_views)}
)
MENU: Sequence[Entry] = ()
TILES: Sequence[Tile] = ()
PANELS: Sequence[Panel] = (
    Panel("meeting", "meetings/minutes/_meeting_panel.html", presentation.meeting_panel, 20),
    Panel("meeting_over", "meetings/minutes/_over_panel.html", office_views.over_panel, 10),
    Panel("council", "meetings/minutes/_council_panel.html", presentation.council_panel, 6),
    Panel("office", "meetings/minutes/_office_panel.html", presentation.office_panel, 22),
)
SEARCHES: Sequence[SearchSource] = findable.SEARCHES
DATASETS: Sequence[Dataset] = findable.DATASETS
JOBS: Sequence[Job] = jobs.JOBS
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = awaiting.TODOS
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = ()
PERSONAL: Sequence[PersonalData] = personal.PERSONAL
COLUMNS: Sequence[BoardColumn] = awaiting.COLUMNS
