from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import click
from flask import Blueprint

from foundation.board import BoardColumn
from foundation.datasets import Dataset
from foundation.discussions import Discussable
from foundation.home import Tile
from foundation.identity import Identification
from foundation.jobs import Job
from foundation.menu import Entry, Section
from foundation.panels import Panel
from foundation.personal import PersonalData
from foundation.policy import Actor, Grant, Rules
from foundation.scopes import ScopeSource
from foundation.search import SearchSource
from foundation.todos import Todo
from foundation.workflow import Workflow


@dataclass(frozen=True)
class Feature:
    """What a package brings to the site, as data: `wsgi.py` plugs the packages together with it.

    `identify` says who makes a request; one package brings it. `grants` are roles that other tables give a person
    (a membership, say), `scopes` what a role can be limited to, `todos` what awaits somebody on their own page,
    `discussables` what people may discuss.
    `personal` is what is known of people, `columns` what the board of all councils shows. `restored` is what is done
    to a site put back from a backup, before it opens, each in one transaction of its own.
    `seeds` load the demonstration, in the order given, each in one transaction of its own; each does nothing
    when its data is there. `scales` write synthetic data for measuring, so many times a metropolis.
    """

    name: str
    rules: Rules = field(default_factory=dict)
    blueprints: Sequence[Blueprint] = ()
    menu: Sequence[Entry] = ()
    plan: Sequence[Section] = ()
    tiles: Sequence[Tile] = ()
    panels: Sequence[Panel] = ()
    searches: Sequence[SearchSource] = ()
    datasets: Sequence[Dataset] = ()
    jobs: Sequence[Job] = ()
    workflows: Sequence[Workflow] = ()
    identify: Identification | None = None
    grants: Sequence[Callable[[uuid.UUID], Iterable[Grant]]] = ()
    scopes: Sequence[ScopeSource] = ()
    todos: Sequence[Callable[[Actor], Iterable[Todo]]] = ()
    discussables: Sequence[Discussable] = ()
    commands: Sequence[click.Command] = ()
    seeds: Sequence[Callable[[], None]] = ()
    scales: Sequence[Callable[[int], None]] = ()
    personal: Sequence[PersonalData] = ()
    columns: Sequence[BoardColumn] = ()
    restored: Sequence[Callable[[], object]] = ()


def joined(name: str, *parts: Feature) -> Feature:
    """One feature out of the parts that a package is made of, in their order. Raises ValueError on a doubled rule."""
    told: dict[str, Any] = {"rules": {}}
    for part in parts:
        doubled = told["rules"].keys() & part.rules.keys()
        if doubled:
            raise ValueError(f"declared twice: {', '.join(sorted(doubled))}")
        told["rules"] |= part.rules
        told["identify"] = part.identify or told.get("identify")
        for slot in fields(Feature):
            if slot.name not in {"name", "rules", "identify"}:
                told[slot.name] = (*told.get(slot.name, ()), *getattr(part, slot.name))
    return Feature(name, **told)
