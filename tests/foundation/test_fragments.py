"""Parts of pages that visitors share: never shown to whom they are not for, never older than the public version."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import Flask, g, request, url_for

from foundation import state
from foundation.addresses import page
from foundation.database import writing
from foundation.policy import VISITOR
from foundation.templating import fragment


def written(words: str, *key: object) -> str:
    """What a reader of this request gets of a fragment that would now say `words`."""
    return fragment("sample", *key, caller=lambda: words)


def test_visitors_share_a_fragment_under_its_whole_key(app: Flask) -> None:
    with app.test_request_context("/"):
        state.load()
        assert written("un") == "un"
        assert written("deux") == "un"
        assert written("deux", "other") == "deux"
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/site"}):
        state.load()
        assert written("trois") == "trois"


def test_a_fragment_is_written_anew_when_something_public_changed(app: Flask) -> None:
    with app.test_request_context("/"):
        found = state.load()
        written("un")
        g.state = replace(found, version=found.version + 1)
        assert written("deux") == "deux"


def test_who_has_signed_in_neither_reads_nor_fills_what_visitors_share(app: Flask) -> None:
    with app.test_request_context("/"):
        state.load()
        g.actor = replace(VISITOR, id=uuid.uuid4())
        assert written("mien") == "mien"
        g.actor = VISITOR
        assert written("public") == "public"
        g.actor = replace(VISITOR, id=uuid.uuid4())
        assert written("mien") == "mien"


def test_a_write_and_a_page_without_state_keep_nothing(app: Flask) -> None:
    with app.test_request_context("/"):
        assert written("erreur") == "erreur"
        state.load()
        with writing(True):
            assert written("brouillon") == "brouillon"
        assert written("public") == "public"


def test_a_path_made_once_is_the_one_that_flask_makes(demo_app: Flask) -> None:
    wanted = [("councils.read", {"slug": "lille"}), ("pages.home", {}), ("councils.index", {"commune": "lille"})]
    for root in ("", "/site"):
        with demo_app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert request.script_root == root
            for endpoint, values in wanted * 2:
                assert page(endpoint, **values) == url_for(endpoint, **values)


def test_facts_of_the_whole_site_outlive_those_of_single_pages(app: Flask) -> None:
    built = []
    with app.test_request_context("/"):
        state.load()
        for number in range(3 * state.KEPT_AT_MOST):
            state.once("whole", lambda: built.append("whole"))
            state.once(("page", number), lambda: built.append("page"))
    assert built.count("whole") == 1
    assert len(app.extensions["once"]) == state.KEPT_AT_MOST
