"""What is told of a council's rules and means before it is written down."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from councils.charter.articles import Articles
from councils.charter.models import MeansKind, RulesKind


@dataclass(frozen=True)
class Adopted:
    """A version as its council adopted it. `after` is the version that its author had read: another may have come."""

    kind: RulesKind
    adopted_on: date
    in_force_from: date
    articles: Articles
    after: int


@dataclass(frozen=True)
class Given:
    """Something that a council has for one year, and from whom."""

    year: int
    kind: MeansKind
    amount_cents: int | None = None
    provider_id: uuid.UUID | None = None
    note: str = ""
