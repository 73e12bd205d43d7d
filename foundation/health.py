"""`/healthz`: whether the site does its duty, for machines and for whoever watches them; nothing personal.

A check is `ok`, asks for `attention` (200: somebody should look, the site works) or `failed` (503).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from redis import Redis, RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from foundation import clock, jobs, outbox, worker
from foundation.database import db
from foundation.jobs import RunState
from foundation.policy import everyone, guarded
from foundation.schema import head, schema_version
from foundation.settings import Settings

RULES = {"health.read": everyone}
WORKER_SILENT = timedelta(minutes=5)
MAIL_LATE = timedelta(hours=1)
DISK_FULL, DISK_SHORT = 200, 1024

OK, ATTENTION, FAILED = "ok", "attention", "failed"
Finding = dict[str, Any]

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@guarded("health.read", fresh=True)
def healthz() -> ResponseReturnValue:
    """How each part of the site does."""
    return _answer({name: check() for name, check in CHECKS.items()})


@blueprint.errorhandler(SQLAlchemyError)
def _database_gone(problem: Exception) -> Response:
    """The database does not answer, or has no tables yet."""
    return _answer({"database": {"status": FAILED, "error": type(problem).__name__}})


def _answer(findings: dict[str, Finding]) -> Response:
    found = {finding["status"] for finding in findings.values()}
    status = next(status for status in (FAILED, ATTENTION, OK) if status in found)
    response = jsonify(status=status, checks=findings)
    response.status_code = 503 if status == FAILED else 200
    response.headers["Cache-Control"] = "no-store"
    return response


def _database() -> Finding:
    db.session.execute(text("SELECT 1"))
    return {"status": OK, "engine": db.engine.dialect.name}


def _schema() -> Finding:
    current = schema_version()
    expected = head(str(current_app.extensions["migrate"].directory))
    return {"status": OK if current == expected else FAILED, "version": current, "expected": expected}


def _worker() -> Finding:
    seen = worker.last_beat()
    if seen is None:
        return {"status": FAILED, "seconds_since_seen": None}
    age = clock.real_now() - seen
    return {"status": FAILED if age > WORKER_SILENT else OK, "seconds_since_seen": int(age.total_seconds())}


def _letters() -> Finding:
    tally = outbox.tally()
    late = tally.oldest_waiting is not None and clock.real_now() - tally.oldest_waiting > MAIL_LATE
    status = FAILED if late else ATTENTION if tally.given_up else OK
    return {"status": status, "waiting": tally.waiting, "given_up": tally.given_up}


def _jobs() -> Finding:
    runs = jobs.latest_runs()
    given_up = sorted(name for name, run in runs.items() if run.state is RunState.GIVEN_UP)
    failing = sorted(name for name, run in runs.items() if run.state is RunState.WAITING)
    return {"status": FAILED if given_up else ATTENTION if failing else OK, "given_up": given_up, "failing": failing}


def _disk() -> Finding:
    free = shutil.disk_usage(_settings().data_dir).free // 2**20
    return {"status": FAILED if free < DISK_FULL else ATTENTION if free < DISK_SHORT else OK, "free_mib": free}


def _redis() -> Finding:
    url = _settings().redis_url
    if url is None:
        return {"status": OK, "used": False}
    try:
        with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
    except RedisError:
        return {"status": ATTENTION, "used": True}
    return {"status": OK, "used": True}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": _database,
    "schema": _schema,
    "worker": _worker,
    "letters": _letters,
    "jobs": _jobs,
    "disk": _disk,
    "redis": _redis,
}
