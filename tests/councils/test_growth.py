"""A page costs as many queries for 20 councils as for 2,000."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from foundation.clock import standing_at
from foundation.kept import KeptPages
from tests.browser import Browser
from tests.councils import situations as s

PAGES = (
    "/",
    "/conseils",
    "/conseils?statut=labellises&commune=lille&q=conseil",
    "/conseils/carte.geojson",
    "/conseils/c-7",
    "/conseils/c-7/labellisation",
    "/trouver?q=numero",
    "/trouver?q=lille",
    "/quartiers/q-7",
    "/donnees/conseils.csv",
)
Queries = Callable[[], AbstractContextManager[list[str]]]


def costs(app: Flask, queries: Queries) -> dict[str, int]:
    """Queries of each page when nothing is kept from an earlier one."""
    told = {}
    for path in PAGES:
        app.extensions["once"].clear()
        app.extensions["kept"] = KeptPages()
        with queries() as made:
            assert Browser(app).visits(path).status == 200
        told[path] = len(made)
    return told


def test_twenty_or_two_thousand_councils(app: Flask, queries: Queries) -> None:
    with standing_at(s.noon(s.TODAY)):
        with s.writing(app):
            s.many_councils(20)
        few = costs(app, queries)
        with s.writing(app):
            s.erase()
            s.many_councils(2000)
        assert costs(app, queries) == few
        # nothing kept: a council’s page counts its members, groups, rules, means, draws, meetings, proposals, votes
        assert max(few.values()) <= 17


def test_what_is_kept_is_not_asked_again(app: Flask, queries: Queries) -> None:
    with s.writing(app):
        s.many_councils(20)
    with standing_at(s.noon(s.TODAY)):
        visitor = Browser(app)
        for path in PAGES:
            visitor.visits(path)
            app.extensions["kept"] = KeptPages()
            with queries() as made:
                visitor.visits(path)
            assert len(made) <= 5, path


@pytest.mark.parametrize("path", ["/conseils", "/trouver?q=numero"])
def test_a_long_list_shows_twenty(app: Flask, path: str) -> None:
    with s.writing(app):
        s.many_councils(60)
    with standing_at(s.noon(s.TODAY)):
        page = Browser(app).visits(path)
    # the way to write to a council stands beside its name: that is no further row
    rows = {href for _, href in page.links if href.startswith(("/conseils/c-", "/quartiers/q-"))}
    assert len({href for href in rows if not href.endswith("/ecrire")}) <= 40


def test_the_home_page_names_councils_while_they_are_few(app: Flask) -> None:
    with standing_at(s.noon(s.TODAY)):
        with s.writing(app):
            s.many_councils(60)
        assert len({href for _, href in Browser(app).visits("/").links if href.startswith("/conseils/c-")}) == 60
        with s.writing(app):
            s.erase()
            s.many_councils(200)
        page = Browser(app).visits("/")
        labels = [e.get("aria-label") for e in page.all("a") if e.has("aria-label")]
    assert "trop nombreux pour être nommés ici" in page.text
    assert not [href for _, href in page.links if href.startswith("/conseils/c-")]
    assert all(len(label) < 80 for label in labels)
