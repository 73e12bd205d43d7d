"""Public pages kept while nothing public changes, and never for longer or for anybody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, Response

from foundation import clock
from foundation.database import transaction
from foundation.kept import KeptPages


def page(text: str, **headers: str) -> Response:
    return Response(text, mimetype="text/html", headers=headers)


def test_a_page_is_found_again_under_its_tag_and_address_alone() -> None:
    pages = KeptPages()
    pages.keep("t1", "/a", page("un"))
    found = pages.find("t1", "/a")
    assert found is not None
    assert found.get_data(as_text=True) == "un"
    assert pages.find("t2", "/a") is None
    assert pages.find("t1", "/b") is None
    pages.keep("t2", "/b", page("deux"))
    assert pages.find("t1", "/a") is None


def test_only_whole_plain_pages_are_kept() -> None:
    pages = KeptPages()
    pages.keep("t", "/error", Response("x", 404, mimetype="text/html"))
    pages.keep("t", "/data", Response("x", mimetype="text/csv"))
    pages.keep("t", "/stream", Response(iter(["x"]), mimetype="text/html"))
    pages.keep("t", "/cookie", page("x", **{"Set-Cookie": "a=b"}))
    assert [pages.find("t", f"/{name}") for name in ("error", "data", "stream", "cookie")] == [None] * 4


def test_together_they_weigh_no_more_than_allowed_and_the_least_read_leave_first() -> None:
    pages = KeptPages(most_bytes=10)
    pages.keep("t", "/a", page("aaaa"))
    pages.keep("t", "/b", page("bbbb"))
    assert pages.find("t", "/a") is not None
    pages.keep("t", "/c", page("cccc"))
    assert pages.find("t", "/b") is None
    assert pages.find("t", "/a") is not None
    pages.keep("t", "/a", page("aaaaaa"))
    assert pages.find("t", "/c") is not None
    pages.keep("t", "/d", page("d" * 11))
    assert pages.find("t", "/d") is None


def test_the_next_reader_costs_one_query_until_something_public_changes(demo_app: Flask, queries) -> None:
    address = "/contrat/actions?statut=done"
    first = demo_app.test_client().get(address)
    with queries() as made:
        again = demo_app.test_client().get(address)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert len(made) == 1
    with demo_app.app_context(), transaction():
        pass
    with queries() as made:
        assert demo_app.test_client().get(address).status_code == 200
    assert len(made) > 1
    with clock.standing_at(datetime.now(UTC) + timedelta(days=1)), queries() as made:
        demo_app.test_client().get(address)
    assert len(made) > 1
