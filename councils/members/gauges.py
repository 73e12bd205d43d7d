"""How a council is made up on a day, in counts: seats by college, parity, seats that stand empty and since when.

Pure: it is told the seats and the days. A seat is counted from its first day to its last, both included.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from citizens.models import Gender
from councils.models import College

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tenure:
    """What counting needs of one accepted membership."""

    key: uuid.UUID
    person: uuid.UUID
    college: College
    is_titular: bool
    is_drawn: bool
    gender: Gender
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.first <= day and (self.last is None or self.last >= day)


@dataclass(frozen=True)
class Vacancy:
    """A seat that stands empty since a day; `left` is the membership that left it, when that is known."""

    college: College
    since: date
    left: uuid.UUID | None = None

    def days(self, today: date) -> int:
        """For how many days."""
        return (today - self.since).days


@dataclass(frozen=True)
class Span:
    """A term: its days, both included, and how many seats each college has; None when nobody said."""

    key: uuid.UUID
    first: date
    last: date
    residents: int | None
    local_actors: int | None

    def target(self, college: College) -> int | None:
        """How many seats a college has."""
        return self.residents if college is College.RESIDENTS else self.local_actors


@dataclass(frozen=True)
class Gauges:
    """The composition of one council on a day. Counts only: no person can be found in them.

    `term` is the one that runs that day, or else the next; `runs` says which. Women and men are those among the
    residents who hold a seat; `drawn_women` and `drawn_men` those among them who were drawn, whom the rule is about.
    """

    on: date
    residents: int = 0
    local_actors: int = 0
    substitutes: int = 0
    women: int = 0
    men: int = 0
    drawn_women: int = 0
    drawn_men: int = 0
    term: Span | None = None
    vacancies: tuple[Vacancy, ...] = ()

    @property
    def members(self) -> int:
        """How many hold a seat."""
        return self.residents + self.local_actors

    @property
    def residents_percent(self) -> int | None:
        """The part of residents among the members, rounded down so that 49.9 % is not half; None without members."""
        return self.residents * 100 // self.members if self.members else None

    @property
    def residents_missing(self) -> int:
        """How many more residents would make them half of the members."""
        return max(0, self.local_actors - self.residents)

    @property
    def parity_gap(self) -> int:
        """How many more women than men, or men than women, among the residents drawn by lot."""
        return abs(self.drawn_women - self.drawn_men)

    @property
    def runs(self) -> bool:
        """Whether a term runs on that day."""
        return self.term is not None and self.term.first <= self.on <= self.term.last

    @property
    def in_excess(self) -> int:
        """How many people sit beyond the seats of the term."""
        if self.term is None or not self.runs:
            return 0
        held = ((self.term.residents, self.residents), (self.term.local_actors, self.local_actors))
        return sum(max(0, count - seats) for seats, count in held if seats is not None)

    @property
    def to_find(self) -> int:
        """How many seats of the term are not taken."""
        if self.term is None:
            return 0
        wanted = ((self.term.residents, self.residents), (self.term.local_actors, self.local_actors))
        return sum(max(0, (target or 0) - held) for target, held in wanted)

    @property
    def oldest(self) -> Vacancy | None:
        """The seat that has stood empty for longest."""
        return min(self.vacancies, key=lambda one: one.since, default=None)


def count(seats: Sequence[Tenure], term: Span | None, on: date) -> Gauges:
    """The gauges of a council: `seats` are those held at some time from the first day of the term to `on`."""
    held = [seat for seat in seats if seat.is_titular and seat.holds(on)]
    residents = [seat for seat in held if seat.college is College.RESIDENTS]
    drawn = [seat for seat in residents if seat.is_drawn]
    return Gauges(
        on=on,
        residents=len(residents),
        local_actors=len(held) - len(residents),
        substitutes=sum(seat.holds(on) for seat in seats if not seat.is_titular),
        women=_of(Gender.FEMALE, residents),
        men=_of(Gender.MALE, residents),
        drawn_women=_of(Gender.FEMALE, drawn),
        drawn_men=_of(Gender.MALE, drawn),
        term=term,
        vacancies=tuple(_vacancies(seats, term, on)) if term and term.first <= on <= term.last else (),
    )


def _of(gender: Gender, seats: Iterable[Tenure]) -> int:
    return sum(seat.gender is gender for seat in seats)


def _vacancies(seats: Sequence[Tenure], term: Span, on: date) -> list[Vacancy]:
    found = []
    for college in College:
        titular = [seat for seat in seats if seat.is_titular and seat.college is college]
        found += vacancies(college, term.target(college) or 0, titular, term.first, on)
    return sorted(found, key=lambda one: one.since)


def vacancies(college: College, target: int, seats: Sequence[Tenure], start: date, on: date) -> list[Vacancy]:
    """The seats of a college that stand empty on a day, the oldest first: replayed from the first day of the term.

    Whoever comes fills the seat that has been empty for longest; a seat left and taken on one day was never empty.
    """
    came: dict[date, list[Tenure]] = {start: []}
    went: dict[date, list[Tenure]] = {}
    for seat in seats:
        if seat.last is None or seat.last >= start:
            came.setdefault(max(seat.first, start), []).append(seat)
            if seat.last is not None:
                went.setdefault(seat.last + DAY, []).append(seat)
    empty: list[Vacancy] = []
    held = 0
    for day in sorted(day for day in {*came, *went} if day <= on):
        comers, leavers = came.get(day, []), went.get(day, [])
        held += len(comers) - len(leavers)
        missing = max(0, target - held)
        empty = empty[len(empty) - missing :] if len(empty) > missing else empty
        staying = {seat.person for seat in comers}
        gone = [seat.key for seat in leavers if seat.person not in staying]
        empty += [Vacancy(college, day, gone.pop() if gone else None) for _ in range(missing - len(empty))]
    return empty
