"""What awaits somebody: the lines of « À faire » on their own page, told by each package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from foundation.policy import Actor

_FAR_AWAY = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Todo:
    """Something to do: what, where, why in one sentence, and until when if there is an end to it."""

    label: str
    url: str
    detail: str = ""
    until: datetime | None = None


def todos(actor: Actor) -> list[Todo]:
    """What awaits this person, the most pressing first."""
    found = [todo for tell in current_app.extensions["todos"] for todo in tell(actor)]
    return sorted(found, key=lambda todo: todo.until or _FAR_AWAY)
