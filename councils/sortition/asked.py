"""What the office says of a draw: its protocol, its plan, its volunteers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from citizens.models import Gender
from councils.sortition.models import AgeBand, SourceKind
from foundation.documents import Received

MOST_CANDIDATES = 1000
# by attribute, then by value: the least and the most
Quotas = Mapping[str, Mapping[str, tuple[int, int]]]


@dataclass(frozen=True)
class Details:
    """What the protocol of a draw says. `sources`: how many names each list had; `protocol`: the signed paper."""

    place: str = ""
    witnesses: str = ""
    note: str = ""
    sources: Mapping[SourceKind, int] = field(default_factory=dict)
    protocol: Received | None = None


@dataclass(frozen=True)
class Plan:
    """How a draw will be made: `seed_source` says which public value will decide, known from `seed_on` on."""

    seats: int
    seed_on: date
    seed_source: str
    quotas: Quotas = field(default_factory=dict)


@dataclass(frozen=True)
class Applicant:
    """Somebody for the list."""

    given_name: str
    family_name: str
    gender: Gender = Gender.UNDECLARED
    age_band: AgeBand = AgeBand.UNDECLARED
    neighborhood_id: uuid.UUID | None = None
    email: str = ""
