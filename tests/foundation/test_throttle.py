"""Throttles: counted in one place for all processes, on both engines and in Redis, and when Redis is gone."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from limits import RateLimitItemPerMinute
from sqlalchemy import text
from werkzeug.exceptions import TooManyRequests

from foundation import clock, throttle
from foundation.database import db, reading, transaction
from tests import crews
from tests.foundation.redis_server import RedisServer
from tests.sites import Sites

FIVE = RateLimitItemPerMinute(5)
PROCESSES, TRIES = 4, 40


def counters(app: Flask) -> list[tuple[str, int]]:
    """What is kept, wherever it is kept."""
    file = Path(app.extensions["settings"].data_dir) / "counters.db"
    wanted = "SELECT key, tries FROM throttle_counter"
    if app.extensions["settings"].sqlite_path:
        with closing(sqlite3.connect(file)) as connection:
            return connection.execute(wanted).fetchall()
    with app.app_context(), reading():
        return [tuple(row) for row in db.session.execute(text(wanted))]


def test_the_sixth_try_waits_until_the_window_is_over(app: Flask) -> None:
    now = clock.real_now()
    with app.app_context():
        with clock.standing_at(now):
            assert [throttle.hit("essai", "a", FIVE) for _ in range(7)] == [0, 0, 0, 0, 0, 60, 60]
            assert throttle.hit("essai", "b", FIVE) == 0
            assert throttle.hit("autre", "a", FIVE) == 0
        with clock.standing_at(now + timedelta(seconds=45)):
            assert throttle.hit("essai", "a", FIVE) == 15
        with clock.standing_at(now + timedelta(seconds=61)):
            assert throttle.hit("essai", "a", FIVE) == 0


def test_the_demonstration_s_clock_opens_nothing(app: Flask) -> None:
    with app.app_context():
        for _ in range(5):
            throttle.hit("essai", "a", FIVE)
        clock.shift(timedelta(days=1))
        assert throttle.hit("essai", "a", FIVE) > 0
        clock.shift(timedelta())


def test_an_address_is_not_kept_in_clear_nor_as_a_hash_that_anyone_can_make(app: Flask, sites: Sites) -> None:
    other = sites.empty(secret_key="another key that opens nothing, for another site")
    for site in (app, other):
        with site.app_context():
            throttle.hit("essai", "192.0.2.1", FIVE)
    ((mine, _),), ((theirs, _),) = counters(app), counters(other)
    assert "192.0.2.1" not in mine
    assert mine != theirs


def test_a_counter_is_kept_though_the_request_is_undone(app: Flask) -> None:
    def undone() -> None:
        throttle.hit("essai", "a", FIVE)
        with transaction():
            raise RuntimeError

    with app.app_context():
        for _ in range(5):
            with pytest.raises(RuntimeError):
                undone()
        assert throttle.hit("essai", "a", FIVE) > 0


def test_on_sqlite_counting_waits_for_no_writer(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            assert counters(app) == []
        with transaction():
            db.session.execute(text("UPDATE site_state SET clock_shift = 0"))
            assert throttle.hit("essai", "a", FIVE) == 0


def try_often() -> None:
    for _ in range(TRIES):
        throttle.hit("essai", "a", FIVE)


def processes() -> None:
    """Several processes at once; says how they ended."""
    sys.stdout.write(str(crews.together([try_often] * PROCESSES)))


def test_several_processes_count_together_and_lose_no_try(app: Flask) -> None:
    with app.app_context():
        throttle.hit("essai", "a", FIVE)
    assert crews.finish(crews.start(app, processes)) == str([0] * PROCESSES)
    assert [tries for _key, tries in counters(app)] == [1 + PROCESSES * TRIES]


def test_windows_that_are_over_are_forgotten(app: Flask) -> None:
    with app.app_context():
        throttle.hit("essai", "a", FIVE)
        throttle.purge()
        assert len(counters(app)) == 1
        with clock.standing_at(clock.real_now() + timedelta(minutes=2)):
            throttle.purge()
        assert counters(app) == []


def test_the_storage_keeps_the_promises_of_the_library(app: Flask) -> None:
    with app.app_context():
        storage = throttle.DatabaseStorage(current_app.extensions["settings"])
        assert storage.check()
        assert (storage.incr("a", 60), storage.incr("a", 60, 3), storage.get("a")) == (1, 4, 4)
        assert storage.get("b") == 0
        assert storage.get_expiry("b") <= clock.real_now().timestamp() < storage.get_expiry("a")
        storage.clear("a")
        assert storage.get("a") == 0
        storage.incr("a", 60)
        assert storage.reset() == 1
        assert storage.get("a") == 0


def test_a_public_form_is_taken_thirty_times_in_five_minutes_from_one_address(app: Flask) -> None:
    with app.app_context():
        for _ in range(30):
            throttle.check_public_form("demo.set_clock", "192.0.2.1")
        throttle.check_public_form("demo.set_clock", "192.0.2.2")
        throttle.check_public_form("autre", "192.0.2.1")
        with pytest.raises(TooManyRequests) as refused:
            throttle.check_public_form("demo.set_clock", "192.0.2.1")
    assert 0 < (refused.value.retry_after or 0) <= 300  # type: ignore[operator]


def test_who_sends_a_form_too_often_reads_when_to_come_back(sites: Sites) -> None:
    client = sites.empty(demo=True).test_client()
    same_site = {"Sec-Fetch-Site": "same-origin"}
    answers = [client.post("/demo/horloge", headers=same_site) for _ in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {422}
    last = answers[30]
    assert last.status_code == 429
    assert 0 < int(last.headers["Retry-After"]) <= 300
    assert "trop souvent" in last.get_data(as_text=True)
    forged = client.post("/demo/horloge", headers={**same_site, "X-Forwarded-For": "198.51.100.7"})
    assert forged.status_code == 429


def test_redis_counts_when_the_site_has_one(sites: Sites, redis: RedisServer) -> None:
    first, second = sites.empty(redis_url=redis.url), sites.empty(redis_url=redis.url)
    for site in (first, second) * 2:
        with site.app_context():
            throttle.hit("essai", "a", FIVE)
    with first.app_context():
        assert throttle.hit("essai", "a", FIVE) == 0
        assert 0 < throttle.hit("essai", "a", FIVE) <= 60
    if first.extensions["settings"].sqlite_path:
        assert counters(first) == []


def test_when_redis_is_gone_the_database_counts(
    sites: Sites, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    app = sites.empty(redis_url=redis.url)
    with app.app_context():
        assert throttle.hit("essai", "a", FIVE) == 0
        redis.stop()
        assert [throttle.hit("essai", "a", FIVE) for _ in range(5)] == [0] * 5
        assert throttle.hit("essai", "a", FIVE) > 0
    assert [tries for _key, tries in counters(app)] == [6]
    assert caplog.text.count("Redis does not answer") == 1
