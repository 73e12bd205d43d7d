"""Clear days and hours of Paris, across both changes of clock (R-MTG-01, R-TIM-01, R-TIM-02, R-TIM-03)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.charter.articles import KINDS, USUAL
from foundation.clock import PARIS
from foundation.workflow import Refused
from meetings.convening import days
from meetings.convening.conveners import USUAL_ELSEWHERE
from meetings.models import OF_COUNCIL, MeetingKind

DAYS = st.dates(date(2014, 1, 1), date(2060, 1, 1))
CLEAR = st.integers(0, 60)
LEAPT, TWICE = date(2027, 3, 28), date(2027, 10, 31)


def test_r_mtg_01_the_days_of_sending_and_of_meeting_are_not_counted() -> None:
    assert days.first_day(date(2026, 11, 2), 7) == date(2026, 11, 10)
    assert (date(2026, 11, 2).weekday(), date(2026, 11, 10).weekday()) == (0, 1)


@given(DAYS, CLEAR)
def test_the_first_day_has_just_enough_clear_days(sent: date, clear: int) -> None:
    first = days.first_day(sent, clear)
    between = [sent + timedelta(days=one) for one in range(1, (first - sent).days)]
    assert len(between) == clear == days.clear_days(sent, first)
    assert days.clear_days(sent, first - timedelta(days=1)) < clear
    assert days.last_day_to_send(first, clear) == sent


@given(DAYS, st.times())
def test_r_tim_01_the_clocks_of_paris_show_the_hour_of_the_moment(day: date, hour: time) -> None:
    hour = hour.replace(second=0, microsecond=0)
    try:
        moment = days.moment_of(day, hour)
    except Refused:
        # only in the night in which spring leaps over an hour
        assert (day.month, day.weekday(), hour.hour) == (3, 6, 2)
        return
    local = moment.astimezone(PARIS)
    assert (local.date(), local.time()) == (day, hour)
    if days.is_said_twice(day, hour):
        assert days.moment_of(day, hour, second=True) - moment == timedelta(hours=1)


def test_r_tim_02_an_hour_that_does_not_exist_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused, match="n’existe pas"):
        days.moment_of(LEAPT, time(2, 30))
    assert days.moment_of(LEAPT, time(3, 0)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_r_tim_02_an_hour_that_exists_twice_is_asked() -> None:
    assert days.is_said_twice(TWICE, time(2, 30))
    assert not days.is_said_twice(TWICE, time(3, 0))


def test_every_kind_has_its_days_and_its_quorum() -> None:
    kinds = {kind.value for kind in OF_COUNCIL}
    assert set(USUAL.notice_days) == set(USUAL.quorum) == set(KINDS) == kinds
    assert set(USUAL_ELSEWHERE.notice_days) == {kind.value for kind in MeetingKind}
