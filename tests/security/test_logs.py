"""Logs: one JSON object a line, with what an inquiry needs and nothing about people."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from flask import Flask
from sqlalchemy import text

from foundation.database import db
from foundation.logs import JsonFormatter
from foundation.policy import guarded
from tests.sites import SECRET_KEY


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines that the site writes from now on, as they are written."""
    written: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    keeper = Keeper()
    keeper.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(keeper)
    caplog.set_level(logging.INFO)
    yield written
    root.removeHandler(keeper)


def fails(word: str) -> str:
    raise RuntimeError("broken on purpose\nlevel: forged")


def asks(word: str) -> str:
    return str(db.session.execute(text("SELECT nothing FROM nowhere WHERE name = :word"), {"word": word}))


@pytest.fixture
def site(app: Flask) -> Flask:
    app.add_url_rule("/muette/<word>", view_func=guarded("page.read")(asks), endpoint="mute")
    app.add_url_rule("/cassee/<word>", view_func=guarded("page.read")(fails), endpoint="broken")
    return app


def test_an_unexpected_error_is_kept_with_its_number(site: Flask, lines: list[str]) -> None:
    page = site.test_client().get("/cassee/secret-de-quelqu-un?jeton=abc")
    (line,) = [json.loads(line) for line in lines if "exception" in line]
    assert line["level"] == "error"
    assert line["method"] == "GET"
    assert line["rule"] == "/cassee/<word>"
    assert line["request"] in page.text
    assert line["at"].endswith("+00:00")
    assert "RuntimeError" in line["exception"]


def test_an_event_is_one_line_whatever_is_in_it(site: Flask, lines: list[str]) -> None:
    site.test_client().get("/cassee/x%0a%7b%22level%22:%22forged%22%7d")
    assert lines
    for line in lines:
        assert "\n" not in line
        assert json.loads(line)["level"] != "forged"


def test_nothing_of_people_is_written(site: Flask, lines: list[str]) -> None:
    client = site.test_client()
    hers = {"User-Agent": "her-phone", "X-Forwarded-For": "192.0.2.7", "Cookie": "session=hers", "Referer": "http://h/"}
    for path in (
        "/cassee/awa-diallo?jeton=abc",
        "/muette/awa-diallo",
        "/recherche?q=awa+diallo",
        "/awa-diallo",
        "/recherche?q=awa%00",
    ):
        client.get(path, headers=hers, environ_overrides={"REMOTE_ADDR": "192.0.2.8"})
    client.post("/demo/horloge", data={"moment": "awa"}, headers={"Origin": "https://awa.example"})
    assert lines
    for secret in ("awa", "abc", "her-phone", "192.0.2", "hers", SECRET_KEY):
        assert secret not in "".join(lines).lower()


def test_what_was_refused_can_be_seen(app: Flask, lines: list[str]) -> None:
    client = app.test_client()
    client.get("/demo/horloge")
    client.get("/recherche?q=%00")
    client.post("/demo/horloge", headers={"Origin": "https://evil.example"})
    said = [json.loads(line)["message"] for line in lines]
    assert "denied by demonstration.use" in said
    assert "refused with 400" in said
    assert "refused with 403" in said


def test_they_go_to_one_place() -> None:
    ours = [h for h in logging.getLogger().handlers if isinstance(h.formatter, JsonFormatter)]
    assert len(ours) <= 1
    assert all(isinstance(h, logging.StreamHandler) and h.stream.fileno() == sys.stderr.fileno() for h in ours)
