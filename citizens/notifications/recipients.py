from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipient:
    """Somebody who reads letters, at the address of their account or at the one that they gave."""

    person_id: uuid.UUID
    given_name: str
    email: str
