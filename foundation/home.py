from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app


@dataclass(frozen=True)
class Tile:
    """A part of the home page that a package declares; its template finds its values in `part.data`.

    `context` gives None to leave the tile out. `area` is "opening" (under the first sentence), "picture"
    (beside it) or "body".
    """

    template: str
    context: Callable[[], Mapping[str, Any] | None]
    position: int = 100
    area: str = "body"


@dataclass(frozen=True)
class Part:
    """A tile or panel ready to be included: `{% include part.template %}` reads `part.data`."""

    template: str
    data: Mapping[str, Any]


def tiles() -> dict[str, list[Part]]:
    """The tiles of the home page by area, in order."""
    parts: dict[str, list[Part]] = {"opening": [], "picture": [], "body": []}
    for tile in sorted(current_app.extensions["tiles"], key=lambda t: t.position):
        data = tile.context()
        if data is not None:
            parts[tile.area].append(Part(tile.template, data))
    return parts
