"""What whoever prepares a meeting asks for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from meetings.models import ItemKind, MeetingKind, NeedKind


@dataclass(frozen=True)
class Plan:
    """When and where a meeting is; `second` takes the later of two like hours (`R-TIM-02`)."""

    kind: MeetingKind
    title: str
    day: date
    hour: time
    duration_min: int
    place: str
    address: str
    access: str = ""
    remote_url: str = ""
    second: bool = False
    offers: frozenset[NeedKind] = frozenset()


@dataclass(frozen=True)
class Point:
    """An item for the agenda."""

    title: str
    kind: ItemKind
    minutes: int | None = None
