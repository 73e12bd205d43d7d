"""What this part of the package declares; `meetings/feature.py` plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from flask import Blueprint

from foundation.datasets import Dataset
from foundation.discussions import Discussable
from foundation.home import Tile
from foundation.jobs import Job
from foundation.menu import Entry, Section
from foundation.panels import Panel
from foundation.personal import PersonalData
from foundation.policy import Actor
from foundation.search import SearchSource
from foundation.todos import Todo
from meetings.ballots import check_views, paper_views, personal, views, wiping

BLUEPRINTS: Sequence[Blueprint] = tuple({module.ballots for module in (views, check_views, paper_views)})
MENU: Sequence[Entry] = ()
PLAN: Sequence[Section] = (
    Section("Votes", (Entry("Ce que le bulletin secret protège", "ballots.protects", "vote.read"),)),
)
TILES: Sequence[Tile] = ()
PANELS: Sequence[Panel] = ()
SEARCHES: Sequence[SearchSource] = ()
DATASETS: Sequence[Dataset] = ()
JOBS: Sequence[Job] = (
    Job(
        "meetings.destroy_keys",
        "Détruire les clés des votes clos",
        wiping.wipe_later,
        every=timedelta(minutes=1),
        quiet=True,
    ),
)
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = ()
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = ()
PERSONAL: Sequence[PersonalData] = personal.PERSONAL
