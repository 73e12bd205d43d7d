from datetime import UTC, date, datetime, timedelta

import pytest

from foundation import clock


def test_today_is_the_day_in_paris_whatever_the_machine_says() -> None:
    with clock.standing_at(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)
    with clock.standing_at(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_the_clock_stands_and_then_runs_again() -> None:
    moment = datetime(2020, 2, 29, 12, tzinfo=UTC)
    with clock.standing_at(moment):
        assert clock.now() == moment
        with clock.standing_at(moment + timedelta(days=1)):
            assert clock.now() == moment + timedelta(days=1)
        assert clock.now() == moment
    assert clock.now() > moment + timedelta(days=365)


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.standing_at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_the_demonstration_clock_runs_ahead_but_not_the_real_one() -> None:
    clock.shift(timedelta(days=400))
    try:
        assert clock.now() - clock.real_now() > timedelta(days=399)
    finally:
        clock.shift(timedelta())
