"""An agenda put in another order at once: each item once, from the order that was seen, before the notice."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from foundation.policy import Denied
from foundation.workflow import Refused
from meetings.convening import ordering, queries
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.convening.steps import convened, planned, the_meeting, with_agenda

KEYS = st.lists(st.uuids(), min_size=1, max_size=12, unique=True)


@given(KEYS.flatmap(lambda keys: st.tuples(st.just(keys), st.permutations(keys))))
def test_any_permutation_of_what_was_seen_is_one(orders: tuple[list[uuid.UUID], list[uuid.UUID]]) -> None:
    current, asked = orders
    assert ordering.is_reordering(current, current, asked)


@given(KEYS, st.data())
def test_nothing_else_is(current: list[uuid.UUID], data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(current) | st.uuids(), max_size=len(current) + 2))
    seen = data.draw(st.just(current) | st.permutations(current) | st.just(current[1:]))
    is_one = sorted(asked) == sorted(current) and seen == current
    assert ordering.is_reordering(current, seen, asked) is is_one


def order(app: Flask) -> list[uuid.UUID]:
    with s.reading_at(app, s.noon(s.TODAY)):
        return [one.id for one in queries.items(the_meeting().id)]


def puts(app: Flask, seen: list[uuid.UUID], asked: list[uuid.UUID], role: str = "secretary", days: int = 0) -> str:
    """Nora puts an agenda in an order; the reason why not."""
    with s.writing_at(app, s.noon(s.TODAY + timedelta(days=days))):
        try:
            ordering.put_in_order(the_meeting(), seen, asked, actor=s.acting("Nora", role))
        except Refused as refusal:
            return " ".join(refusal.sentences)
    return ""


def test_an_order_is_kept_and_one_made_from_another_is_refused(site: Flask) -> None:
    with_agenda(planned(site))
    first, second, third = before = order(site)
    asked = [third, first, second]
    assert puts(site, before, asked) == ""
    assert order(site) == asked
    for seen, wrong in (
        (before, [second, first, third]),
        (asked, [third, first]),
        (asked, [third, first, first]),
        (asked, [*asked, uuid.uuid4()]),
        ([], []),
    ):
        assert "a changé entre-temps" in puts(site, seen, wrong)
    assert order(site) == asked
    with pytest.raises(Denied):
        puts(site, asked, before, role="member")


def test_the_notice_freezes_the_order(site: Flask) -> None:
    convened(site)
    before = order(site)
    assert "La convocation est partie" in puts(site, before, before[::-1])
    assert order(site) == before


def test_the_page_takes_it_and_shows_the_agenda_as_it_is_when_refused(site: Flask) -> None:
    page = with_agenda(planned(site))
    before = order(site)
    names = ["Nouvelles du quartier", "Les pieds d’arbres", "La date de la fête"]
    assert titles(page) == names
    assert sends(page, before, before[::-1]) == 200
    assert titles(page) == names[::-1]
    assert sends(page, before, before) == 409
    assert "a changé entre-temps" in page.text
    assert titles(page) == names[::-1]
    assert sends(page, before, []) == 409


def titles(page: Browser) -> list[str]:
    return [one.get("data-title") for one in page.all("li") if one.has("data-title")]


def sends(page: Browser, seen: list[uuid.UUID], asked: list[uuid.UUID]) -> int:
    """Send an order as the script does."""
    (shelf,) = [one for one in page.all("ol") if one.has("data-order")]
    sent = {
        "form_token": shelf.get("data-token"),
        "seen": ",".join(map(str, seen)),
        "order": ",".join(map(str, asked)),
    }
    page._open("POST", shelf.get("data-order"), data=sent, headers={"Origin": page.origin})
    return page.status
