"""What confirming a file of members would do, row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from councils.members.matching import Known
from councils.models import College, Membership, Term
from foundation.choices import Choice


class Verdict(Choice):
    """What confirming a file does to one row."""

    ERROR = "error", "À corriger"
    CHANGED = "changed", "Fiche corrigée"
    NEW = "new", "Nouveau siège"
    UNCHANGED = "unchanged", "Sans changement"


@dataclass(frozen=True)
class Change:
    """One value that would be replaced: what it is, how it stands, how it would stand."""

    title: str
    before: str
    after: str


@dataclass
class Line:
    """One row: its number in the file, whom it names, what is to do, and with what."""

    number: int
    name: str
    verdict: Verdict = Verdict.UNCHANGED
    sentences: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    # of a new seat: what will be noted, as (what, how) pairs
    facts: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    term: Term | None = None
    known: Known | None = None
    seat: Membership | None = None
    # whom it may mean, until all rows are read
    candidates: Collection[Known] = ()

    def fail(self, *sentences: str) -> None:
        """Say why this row cannot be written."""
        self.verdict = Verdict.ERROR
        self.sentences += sentences

    @property
    def college(self) -> str:
        """Its college in words, when it can be read."""
        college = self.values.get("college")
        return college.label if isinstance(college, College) else ""

    @property
    def invites(self) -> bool:
        """Whether a letter leaves that offers the seat."""
        return self.verdict is Verdict.NEW and "email" in self.values and "accepted_on" not in self.values


@dataclass(frozen=True)
class Plan:
    """All that confirming a file would do. `reaches`: its sender may know how to reach people here."""

    lines: Sequence[Line]
    reaches: bool

    def of(self, verdict: Verdict) -> Sequence[Line]:
        """The rows of one verdict."""
        return [line for line in self.lines if line.verdict is verdict]

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.of(Verdict.NEW) or self.of(Verdict.CHANGED))

    @property
    def mark(self) -> str:
        """A mark of all that the preview says: when it differs, something changed since."""
        told = [(one.number, one.name, one.verdict.value, one.sentences, one.changes) for one in self.lines]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
