"""What a role can be limited to: each package tells what it has (councils, communes…)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app


@dataclass(frozen=True)
class ScopeSource:
    """One kind of scope: its word in `Grant.scope_type`, its French name, and (id, name) of each, in order."""

    scope_type: str
    label: str
    options: Callable[[], Iterable[tuple[uuid.UUID, str]]]


def sources() -> Sequence[ScopeSource]:
    """Every kind of scope of the site."""
    return cast(Sequence[ScopeSource], current_app.extensions["scopes"])


def names() -> dict[tuple[str, uuid.UUID], str]:
    """The name of each thing that a role can be limited to, by kind and id."""
    return {(source.scope_type, key): name for source in sources() for key, name in source.options()}
