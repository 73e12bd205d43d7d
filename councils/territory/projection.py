"""From longitudes and latitudes to the paths of an SVG picture. Pure; good for a metropolis, not for a country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

Position = Sequence[float]
Ring = Sequence[Position]
Polygons = Sequence[Sequence[Ring]]


@dataclass(frozen=True)
class Frame:
    """A picture `width` units wide round some land, a `margin` kept free on each side."""

    west: float
    north: float
    scale: float
    flattening: float
    width: int
    height: int
    margin: int

    @classmethod
    def around(cls, shapes: Iterable[Polygons], width: int = 1000, margin: int = 8) -> Frame:
        """The frame that holds all the shapes. Raises ValueError when there is none."""
        points = [point for shape in shapes for polygon in shape for ring in polygon for point in ring]
        if not points:
            raise ValueError("a picture needs at least one shape")
        longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
        west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
        flattening = cos(radians((south + north) / 2))
        scale = (width - 2 * margin) / (((east - west) * flattening) or 1.0)
        height = round((north - south) * scale) + 2 * margin
        return cls(west, north, scale, flattening, width, height, margin)

    @property
    def view_box(self) -> str:
        """The `viewBox` of the picture."""
        return f"0 0 {self.width} {self.height}"

    def point(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a place falls in the picture, to the nearest unit."""
        x = (longitude - self.west) * self.flattening * self.scale + self.margin
        y = (self.north - latitude) * self.scale + self.margin
        return round(x), round(y)

    def path(self, shape: Polygons) -> str:
        """The `d` of a path that draws a shape; steps from point to point, since they are shorter to send."""
        return "".join(self._ring(ring) for polygon in shape for ring in polygon)

    def _ring(self, ring: Ring) -> str:
        points = _without_repeats([self.point(p[0], p[1]) for p in ring])
        if len(points) < 3:
            return ""
        (x, y), steps = points[0], []
        for next_x, next_y in points[1:]:
            steps.append(f"{next_x - x}{next_y - y}" if next_y < y else f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
        return f"M{points[0][0]} {points[0][1]}l{_joined(steps)}z"


def _without_repeats(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = [point for before, point in zip([None, *points], points, strict=False) if point != before]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _joined(steps: Sequence[str]) -> str:
    return "".join(step if step.startswith("-") or place == 0 else f" {step}" for place, step in enumerate(steps))
