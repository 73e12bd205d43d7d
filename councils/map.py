"""The map of the councils: one shape a commune, each a link; the same facts as GeoJSON for the map that moves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from councils import queries
from councils.status import LABELED, CouncilStatus
from councils.territory.ground import frame, ground, ground_path
from councils.territory.queries import Commune, communes
from foundation.state import once
from foundation.text import plural

# width of a letter of the map's names, in units of the picture
LETTER = 11
# councils of one commune whose statuses are told one by one
TOLD_AT_MOST = 5


@dataclass(frozen=True)
class Shape:
    """One commune as the map draws it."""

    path: str
    label: str
    url: str
    tone: str
    name: str
    name_x: int
    name_y: int
    minor: bool


@dataclass(frozen=True)
class Mark:
    """The mark of a commune: shape and tone of its councils' status."""

    x: int
    y: int
    shape: str
    tone: str


@dataclass(frozen=True)
class Key:
    """One line of the map's key."""

    shape: str
    tone: str
    label: str


@dataclass(frozen=True)
class Map:
    """All that the component `map` draws."""

    view_box: str
    title: str
    desc: str
    ground: str
    shapes: Sequence[Shape]
    marks: Sequence[Mark]
    key: Sequence[Key]
    credit: str


KEYS = {
    "on": Key("full", "on", "Au moins un conseil labellisé"),
    "ongoing": Key("half", "ongoing", "Labellisation en cours"),
    "late": Key("alert", "late", "Mandat échu ou label retiré"),
    "quiet": Key("empty", "quiet", "Aucun conseil actif"),
}


def council_map() -> Map:
    """The map as it is today, drawn once for each public version."""
    return once("councils.map", _draw)


def _draw() -> Map:
    drawn = [(commune, queries.by_commune().get(commune.slug, ())) for commune in communes()]
    shapes = tuple(_shape(commune, cards) for commune, cards in drawn)
    used = {shape.tone for shape in shapes}
    total = len(queries.public_cards())
    return Map(
        frame().view_box,
        "Carte des conseils citoyens de la Métropole",
        f"{plural(len(shapes), 'commune', 'communes')} du contrat de ville, {plural(total, 'conseil', 'conseils')}. "
        "Chaque commune est un lien\u202f; la liste des conseils donne les mêmes liens.",
        ground_path(),
        shapes,
        tuple(_mark(commune, cards) for commune, cards in drawn if cards),
        tuple(key for tone, key in KEYS.items() if tone in used),
        ground().credit,
    )


def _shape(commune: Commune, cards: Sequence[queries.Card]) -> Shape:
    polygons = json.loads(commune.outline)["coordinates"]
    x, y = frame().point(*commune.label)
    across = [frame().point(*point)[0] for polygon in polygons for ring in polygon for point in ring]
    minor = len(commune.name) * LETTER > max(across) - min(across) or commune.within
    return Shape(
        frame().path(polygons),
        _label(commune, cards),
        _url(commune, cards),
        _tone(cards),
        commune.name,
        x,
        y + 33,
        minor,
    )


def _mark(commune: Commune, cards: Sequence[queries.Card]) -> Mark:
    x, y = frame().point(*commune.label)
    key = KEYS[_tone(cards)]
    return Mark(x, y, key.shape, key.tone)


def _tone(cards: Sequence[queries.Card]) -> str:
    statuses = {card.status for card in cards}
    if statuses & LABELED:
        return "on"
    if CouncilStatus.IN_PROGRESS in statuses:
        return "ongoing"
    active = statuses - {CouncilStatus.DISSOLVED, CouncilStatus.NOT_RECOGNIZED}
    return "late" if active else "quiet"


def _label(commune: Commune, cards: Sequence[queries.Card]) -> str:
    if not cards:
        return f"{commune.name}\u00a0: aucun conseil"
    if len(cards) == 1:
        return f"{commune.name}\u00a0: {cards[0].status.label.lower()}"
    counted = plural(len(cards), "conseil", "conseils")
    if len(cards) > TOLD_AT_MOST:
        labeled = sum(card.status in LABELED for card in cards)
        return f"{commune.name}\u00a0: {counted}, dont {plural(labeled, 'labellisé', 'labellisés')}"
    words = ", ".join(card.status.label.lower() for card in cards)
    return f"{commune.name}\u00a0: {counted} ({words})"


def _url(commune: Commune, cards: Sequence[queries.Card]) -> str:
    if len(cards) == 1:
        return url_for("councils.read", slug=cards[0].slug)
    return url_for("councils.index", commune=commune.slug)


def geojson() -> str:
    """The communes of the contract as GeoJSON, with what the moving map says of each; written once."""
    return once("councils.geojson", _geojson)


def _geojson() -> str:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {
                "name": commune.name,
                "label": shape.label,
                "url": shape.url,
                "tone": shape.tone,
                "at": commune.label,
            },
            "geometry": json.loads(commune.outline),
        }
        for commune, shape in zip(communes(), council_map().shapes, strict=True)
    ]
    written = {"type": "FeatureCollection", "credit": ground().credit, "features": features}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))
