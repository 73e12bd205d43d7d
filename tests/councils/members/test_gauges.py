"""The counts of a council: seats, parity, seats that stand empty; replayed here day by day to compare."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from citizens.models import Gender
from councils.members.gauges import Gauges, Span, Tenure, Vacancy, count, vacancies
from councils.models import College

START = date(2026, 1, 1)
R, L = College.RESIDENTS, College.LOCAL_ACTORS


def day(number: int) -> date:
    return START + timedelta(days=number)


def seat(first: int, last: int | None = None, **more: object) -> Tenure:
    told: dict[str, object] = {
        "key": uuid.uuid4(), "person": uuid.uuid4(), "college": R, "is_titular": True, "is_drawn": True,
        "gender": Gender.FEMALE, "first": day(first), "last": None if last is None else day(last), **more,
    }  # fmt: skip
    return Tenure(**told)  # type: ignore[arg-type]


def span(residents: int, local_actors: int, last: int = 999) -> Span:
    return Span(uuid.uuid4(), START, day(last), residents, local_actors)


periods = st.tuples(st.integers(-20, 60), st.none() | st.integers(0, 40))
seats = st.lists(periods.map(lambda p: seat(p[0], None if p[1] is None else p[0] + p[1])), max_size=14)


@given(seats, st.integers(0, 8), st.integers(0, 70))
def test_as_many_seats_stand_empty_as_are_missing(held: list[Tenure], target: int, on: int) -> None:
    found = vacancies(R, target, held, START, day(on))
    missing = [max(0, target - sum(one.holds(day(n)) for one in held)) for n in range(on + 1)]
    assert len(found) == missing[on]
    # whoever comes fills the oldest: those still empty are the last ones that were left
    grown = [now - before for before, now in zip([0, *missing], missing, strict=False)]
    opened = [day(n) for n, more in enumerate(grown) for _ in range(more)]
    assert [one.since for one in found] == opened[len(opened) - len(found) :]


def test_a_seat_left_is_empty_from_the_day_after() -> None:
    left = seat(0, 30)
    held = [left, seat(0), seat(0)]
    assert vacancies(R, 3, held, START, day(30)) == []
    assert vacancies(R, 3, held, START, day(31)) == [Vacancy(R, day(31), left.key)]
    assert vacancies(R, 3, held, START, day(76))[0].days(day(76)) == 45


def test_a_seat_taken_over_was_never_empty() -> None:
    held = [seat(0, 30), seat(31), seat(0)]
    assert vacancies(R, 2, held, START, day(50)) == []


def test_whoever_comes_fills_the_seat_empty_for_longest() -> None:
    first, second = seat(0, 10), seat(0, 20)
    assert vacancies(R, 2, [first, second, seat(30)], START, day(40)) == [Vacancy(R, day(21), second.key)]


def test_somebody_recognized_by_the_act_did_not_leave() -> None:
    person = uuid.uuid4()
    listed, recognized, gone = seat(0, 9, person=person), seat(10, person=person), seat(0, 9)
    assert vacancies(R, 2, [listed, recognized, gone], START, day(12)) == [Vacancy(R, day(10), gone.key)]


def test_half_of_the_members_are_residents() -> None:
    """§1.3: 45 % is not half, and the page says how many are missing."""
    found = count([seat(0) for _ in range(9)] + [seat(0, college=L) for _ in range(11)], span(10, 10), day(1))
    assert (found.members, found.residents_percent, found.residents_missing) == (20, 45, 2)
    found = count([seat(0) for _ in range(10)] + [seat(0, college=L) for _ in range(10)], None, day(1))
    assert (found.residents_percent, found.residents_missing) == (50, 0)
    assert Gauges(day(0)).residents_percent is None


def test_parity_is_counted_among_those_drawn_by_lot() -> None:
    men = [seat(0, gender=Gender.MALE) for _ in range(2)]
    others = [seat(0, is_drawn=False), seat(0, is_titular=False), seat(0, college=L), seat(0, gender=Gender.OTHER)]
    found = count([*men, *others], None, day(0))
    assert (found.drawn_women, found.drawn_men, found.parity_gap) == (0, 2, 2)
    assert (found.women, found.men, found.substitutes) == (1, 2, 1)


def test_before_its_term_a_council_has_places_to_find_and_no_empty_seat() -> None:
    term = Span(uuid.uuid4(), day(50), day(500), 3, 1)
    found = count([seat(0), seat(0, college=L)], term, day(10))
    assert (found.vacancies, found.to_find, found.runs, found.oldest) == ((), 2, False, None)
    assert count([], None, day(0)).to_find == 0


def test_a_term_without_targets_has_no_empty_seat() -> None:
    assert count([], Span(uuid.uuid4(), START, day(9), None, None), day(5)).vacancies == ()
