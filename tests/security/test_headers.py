"""The same strict headers on every kind of answer, errors and assets included; never a cookie."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from foundation.policy import guarded
from tests.addresses import samples
from tests.page_checks import header_faults
from tests.sites import Sites

OURS = {"Origin": "http://localhost"}
TOO_LARGE = b"x" * (13 * 1024 * 1024)


def broken() -> str:
    raise RuntimeError("a secret that no page may show")


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    demo_app.add_url_rule("/cassee", view_func=guarded("page.read")(broken), endpoint="broken")
    demo_app.add_url_rule("/cassee", view_func=guarded("page.read")(broken), endpoint="break", methods=["POST"])
    return demo_app


def asset(app: Flask) -> str:
    found = re.search(r'href="(/static/[^"]+\.css)"', app.test_client().get("/").text)
    assert found
    return found[1]


def answers(app: Flask) -> dict[str, TestResponse]:
    """One answer of each kind."""
    client = app.test_client()
    tag = client.get("/aide").headers["ETag"]
    return {
        "200": client.get("/aide"),
        "head": client.head("/aide"),
        "304": client.get("/aide", headers={"If-None-Match": tag}),
        "204": client.get("/favicon.ico"),
        "400": client.get("/recherche?q=%00"),
        "400 host": client.get("/aide", headers={"Host": "evil.example"}),
        "403": client.post("/demo/horloge"),
        "404": client.get("/absente"),
        "405": client.post("/aide", headers=OURS),
        "405 trace": client.open("/aide", method="TRACE", headers=OURS),
        "405 options": client.open("/aide", method="OPTIONS", headers=OURS),
        "413": client.post("/demo/horloge", data=TOO_LARGE, headers=OURS, content_type="text/plain"),
        "422": client.post("/demo/horloge", headers=OURS),
        "500": client.get("/cassee"),
        "500 post": client.post("/cassee", headers=OURS),
        "200 asset": client.get(asset(app), buffered=True),
        "404 asset": client.get("/static/absent.css", buffered=True),
    }


def test_every_kind_of_answer_is_hardened(site: Flask) -> None:
    for kind, answer in answers(site).items():
        assert answer.status_code == int(kind[:3]) if kind[0].isdigit() else answer.status_code == 200, kind
        assert header_faults(dict(answer.headers)) == [], kind


def test_no_answer_sets_a_cookie_or_opens_itself_to_other_sites(site: Flask) -> None:
    for kind, answer in answers(site).items():
        for name in ("Set-Cookie", "Access-Control-Allow-Origin", "X-Powered-By"):
            assert name not in answer.headers, kind


def test_every_address_is_hardened(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for paths in samples(demo_app, 1).values():
        answer = client.get(paths[0])
        assert header_faults(dict(answer.headers)) == [], paths[0]
        if answer.data and answer.mimetype.startswith("text/"):
            assert answer.mimetype_params.get("charset") == "utf-8", paths[0]


def test_the_policy_allows_nothing_but_this_site(app: Flask) -> None:
    policy = app.test_client().get("/aide").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert {source for value in directives.values() for source in value.split()} == {"'none'", "'self'", "data:"}
    assert "data:" not in directives["script-src"] + directives["style-src"]


def test_the_ground_of_the_map_is_the_only_other_host(sites: Sites) -> None:
    app = sites.empty(tile_url="https://tiles.example.org/{z}/{x}/{y}.png")
    policy = app.test_client().get("/aide").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.example.org;" in policy
    assert policy.count("https://") == 1


def test_over_https_browsers_are_told_to_stay_there(sites: Sites) -> None:
    app = sites.empty(public_url="https://conseils.example.org")
    client = app.test_client()
    page = client.get("/aide", base_url="https://conseils.example.org")
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page.text)
    assert sheet
    for answer in (page, client.get(sheet[1], base_url="https://conseils.example.org", buffered=True)):
        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_over_http_nothing_is_promised(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/aide").headers


def test_an_error_shows_nothing_of_the_inside(site: Flask) -> None:
    page = site.test_client().get("/cassee").text
    for inside in ("secret", "RuntimeError", "Traceback", "line ", ".py", "sqlalchemy", "Werkzeug", "SELECT"):
        assert inside not in page


def test_what_may_be_kept_and_what_may_not(site: Flask) -> None:
    kept = {kind: answer.headers.get("Cache-Control") for kind, answer in answers(site).items()}
    assert kept["200"] == kept["304"] == "no-cache"
    assert "immutable" in str(kept["200 asset"])
    for kind in ("400", "403", "404", "405", "413", "422", "500"):
        assert kept[kind] == "no-store", kind


def test_downloads_are_saved_not_shown(demo_app: Flask) -> None:
    found = samples(demo_app, 1)
    client = demo_app.test_client()
    for endpoint in ("datasets.as_csv", "datasets.as_json"):
        answer = client.get(found[endpoint][0])
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
