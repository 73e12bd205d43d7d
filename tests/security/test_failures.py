"""When the site cannot work it says so plainly, and nothing opens by accident."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from foundation.policy import Predicate
from tests.browser import Browser
from tests.sites import Sites


def test_without_its_database_the_site_says_so(sites: Sites) -> None:
    """A database without tables stands for one that does not answer: the page must not need it."""
    visitor = Browser(sites.bare())
    for path in ("/aide", "/", "/recherche?q=lille"):
        visitor.visits(path)
        assert visitor.status in {500, 503}
        assert "Recommencez dans" in visitor.text


def test_a_database_that_is_gone_answers_503_and_when_to_come_back(sites: Sites, tmp_path: Path) -> None:
    app = sites.bare(database_url="postgresql+psycopg://nobody@/nowhere?host=/nonexistent")
    answer = app.test_client().get("/aide")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"


def test_a_rule_that_fails_lets_nobody_through(app: Flask) -> None:
    def fails(_actor: object, _subject: object) -> bool:
        raise RuntimeError("cannot tell")

    app.extensions["rules"]["page.read"] = Predicate("en panne", fails)
    assert app.test_client().get("/aide").status_code == 500


@pytest.mark.parametrize("debugging", [{}, {"FLASK_DEBUG": "1"}])
def test_no_debugger_is_served(app: Flask, debugging: dict[str, str]) -> None:
    assert not app.debug
    answer = app.test_client().get("/aide?__debugger__=yes&cmd=resource&f=style.css")
    assert "Werkzeug" not in answer.text
