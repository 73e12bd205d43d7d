from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import click
from flask import Blueprint

from foundation.datasets import Dataset
from foundation.home import Tile
from foundation.jobs import Job
from foundation.menu import Entry
from foundation.panels import Panel
from foundation.policy import Rules
from foundation.search import SearchSource
from foundation.workflow import Workflow


@dataclass(frozen=True)
class Feature:
    """What a package brings to the site, as data: `wsgi.py` plugs the packages together with it.

    `seeds` load the demonstration, in the order given, each in one transaction of its own; each does nothing
    when its data is there.
    """

    name: str
    rules: Rules = field(default_factory=dict)
    blueprints: Sequence[Blueprint] = ()
    menu: Sequence[Entry] = ()
    tiles: Sequence[Tile] = ()
    panels: Sequence[Panel] = ()
    searches: Sequence[SearchSource] = ()
    datasets: Sequence[Dataset] = ()
    jobs: Sequence[Job] = ()
    workflows: Sequence[Workflow] = ()
    commands: Sequence[click.Command] = ()
    seeds: Sequence[Callable[[], None]] = ()
