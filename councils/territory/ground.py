"""The communes of the metropolis as the file of `bin/outlines` has them: outlines, names, where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from councils.territory.projection import Frame, Polygons

FILE = Path(__file__).with_name("data") / "communes.geojson"


@dataclass(frozen=True)
class Commune:
    """One commune of the file; `in_contract` when it signed the contract under its own name."""

    code: str
    name: str
    parent: str | None
    population: int | None
    in_contract: bool
    label: tuple[float, float]
    polygons: Polygons

    @property
    def geometry(self) -> str:
        """Its outline as a GeoJSON geometry."""
        return json.dumps({"type": "MultiPolygon", "coordinates": self.polygons}, separators=(",", ":"))


@dataclass(frozen=True)
class Ground:
    """All the communes of the metropolis, in the order of their codes, and the words that credit them."""

    communes: tuple[Commune, ...]
    source: Mapping[str, str]

    @property
    def credit(self) -> str:
        """Whose outlines these are, and of which year."""
        return self.source["outlines"]


@lru_cache(maxsize=1)
def ground() -> Ground:
    """The file, read once."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    return Ground(tuple(_commune(feature) for feature in read["features"]), read["source"])


def _commune(feature: Mapping[str, Any]) -> Commune:
    told = feature["properties"]
    longitude, latitude = told["label"]
    return Commune(
        told["code"],
        told["name"],
        told["parent"],
        told["population"],
        told["contract"],
        (longitude, latitude),
        feature["geometry"]["coordinates"],
    )


@lru_cache(maxsize=1)
def frame() -> Frame:
    """The picture that holds the whole metropolis."""
    return Frame.around([commune.polygons for commune in ground().communes])


@lru_cache(maxsize=1)
def ground_path() -> str:
    """The communes round those of the contract, as one path."""
    drawn = frame()
    return "".join(drawn.path(commune.polygons) for commune in ground().communes if not commune.in_contract)
