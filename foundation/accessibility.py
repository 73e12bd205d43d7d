"""The accessibility grid (RGAA 4.1.2) and the statement that the law asks to draw from it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path

from foundation.choices import Choice

GRID = Path(__file__).with_name("accessibility.csv")
REVIEWED_ON = date(2026, 11, 22)


class Verdict(Choice):
    """What was found on one criterion."""

    MET = "conforme", "Respecté"
    NOT_MET = "non_conforme", "Non respecté"
    NOT_APPLICABLE = "non_applicable", "Sans objet"
    UNCHECKED = "a_verifier", "À vérifier par une personne"


_FILES = re.compile(r" \([a-z_]+/[^)]*\)")


@dataclass(frozen=True)
class Criterion:
    """One of the 106 criteria, as judged for this site, and what shows it."""

    number: str
    theme: str
    title: str
    verdict: Verdict
    evidence: str

    @property
    def reasons(self) -> str:
        """The evidence as readers see it: without the files that it names in brackets for who works on the site."""
        return _FILES.sub("", self.evidence)


@dataclass(frozen=True)
class Statement:
    """What the accessibility page says; all of it is computed from the grid."""

    criteria: Sequence[Criterion]
    reviewed_on: date = REVIEWED_ON

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """How many criteria got each verdict, those without any included."""
        found = Counter(criterion.verdict for criterion in self.criteria)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def is_audited(self) -> bool:
        """Whether each criterion has been judged: until then the law's wording is « non conforme »."""
        return not self.counts[Verdict.UNCHECKED]

    @property
    def rate(self) -> int:
        """Share of the applicable criteria that are met, in whole per cent, rounded down; unchecked counts as not."""
        applicable = len(self.criteria) - self.counts[Verdict.NOT_APPLICABLE]
        return 100 * self.counts[Verdict.MET] // applicable if applicable else 0

    @property
    def state_label(self) -> str:
        """The legal wording of the state, for the statement and the foot of each page."""
        if not self.is_audited or self.rate < 50:
            return "non conforme"
        return "totalement conforme" if not self.counts[Verdict.NOT_MET] else "partiellement conforme"

    @property
    def failures(self) -> list[Criterion]:
        """The criteria known not to be met."""
        return [criterion for criterion in self.criteria if criterion.verdict is Verdict.NOT_MET]

    @cached_property
    def themes(self) -> list[tuple[str, list[Criterion]]]:
        """The criteria under the name of their theme, in the order of the grid."""
        return [(theme, list(rows)) for theme, rows in groupby(self.criteria, key=lambda row: row.theme)]


def statement(grid: Path = GRID) -> Statement:
    """Read the grid. Raises KeyError on a missing column or an unknown verdict."""
    verdicts = {verdict.value: verdict for verdict in Verdict}
    with grid.open(encoding="utf-8", newline="") as lines:
        return Statement(
            tuple(
                Criterion(row["criterion"], row["theme"], row["title"], verdicts[row["verdict"]], row["evidence"])
                for row in csv.DictReader(lines)
            )
        )
