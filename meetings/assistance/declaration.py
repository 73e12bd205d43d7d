"""What this part of the package declares; `meetings/feature.py` plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flask import Blueprint

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
from meetings.assistance import demo, views
from meetings.assistance.blueprint import assisted

BLUEPRINTS: Sequence[Blueprint] = (assisted,)
# the views stand on the blueprint once they are read
VIEWS = (views,)
MENU: Sequence[Entry] = ()
TILES: Sequence[Tile] = ()
PANELS: Sequence[Panel] = ()
SEARCHES: Sequence[SearchSource] = ()
DATASETS: Sequence[Dataset] = ()
JOBS: Sequence[Job] = ()
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = ()
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = ()
# after all meetings of the demonstration were convened
LAST_SEEDS: Sequence[Callable[[], None]] = (demo.load,)
PERSONAL: Sequence[PersonalData] = ()
