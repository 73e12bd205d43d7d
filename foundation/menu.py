from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

from foundation.addresses import page
from foundation.policy import can


@dataclass(frozen=True)
class Entry:
    """An entry of the menu: shown to whom its rule lets through, in order of `position`."""

    label: str
    endpoint: str
    rule: str
    position: int = 100


@dataclass(frozen=True)
class Section:
    """A part of the plan of the site: its title, and the addresses of its pages, each shown by its own rule."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Shown:
    """An entry as a page shows it; `current` when the page is in that part of the site."""

    label: str
    url: str
    current: bool


def entries() -> list[Shown]:
    """The menu for who makes this request."""
    shown = []
    for entry in sorted(current_app.extensions["menu"], key=lambda e: e.position):
        if can(entry.rule):
            url = page(entry.endpoint)
            inside = request.path == url or request.path.startswith(url.rstrip("/") + "/")
            shown.append(Shown(entry.label, url, inside))
    return shown


def plan() -> list[tuple[str, list[tuple[str, str]]]]:
    """(title, [(words, address)]) of each section of the plan of the site, for who makes this request."""
    found = []
    for section in current_app.extensions["plan"]:
        links = [(entry.label, page(entry.endpoint)) for entry in section.entries if can(entry.rule)]
        if links:
            found.append((section.title, links))
    return found
