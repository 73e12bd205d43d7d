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
from meetings.news import presentation, views
from meetings.news.blueprint import news

BLUEPRINTS: Sequence[Blueprint] = (news,)
# the views stand on the blueprint once they are read
VIEWS = (views,)
MENU: Sequence[Entry] = ()
TILES: Sequence[Tile] = ()
PANELS: Sequence[Panel] = (Panel("council_head", "meetings/news/_head.html", presentation.on_the_council),)
SEARCHES: Sequence[SearchSource] = ()
DATASETS: Sequence[Dataset] = ()
JOBS: Sequence[Job] = ()
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = ()
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = ()
PERSONAL: Sequence[PersonalData] = ()
