"""Requests that no browser sends by itself: refused with a plain page, before anything else looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask, request
from wtforms.fields.core import UnboundField

from foundation import worker
from foundation.forms import FilterForm
from foundation.policy import guarded
from tests.addresses import reading_rules, samples
from tests.security.attacks import PATHS, SHARP, VALUES
from tests.sites import Sites


def status(app: Flask, path: str, query: str = "") -> int:
    """What the site answers to these very bytes, as a server would pass them on."""
    raw = unquote_to_bytes(path).decode("latin-1")
    environ = {"PATH_INFO": raw, "QUERY_STRING": query.encode().decode("latin-1"), "REQUEST_URI": path}
    return app.test_client().get("/", environ_overrides=environ).status_code


def filters() -> set[str]:
    """The name of every field that a list or a search may be asked with."""

    def below(form: type) -> Iterator[type]:
        yield form
        for child in form.__subclasses__():
            yield from below(child)

    return {n for form in below(FilterForm) for n, v in vars(form).items() if isinstance(v, UnboundField)}


def test_hostile_paths_are_not_found(demo_app: Flask) -> None:
    patterns = [rule for rule in reading_rules(demo_app) if rule.arguments]
    assert patterns
    wrong = []
    for rule in patterns:
        for hostile in PATHS:
            path = rule.rule
            for argument in rule.arguments:
                converter = rule._converters[argument]
                name = type(converter).__name__.removesuffix("Converter").lower()
                for written in (f"<{argument}>", f"<{name}:{argument}>", f"<int:{argument}>", f"<uuid:{argument}>"):
                    path = path.replace(written, hostile)
            found = status(demo_app, path)
            if found not in {301, 308, 400, 404}:
                wrong.append(f"{found} {path[:120]}")
    assert wrong == []


def test_hostile_questions_are_answered_plainly(demo_app: Flask) -> None:
    names = sorted(filters())
    assert "q" in names
    with demo_app.app_context():
        worker.beat()
    wrong = []
    for paths in samples(demo_app, 1).values():
        for hostile in VALUES:
            found = status(demo_app, paths[0], "&".join(f"{name}={hostile}" for name in names))
            if found not in {200, 204, 302, 400, 404}:
                wrong.append(f"{found} {paths[0]} {hostile[:80]}")
    assert wrong == []


def test_hostile_answers_to_each_single_question(demo_app: Flask) -> None:
    """One field at a time, so that none hides behind another that was refused first."""
    lists = [paths[0] for endpoint, paths in samples(demo_app, 1).items() if endpoint.endswith((".index", ".results"))]
    asked = [(name, hostile) for name in filters() for hostile in SHARP]
    asked += [(name, hostile) for name in ("suite", "page") for hostile in VALUES]
    wrong = [
        f"{path}?{name}={hostile[:80]}"
        for path in lists
        for name, hostile in asked
        if status(demo_app, path, f"{name}={hostile}") >= 500
    ]
    assert wrong == []


@pytest.mark.parametrize("path", ["/%00", "/aide%00", "/recherche?q=%00", "/?suite=a%00b", "/recherche?%00=a"])
def test_a_nul_byte_is_refused(app: Flask, path: str) -> None:
    where, _, query = path.partition("?")
    assert status(app, where, query) == 400


@pytest.mark.parametrize("path", ["/.git/config", "/.env", "/static/", "/static/../wsgi.py", "/var/porte-voix.db"])
def test_nothing_but_pages_and_assets_is_served(app: Flask, path: str) -> None:
    assert status(app, path) == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil:80", "a b"])
def test_another_host_is_refused(app: Flask, host: str) -> None:
    answer = app.test_client().get("/aide", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_a_forged_host_is_nowhere_on_a_page(app: Flask) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example", "Forwarded": "host=evil.example"}
    answer = app.test_client().get("/", headers=forged)
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def address(app: Flask, **headers: str) -> str:
    app.add_url_rule("/adresse", view_func=guarded("page.read")(lambda: request.remote_addr or ""), endpoint="address")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get("/adresse", headers=named).text


def test_a_forged_address_is_ignored(app: Flask) -> None:
    assert address(app, X_Forwarded_For="192.0.2.1", Forwarded="for=192.0.2.1", X_Real_IP="192.0.2.1") == "127.0.0.1"


def test_only_what_our_proxy_added_is_believed(sites: Sites) -> None:
    assert address(sites.empty(proxy_count=1), X_Forwarded_For="192.0.2.1, 198.51.100.7") == "198.51.100.7"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "X" * 50])
def test_methods_that_no_address_has_are_refused(app: Flask, method: str) -> None:
    answer = app.test_client().open("/aide", method=method, headers={"Origin": "http://localhost"})
    assert answer.status_code == 405


def test_a_reading_address_changes_nothing_however_it_is_asked(demo_app: Flask) -> None:
    """HEAD is answered as GET without a body; a body on a GET is not read."""
    client = demo_app.test_client()
    assert client.head("/aide").data == b""
    assert client.get("/demo/horloge", data={"moment": "2031-01-01T00:00"}).status_code == 200
    assert "2031" not in client.get("/demo/horloge").text
