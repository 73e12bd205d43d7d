"""What this part of the package declares; `meetings/feature.py` plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flask import Blueprint, url_for

from foundation import clock
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
from meetings.convening import (
    after_views,
    carrying_views,
    demo,
    elsewhere,
    jobs,
    link_views,
    office,
    office_views,
    overview,
    own,
    own_views,
    paper_views,
    personal,
    presentation,
    proposing_views,
    queries,
    views,
    wording,
)


def to_answer(actor: Actor) -> Iterable[Todo]:
    """The notices that wait for somebody's answer."""
    for meeting in queries.unanswered_for(actor.id, clock.now()):
        yield Todo(
            f"Répondre à la convocation\u00a0: {meeting.title}",
            url_for("meetings.read", key=meeting.id, _anchor="repondre"),
            f"{meeting.convener.name}, {wording.when(meeting)}.",
            meeting.starts_at,
        )


BLUEPRINTS: Sequence[Blueprint] = tuple(
    {
        module.meetings
        for module in (
            views,
            office_views,
            after_views,
            link_views,
            paper_views,
            proposing_views,
            carrying_views,
            own_views,
        )
    }
)
MENU: Sequence[Entry] = (Entry("Réunions", "meetings.index", "meeting.list", 15),)
PLAN: Sequence[Section] = (
    Section(
        "Réunions",
        (
            Entry("Les réunions à venir", "meetings.index", "meeting.list"),
            Entry("Les réunions passées", "meetings.past", "meeting.list"),
            Entry("Les rencontres du réseau", "meetings.network", "meeting.list"),
        ),
    ),
)
TILES: Sequence[Tile] = (Tile("meetings/convening/_tile.html", presentation.home_tile, 15),)
PANELS: Sequence[Panel] = (
    Panel("council", "meetings/convening/_council_panel.html", presentation.council_panel, 5),
    Panel("me", "meetings/convening/_own_panel.html", own.panel, 22),
    Panel("found", "meetings/convening/_found_panel.html", overview.found_panel, 10),
    Panel("committee", "meetings/convening/_committee_panel.html", elsewhere.committee_panel, 20),
    Panel("committee_office", "meetings/convening/_committee_office_panel.html", elsewhere.committee_office, 10),
    Panel("office", "meetings/convening/_office_panel.html", office.office_panel, 20),
)
SEARCHES: Sequence[SearchSource] = ()
DATASETS: Sequence[Dataset] = ()
JOBS: Sequence[Job] = jobs.JOBS
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = (to_answer,)
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = (demo.load,)
PERSONAL: Sequence[PersonalData] = personal.PERSONAL
