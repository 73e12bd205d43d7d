"""Who and what the invented councils are made of: rows of the demonstration's files, places, people."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from citizens.models import Gender, Person
from citizens.services import add_person
from councils.demo_names import FAMILY, MEN, WOMEN
from councils.models import College, Origin, Rank
from councils.territory.models import Neighborhood, Organization
from foundation.policy import Actor

DATA = Path(__file__).with_name("demo_data")
FACILITATOR = Actor(role="council_facilitator")


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one file of the demonstration."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def months_before(day: date, months: int) -> date:
    """The first day of the month, so many months before."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


@dataclass(frozen=True)
class Scenery:
    """What was there before the councils: places, and organizations that people come from."""

    covered: Mapping[str, Sequence[Neighborhood]]
    organizations: Sequence[Organization]


class Troupe:
    """Invents people, always the same ones in the same order."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._seen: set[tuple[str, str]] = set()

    def person(self, gender: Gender) -> Person:
        """Somebody new."""
        first = {Gender.FEMALE: WOMEN, Gender.MALE: MEN}.get(gender, WOMEN + MEN)
        while (name := (self.random.choice(first), self.random.choice(FAMILY))) in self._seen:
            pass
        self._seen.add(name)
        return add_person(*name, gender, actor=FACILITATOR, is_demo=True)


@dataclass(frozen=True)
class Casting:
    """Someone's place on a list, kept for the next term."""

    person: Person
    college: College
    origin: Origin
    rank: Rank
    organization: Organization | None
