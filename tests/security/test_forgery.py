"""A form is taken only from its own page: its token is signed, expires and is bound to its address (ruling 20)."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from werkzeug.test import TestResponse

from foundation.forms import SIGNING, TOKEN_LIFE
from tests.browser import Browser
from tests.sites import SECRET_KEY

FORM = "/demo/horloge"
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


class Late(TimestampSigner):
    """Signs as if it were a second after the life of a token ago."""

    def get_timestamp(self) -> int:
        return int(time.time()) - TOKEN_LIFE - 1


def token(app: Flask) -> str:
    return Browser(app).visits(FORM).field("form_token").value


def send(app: Flask, form_token: str | None, headers: dict[str, str] | None = None) -> TestResponse:
    data = {"moment": "2031-05-02T10:30", "set_clock": "1"}
    if form_token is not None:
        data["form_token"] = form_token
    return app.test_client().post(FORM, data=data, headers=OURS if headers is None else headers)


def untouched(app: Flask) -> bool:
    return "2031" not in Browser(app).visits(FORM).text


def test_its_own_token_is_taken(demo_app: Flask) -> None:
    assert send(demo_app, token(demo_app)).status_code == 302
    assert not untouched(demo_app)


@pytest.mark.parametrize("forged", [None, "", "x", "a.b.c", "é" * 10, "x" * 10_000])
def test_a_missing_or_invented_token_is_refused_in_words(demo_app: Flask, forged: str | None) -> None:
    answer = send(demo_app, forged)
    assert answer.status_code == 422
    assert "Cet envoi ne vient pas de cette page" in answer.text
    assert untouched(demo_app)


def test_a_token_changed_by_one_letter_is_refused(demo_app: Flask) -> None:
    good = token(demo_app)
    changed = good[:-3] + ("A" if good[-3] != "A" else "B") + good[-2:]
    assert send(demo_app, changed).status_code == 422
    assert untouched(demo_app)


def test_a_late_token_is_refused_and_what_was_typed_is_kept(demo_app: Flask) -> None:
    late = URLSafeTimedSerializer(SECRET_KEY, salt="form", signer=Late, signer_kwargs=SIGNING).dumps(["page", FORM])
    answer = send(demo_app, late)
    assert answer.status_code == 422
    assert "ouverte depuis longtemps" in answer.text
    assert "2031-05-02T10:30" in answer.text
    assert untouched(demo_app)


@pytest.mark.parametrize(
    ("key", "salt", "address"),
    [(SECRET_KEY, "form", "/conseils"), (SECRET_KEY, "other", FORM), ("another key" * 4, "form", FORM)],
)
def test_a_token_made_for_something_else_is_refused(demo_app: Flask, key: str, salt: str, address: str) -> None:
    forged = URLSafeTimedSerializer(key, salt=salt, signer_kwargs=SIGNING).dumps(["page", address])
    assert send(demo_app, forged).status_code == 422
    assert untouched(demo_app)


def test_tokens_are_signed_with_sha_256(demo_app: Flask) -> None:
    """A signature of 32 bytes; the library's own choice would be SHA-1."""
    signature = token(demo_app).rpartition(".")[2]
    assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) == hashlib.sha256().digest_size


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://evil.example/localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Referer": "http://localhost/demo/horloge"},
    ],
    ids=str,
)
def test_a_form_sent_by_another_site_is_refused(demo_app: Flask, headers: dict[str, str]) -> None:
    assert send(demo_app, token(demo_app), headers).status_code == 403
    assert untouched(demo_app)


def test_an_old_browser_that_says_only_its_origin_is_taken(demo_app: Flask) -> None:
    assert send(demo_app, token(demo_app), {"Origin": "http://localhost"}).status_code == 302


def test_nothing_is_sent_by_a_link(demo_app: Flask) -> None:
    """The same fields in the address of a GET change nothing."""
    answer = demo_app.test_client().get(f"{FORM}?moment=2031-05-02T10:30&set_clock=1&form_token={token(demo_app)}")
    assert answer.status_code == 200
    assert untouched(demo_app)
