"""`/healthz`: 200 when the site does its duty, 503 with the reason when not, nothing personal, never kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from foundation import clock, worker
from foundation.database import db, transaction
from tests.sites import Sites

CHECKS = {"database", "schema", "worker", "letters", "jobs", "disk", "redis"}


def ask(app: Flask) -> TestResponse:
    answer = app.test_client().get("/healthz")
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    return answer


def checks(app: Flask) -> dict[str, Any]:
    answer = ask(app)
    assert answer.json is not None
    found: dict[str, Any] = answer.json["checks"]
    return found


def beat(app: Flask) -> None:
    with app.app_context():
        worker.beat()


def test_a_site_that_works_says_so(app: Flask) -> None:
    beat(app)
    answer = ask(app)
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert set(answer.json["checks"]) == CHECKS
    assert answer.json["checks"]["schema"]["version"] == answer.json["checks"]["schema"]["expected"]


def test_a_worker_that_is_not_there_or_silent_is_told(app: Flask) -> None:
    assert ask(app).status_code == 503
    assert checks(app)["worker"] == {"status": "failed", "seconds_since_seen": None}
    beat(app)
    with clock.standing_at(clock.real_now() + timedelta(minutes=6)):
        assert ask(app).status_code == 503
        assert checks(app)["worker"]["seconds_since_seen"] >= 360


def test_a_schema_of_another_version_is_told(app: Flask) -> None:
    beat(app)
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    assert ask(app).status_code == 503
    assert checks(app)["schema"]["status"] == "failed"
    with app.app_context(), transaction():
        db.session.execute(text("DROP TABLE alembic_version"))
    assert checks(app)["schema"]["version"] is None


def test_a_database_without_tables_is_told(sites: Sites) -> None:
    app = sites.bare()
    assert ask(app).status_code == 503
    assert checks(app)["database"]["status"] == "failed"


def test_a_database_that_is_gone_is_told(sites: Sites) -> None:
    app = sites.empty()
    beat(app)
    sites.close()
    path = app.extensions["settings"].sqlite_path
    if path is not None:
        path.mkdir()
    assert ask(app).status_code == 503
    assert set(checks(app)) == {"database"}


def test_redis_gone_asks_for_attention(sites: Sites) -> None:
    app = sites.empty(redis_url="redis://127.0.0.1:1/0")
    beat(app)
    answer = ask(app)
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"]) == (200, "attention")
