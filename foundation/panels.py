from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from foundation.home import Part


@dataclass(frozen=True)
class Panel:
    """A section that a package adds to a page of a lower one (ruling 1): it reads `part.data`.

    `page` names the page ("council"), `context` is given the page's subject and gives None to stay away.
    """

    page: str
    template: str
    context: Callable[[Any], Mapping[str, Any] | None]
    position: int = 100


def panels(page: str, subject: Any) -> list[Part]:
    """The sections that other packages add to this page of this subject, in order."""
    parts = []
    for panel in sorted(current_app.extensions["panels"], key=lambda p: p.position):
        if panel.page == page:
            data = panel.context(subject)
            if data is not None:
                parts.append(Part(panel.template, data))
    return parts
