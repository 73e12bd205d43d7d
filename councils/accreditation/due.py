"""One thing that somebody is to be reminded of."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Due:
    """One reminder: about which council, under which name, to which sides, in which words, and where to go."""

    council_id: uuid.UUID
    once: str
    sides: Collection[str]
    subject: str
    words: str
    url: str
