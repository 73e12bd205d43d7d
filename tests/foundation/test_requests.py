"""The cycle of a request: one transaction, conditional answers, the demonstration's clock, what never changes."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from foundation import clock, state
from foundation.database import after_commit, db, reading, transaction
from foundation.policy import everyone, guarded
from tests.browser import Browser

OURS = {"Origin": "http://localhost"}


def versions(app: Flask) -> int:
    with app.app_context(), reading():
        return state.load().version


def test_a_read_cannot_write(app: Flask) -> None:
    with app.app_context():
        with reading(), pytest.raises(DBAPIError):
            db.session.execute(text("UPDATE site_state SET public_version = 99"))
        with reading():
            assert state.load().version != 99


@pytest.fixture
def counter(app: Flask) -> Flask:
    """An address that writes, then answers as it is asked to."""
    app.extensions["told"] = []

    def write(status: int) -> tuple[str, int]:
        state.shift_clock(timedelta(days=status))
        after_commit(lambda: app.extensions["told"].append(status))
        if status == 500:
            raise RuntimeError("on purpose")
        return "fait", status

    app.add_url_rule("/essai/<int:status>", "write", guarded("page.read")(write), methods=["POST"])
    return app


@pytest.mark.parametrize(("status", "kept"), [(200, True), (201, True), (409, False), (422, False), (500, False)])
def test_an_answer_that_is_an_error_leaves_nothing_behind(counter: Flask, status: int, kept: bool) -> None:
    counter.config["PROPAGATE_EXCEPTIONS"] = False
    before = versions(counter)
    assert counter.test_client().post(f"/essai/{status}", headers=OURS).status_code == status
    assert versions(counter) == before + kept
    assert counter.extensions["told"] == ([status] if kept else [])
    with counter.app_context(), reading():
        state.load()
        assert (clock.now() - clock.real_now() > timedelta(days=1)) is kept
    clock.shift(timedelta())


def test_r_ruling_23_an_unchanged_page_is_not_sent_twice(app: Flask) -> None:
    reader = app.test_client()
    first = reader.get("/aide")
    tag = first.headers["ETag"]
    assert first.headers["Vary"] == "Cookie"
    assert reader.get("/aide", headers={"If-None-Match": tag}).status_code == 304
    with app.app_context(), transaction():
        pass
    again = reader.get("/aide", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.headers["ETag"] != tag
    with clock.standing_at(datetime.now(UTC) + timedelta(days=2)):
        assert reader.get("/aide", headers={"If-None-Match": again.headers["ETag"]}).status_code == 200


def test_a_304_costs_one_query(app: Flask, queries) -> None:
    reader = app.test_client()
    tag = reader.get("/aide").headers["ETag"]
    with queries() as counted:
        assert reader.get("/aide", headers={"If-None-Match": tag}).status_code == 304
    assert len(counted) == 1


def test_a_fact_is_built_once_for_a_public_version_and_a_day(app: Flask) -> None:
    built: list[int] = []

    def build() -> int:
        built.append(1)
        return len(built)

    def ask() -> int:
        with app.app_context(), reading():
            return state.once("fact", build)

    assert (ask(), ask()) == (1, 1)
    with app.app_context(), transaction():
        pass
    assert (ask(), ask()) == (2, 2)
    with clock.standing_at(datetime.now(UTC) + timedelta(days=2)):
        assert ask() == 3
    for n in range(state.KEPT_AT_MOST + 2):
        with app.app_context(), reading():
            state.once(n, build)
    assert len(app.extensions["once"]) <= state.KEPT_AT_MOST


def test_the_demonstration_clock_is_set_and_let_go(demo_app: Flask) -> None:
    page = Browser(demo_app)
    page.visits("/demo/horloge").presses("Régler l’horloge", moment="2031-05-02T10:30")
    assert "vendredi 2 mai 2031" in page.text
    page.presses("Revenir à l’heure vraie")
    assert "2031" not in page.text
    clock.shift(timedelta())


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("", "Donnez une date et une heure"),
        ("demain", "Donnez une date et une heure"),
        ("1990-01-01T10:00", "année entre 2015 et 2099"),
        ("2027-03-28T02:30", "heure d’été"),
    ],
)
def test_an_hour_that_cannot_be_is_refused_with_a_sentence(demo_app: Flask, moment: str, sentence: str) -> None:
    page = Browser(demo_app)
    page.visits("/demo/horloge").presses("Régler l’horloge", moment=moment)
    assert page.status == 422
    assert sentence in page.text


def test_outside_a_demonstration_its_pages_do_not_answer(app: Flask) -> None:
    assert not app.extensions["settings"].demo
    for address in ("/demo/horloge", "/demo/composants"):
        assert app.test_client().get(address).status_code == 403
    assert app.test_client().post("/demo/horloge", headers=OURS).status_code == 403


def test_everyone_reads_the_pages_of_law_and_help(app: Flask) -> None:
    for address in (
        "/accessibilite",
        "/mentions-legales",
        "/donnees-personnelles",
        "/aide",
        "/plan-du-site",
        "/glossaire",
    ):
        page = Browser(app).visits(address)
        assert page.status == 200
    assert everyone(None)  # type: ignore[arg-type]
