"""The worker: a process that sends and runs by itself, is woken by a letter, and ends what it began when stopped."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest
from flask import Flask, current_app

from foundation import clock, outbox, worker
from foundation.database import reading, transaction
from foundation.outbox import Letter, LetterState
from tests import crews
from tests.foundation.mail_server import MailServer
from tests.foundation.redis_server import RedisServer
from tests.mailbox import Mailbox
from tests.sites import Sites

SECONDS = 30


def work() -> None:
    current_app.extensions["worker"].run()


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < until, "nothing happened"
        time.sleep(0.05)


def seen(app: Flask) -> bool:
    with app.app_context(), reading():
        return worker.last_beat() is not None


def post(app: Flask) -> None:
    with app.app_context(), transaction():
        outbox.post(Letter("amina@example.org", "Bonjour", "Bonjour.", "Vous êtes membre."))


def sends_what_is_posted(app: Flask, server: MailServer, how: signal.Signals) -> None:
    post(app)
    process = crews.start(app, work)
    wait_for(lambda: seen(app) and len(server.letters) == 1)
    post(app)
    wait_for(lambda: len(server.letters) == 2)
    process.send_signal(how)
    crews.finish(process, SECONDS)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_sends_what_waits_is_woken_by_a_letter_and_stops_when_told(
    sites: Sites, server: MailServer, how: signal.Signals
) -> None:
    sends_what_is_posted(sites.empty(mail_url=server.url), server, how)


def test_a_worker_with_redis_does_the_same(sites: Sites, server: MailServer, redis: RedisServer) -> None:
    sends_what_is_posted(sites.empty(mail_url=server.url, redis_url=redis.url), server, signal.SIGTERM)


def test_a_worker_told_to_stop_ends_what_it_began(sites: Sites, server: MailServer) -> None:
    app = sites.empty(mail_url=server.url)
    process = crews.start(app, work)
    wait_for(lambda: seen(app))
    server.seconds_to_answer = 2
    post(app)
    assert server.arrived.wait(SECONDS)
    process.send_signal(signal.SIGTERM)
    crews.finish(process, SECONDS)
    assert Mailbox(app)[0].state is LetterState.SENT


def test_a_tick_shows_that_the_worker_lives_and_does_what_is_due(sites: Sites, server: MailServer) -> None:
    app = sites.empty(mail_url=server.url)
    post(app)
    app.extensions["worker"].tick()
    with app.app_context(), reading():
        first = worker.last_beat()
        assert first is not None
    assert len(server.letters) == 1
    assert "Fait" in app.test_cli_runner().invoke(args=["jobs", "list"]).output
    app.extensions["worker"].tick()
    with app.app_context(), reading():
        second = worker.last_beat()
        assert second is not None
    assert first < second <= clock.real_now()


def test_more_letters_than_a_round_holds_ring_again(sites: Sites, server: MailServer) -> None:
    app = sites.empty(mail_url=server.url)
    with app.app_context(), transaction():
        for _ in range(outbox.ROUND):
            outbox.post(Letter("amina@example.org", "Bonjour", "Bonjour.", "Vous êtes membre."))
    assert app.extensions["worker"].pending() == 1
    app.extensions["worker"].deliver()
    assert app.extensions["worker"].pending() == 1
    assert len(server.letters) == outbox.ROUND
