from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipient:
    """Somebody who reads letters: an open account's person."""

    person_id: uuid.UUID
    given_name: str
    email: str
