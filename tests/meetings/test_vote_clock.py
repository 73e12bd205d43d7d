"""What the clock does: votes close once, reminders go to the silent once, and nobody is told twice."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from foundation import jobs, state
from foundation.clock import standing_at
from foundation.database import reading, transaction
from foundation.jobs import RunState
from foundation.journal import ActKind
from meetings.votes import services
from meetings.votes.models import Motion, MotionResult, VoteChoice
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s

FOR = VoteChoice.FOR
LAST = polls.CLOSING.date()


def remind(app: Flask, at: datetime) -> int:
    with s.writing_at(app, at):
        return services.remind_due()


def reminded(app: Flask) -> list[str]:
    return [letter.recipient for letter in Mailbox(app) if letter.subject.startswith("Bientôt clos")]


def test_reminders_go_to_the_silent_two_days_and_one_day_before(site: Flask) -> None:
    key = polls.opened(site)
    polls.answer(site, key, "Awa", FOR, s.noon(s.TODAY))
    with s.writing(site):
        services.declare_conflict(polls.motion(key), s.seat("Driss"), actor=s.acting("Driss"))
    before, eve = LAST - timedelta(days=2), LAST - timedelta(days=1)
    assert remind(site, s.paris(before, 7, 59)) == 0
    # Samia, Chloé, Émile, Fatou, Gilles, and Léa whose seat began
    assert remind(site, s.paris(before, 8)) == 6
    assert s.email("Léa") in reminded(site)
    assert not {s.email(name) for name in ("Awa", "Driss", "Inès", "Jules", "Karim")} & set(reminded(site))
    assert remind(site, s.paris(before, 8, 15)) == 0
    assert remind(site, s.paris(eve, 7)) == 0
    polls.answer(site, key, "Samia", FOR, s.paris(eve, 7, 30))
    assert remind(site, s.paris(eve, 9)) == 5
    assert remind(site, s.paris(LAST, 9)) == 0
    assert len(reminded(site)) == 11


def test_after_an_outage_only_the_latest_reminder_goes(site: Flask) -> None:
    polls.opened(site)
    assert remind(site, s.paris(LAST, 6)) == 8
    assert remind(site, s.paris(LAST, 6, 15)) == 0
    assert len(set(reminded(site))) == len(reminded(site)) == 8


def test_no_reminder_once_the_moment_has_passed(site: Flask) -> None:
    polls.opened(site)
    assert remind(site, polls.CLOSING) == 0
    polls.close(site, polls.CLOSING)
    assert remind(site, polls.CLOSING + timedelta(minutes=1)) == 0


def test_a_link_of_a_reminder_votes(site: Flask) -> None:
    key = polls.opened(site)
    remind(site, s.paris(LAST, 6))
    assert polls.link_in_letter(site, "Awa") == polls.link(site, key, "Awa")


def test_it_closes_at_its_moment_and_once(site: Flask) -> None:
    key = polls.opened(site)
    polls.opened(site, closes_at=polls.CLOSING + timedelta(days=2))
    assert polls.close(site, polls.CLOSING - timedelta(seconds=1)) == 0
    assert polls.close(site, polls.CLOSING) == 1
    assert polls.close(site, polls.CLOSING + timedelta(minutes=1)) == 0
    assert len(polls.lines(site, ActKind.VOTE_CLOSED)) == 1
    assert polls.frozen(site, key)[-1] is MotionResult.REJECTED


def test_what_the_result_moves_moves_with_it_or_nothing_does(site: Flask) -> None:
    key = polls.opened(site)

    def fails(_motion: Motion) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), s.writing_at(site, polls.CLOSING):
        services.close_due([fails])
    assert polls.frozen(site, key)[-1] is None
    told: list[Any] = []
    with s.writing_at(site, polls.CLOSING):
        services.close_due([lambda motion: told.append((motion.id, motion.result))])
    assert told == [(key, MotionResult.REJECTED)]


def at_once(app: Flask, *works: Any) -> list[Any]:
    """Do several things in threads of their own, each in a write transaction at the closing moment."""
    given: list[Any] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(place: int, work: Any) -> None:
        gate.wait()
        with app.app_context(), standing_at(polls.CLOSING), transaction():
            given[place] = work()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_two_jobs_at_once_close_each_vote_once(site: Flask) -> None:
    keys = [polls.opened(site) for _ in range(3)]
    polls.answer(site, keys[0], "Awa", FOR, s.noon(s.TODAY))
    told: list[Any] = []

    def close() -> int:
        return services.close_due([lambda motion: told.append(motion.id)])

    assert sum(at_once(site, close, close, close)) == 3
    assert sorted(told) == sorted(keys)
    assert len(polls.lines(site, ActKind.VOTE_CLOSED)) == 3
    results = [letter for letter in Mailbox(site) if letter.subject.startswith("Résultat")]
    assert len(results) == 3 * 10


def test_a_vote_accepted_in_the_last_instant_is_counted(site: Flask) -> None:
    """The closing waits for who holds the motion; a vote that comes after it is refused."""
    key = polls.opened(site)
    closed = threading.Event()

    def close() -> None:
        polls.close(site)
        closed.set()

    closing = threading.Thread(target=close)
    with s.writing_at(site, polls.CLOSING - timedelta(milliseconds=1)):
        services.cast(polls.motion(key), s.seat("Awa"), FOR, actor=s.acting("Awa"))
        closing.start()
        assert not closed.wait(0.5)
    closing.join()
    assert polls.frozen(site, key)[0] == 1


def version(app: Flask) -> int:
    with app.app_context(), reading():
        return state.load().version


def test_the_job_of_each_minute_leaves_the_pages_already_read_fresh(site: Flask) -> None:
    opens = s.noon(s.TODAY + timedelta(days=1))
    polls.opened(site, opens_at=opens, closes_at=opens + timedelta(days=8))
    job = next(job for job in site.extensions["jobs"] if job.name == "meetings.close_votes")

    def run(at: datetime) -> int:
        with standing_at(at):
            assert jobs.run_now(job) is RunState.DONE
        return version(site)

    with site.app_context():
        before = version(site)
        assert run(s.noon(s.TODAY) + timedelta(minutes=5)) == before
        assert run(opens + timedelta(seconds=30)) == before + 1
        assert run(opens + timedelta(days=1)) == before + 1
        assert run(opens + timedelta(days=9)) == before + 2
