"""What people may discuss: each package declares its subjects; one place writes, hides and shows what is said."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app


@dataclass(frozen=True)
class Discussable:
    """A kind of subject that people discuss.

    `load` gives the subject of an id, or None. `read`, `write` and `steer` are names of rules on the subject: who
    follows the discussion, who takes part, who lets in what newcomers wrote. `trusted` is the rule of those whose
    words show at once: what is written while strangers may not `read` is for them alone, and stays so; `people` names
    them on the page. `url` is the page of the subject, `title` its name on a page or in a letter.
    """

    kind: str
    load: Callable[[uuid.UUID], Any | None]
    read: str
    write: str
    steer: str
    trusted: str
    people: str
    url: Callable[[Any], str]
    title: Callable[[Any], str]


def of_kind(kind: str) -> Discussable | None:
    """The declaration of a kind of subject, or None when no package knows it."""
    known = cast(Sequence[Discussable], current_app.extensions["discussables"])
    return next((one for one in known if one.kind == kind), None)
