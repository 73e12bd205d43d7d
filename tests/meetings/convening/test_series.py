"""The same meeting again, once or in a series; the calendar's own days, whatever the clocks do (R-TIM-02, R-TIM-03)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from foundation.clock import PARIS, standing_at
from foundation.database import db
from meetings.convener import Convener
from meetings.convening import queries, series
from meetings.convening.series import Repeat
from meetings.models import Meeting, MeetingState
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, OFFICE, TYPED, convened, pia

DAYS = st.dates(date(2014, 1, 1), date(2060, 1, 1))


@given(DAYS, st.integers(0, 24))
def test_the_same_rank_of_a_later_month(day: date, months: int) -> None:
    found = series.same_rank(day, months)
    assert found.weekday() == day.weekday()
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    rank, wanted = (found.day - 1) // 7, (day.day - 1) // 7
    last = (found + timedelta(days=7)).month != found.month
    assert rank == wanted or (wanted == 4 and last)


@given(DAYS, DAYS)
def test_the_first_day_like_another(day: date, earliest: date) -> None:
    found = series.first_like(day, earliest)
    assert found.weekday() == day.weekday()
    assert timedelta(0) <= found - earliest < timedelta(days=7)


@given(DAYS, st.integers(1, 8), st.integers(1, 12))
def test_every_so_many_weeks(day: date, weeks: int, times: int) -> None:
    found = Repeat(weeks, times).dates(day)
    assert (found[0], len(found)) == (day, times)
    assert {later - before for before, later in pairwise(found)} <= {timedelta(weeks=weeks)}


def drafts() -> list[Meeting]:
    return list(queries.drafts(Convener(s.council())))


def test_the_second_friday_of_each_month_at_the_same_hour_of_paris(site: Flask) -> None:
    page = pia(site).presses("Préparer une réunion")
    page.presses("Continuer vers l’ordre du jour", **{**TYPED, "day": "2026-12-11"}, repeat="0", times="6")
    assert page.path == OFFICE
    with s.reading_at(site, s.noon(s.TODAY)):
        made = drafts()
        days = [f"{one.starts_at.astimezone(PARIS):%Y-%m-%d %H:%M}" for one in made]
        offsets = {one.starts_at.astimezone(PARIS).utcoffset() for one in made}
    assert days == [
        *("2026-12-11 18:30", "2027-01-08 18:30", "2027-02-12 18:30"),
        *("2027-03-12 18:30", "2027-04-09 18:30", "2027-05-14 18:30"),
    ]
    assert len(offsets) == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"repeat": "2"}, "Dites combien"),
        ({"repeat": "2", "times": "13"}, "Entre 2 et 12"),
        # the night of 28 March 2027 has no half past two
        ({"repeat": "1", "times": "12", "day": "2027-01-10", "hour": "02:30"}, "le dimanche 28 mars 2027"),
    ],
)
def test_a_series_that_cannot_be_is_refused_whole(site: Flask, typed: dict[str, str], words: str) -> None:
    page = pia(site).presses("Préparer une réunion")
    page.presses("Continuer vers l’ordre du jour", **{**TYPED, "day": str(IN_TIME), **typed})
    assert page.status == 422
    assert words.lower() in page.text.lower()
    with s.reading_at(site, s.noon(s.TODAY)):
        assert drafts() == []


def test_the_last_meeting_again_for_the_first_day_in_time(site: Flask) -> None:
    page = convened(site)
    page.presses("Ajouter ce point", title="Une question de dernière minute")
    later = IN_TIME + timedelta(days=1)
    with standing_at(s.noon(later)):
        page = pia(site, page.path).presses("Préparer une réunion pareille")
        assert "En préparation" in page.text
        assert "serait courte" not in page.text
        for words in ("Nouvelles du quartier", "La date de la fête", "Maison de quartier", "De plain-pied"):
            assert words in page.text
        assert "dernière minute" not in page.text
    with s.reading_at(site, s.noon(later)):
        made = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.DRAFT)).one()
        assert made.day.weekday() == IN_TIME.weekday()
        assert later + timedelta(days=8) <= made.day < later + timedelta(days=15)
        assert [one.minutes for one in queries.items(made.id)] == [15, None, 20]
