"""What this part of the package declares; `meetings/feature.py` plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time, timedelta

from flask import Blueprint, url_for

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
from meetings.votes import assisted_views, link_views, personal, presentation, queries, services, views
from meetings.votes.models import Motion


def to_vote(actor: Actor) -> Iterable[Todo]:
    """The votes that wait for somebody's answer."""
    for motion in queries.open_for(actor.id):
        url = url_for("votes.read", slug=motion.council.slug, key=motion.id)
        yield Todo(
            f"Voter\u00a0: {motion.question}", url, f"{motion.council.name} attend votre réponse.", motion.closes_at
        )


def closing(after: Sequence[Callable[[Motion], None]]) -> Job:
    """The job that closes votes; what each result moves is called in the same transaction."""
    return Job(
        "meetings.close_votes",
        "Clore les votes",
        lambda: services.close_due(after),
        every=timedelta(minutes=1),
        quiet=True,
    )


BLUEPRINTS: Sequence[Blueprint] = tuple({module.votes for module in (views, link_views, assisted_views)})
MENU: Sequence[Entry] = ()
TILES: Sequence[Tile] = ()
PANELS: Sequence[Panel] = (
    Panel("council", "meetings/votes/_council_panel.html", presentation.council_panel, 40),
    Panel("me", "meetings/votes/_own_panel.html", presentation.own_panel, 40),
)
SEARCHES: Sequence[SearchSource] = ()
DATASETS: Sequence[Dataset] = ()
JOBS: Sequence[Job] = (
    Job(
        "meetings.remind_voters",
        "Rappeler les votes qui vont se clore",
        services.remind_due,
        every=timedelta(minutes=15),
        quiet=True,
    ),
    Job("meetings.forget_votes", "Oublier qui a voté quoi", services.forget, at=time(3, 50), quiet=True),
)
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = (to_vote,)
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = ()
PERSONAL: Sequence[PersonalData] = personal.PERSONAL
