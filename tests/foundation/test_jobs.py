"""Jobs: due by the database, run once by whoever claims them first, tried again, given up where it is seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from foundation import clock, jobs, state
from foundation.claims import DELAYS
from foundation.database import db, reading, transaction
from foundation.jobs import Job, JobRun, RunState
from foundation.journal import ActKind, JournalEntry, append
from tests.browser import Browser

NOON = datetime(2026, 12, 3, 12, 0, tzinfo=clock.PARIS)
DAILY = time(8, 0)


class Work:
    """Something to run, that counts its runs and can be told to fail."""

    def __init__(self) -> None:
        self.runs: list[datetime] = []
        self.fails = False

    def __call__(self) -> None:
        self.runs.append(clock.now())
        append(ActKind.ANCHOR, "/essai", {"run": len(self.runs)})
        if self.fails:
            raise LookupError("amina@example.org")


@pytest.fixture
def work() -> Work:
    return Work()


def plan(app: Flask, run: Callable[[], object], *, at: time | None = DAILY, every: timedelta | None = None) -> Job:
    job = Job("essai", "Un essai", run, every=every, at=None if every else at)
    app.extensions["jobs"] = [job]
    return job


def run_due(app: Flask, now: datetime) -> list[RunState]:
    with app.app_context(), clock.standing_at(now):
        return [where for _name, where in jobs.run_due()]


def runs(app: Flask) -> list[JobRun]:
    with app.app_context(), reading():
        found = list(db.session.scalars(select(JobRun).order_by(JobRun.due_at)))
        db.session.expunge_all()
    return found


def written(app: Flask) -> int:
    """How many lines the runs that were kept have written."""
    with app.app_context(), reading():
        return len(db.session.scalars(select(JournalEntry)).all())


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 12, 3, 7, 59, tzinfo=clock.PARIS), datetime(2026, 12, 2, 7, 0, tzinfo=UTC)),
        (datetime(2026, 12, 3, 8, 0, tzinfo=clock.PARIS), datetime(2026, 12, 3, 7, 0, tzinfo=UTC)),
        (datetime(2026, 7, 3, 8, 0, tzinfo=clock.PARIS), datetime(2026, 7, 3, 6, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 8, 0, tzinfo=clock.PARIS), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 7, 59, tzinfo=clock.PARIS), datetime(2026, 10, 24, 6, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 8, 0, tzinfo=clock.PARIS), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
        # New Year in Paris, while it is still the year before in UTC
        (datetime(2027, 1, 1, 0, 30, tzinfo=clock.PARIS), datetime(2026, 12, 31, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_daily_job_is_due_at_its_hour_of_paris(now: datetime, due: datetime) -> None:
    assert Job("essai", "", print, at=DAILY).latest_due(now.astimezone(UTC)) == due


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("hour", [time(1, 30), time(2, 0), time(2, 30), time(3, 0), time(3, 30)])
def test_a_change_of_clock_neither_skips_nor_doubles_a_day(change: date, hour: time) -> None:
    job = Job("essai", "", print, at=hour)
    start = datetime.combine(change, time(0), clock.PARIS).astimezone(UTC) - timedelta(days=1)
    due = [job.latest_due(start + timedelta(minutes=15 * quarter)) for quarter in range(4 * 72)]
    days = [moment.astimezone(clock.PARIS).date() for moment in sorted(set(due))]
    assert due == sorted(due)
    assert len(days) == len(set(days)) == 4


def test_a_periodic_job_is_due_at_round_moments() -> None:
    job = Job("essai", "", print, every=timedelta(minutes=15))
    assert job.latest_due(datetime(2026, 12, 3, 11, 14, 59, tzinfo=UTC)) == datetime(2026, 12, 3, 11, 0, tzinfo=UTC)
    assert job.latest_due(datetime(2026, 12, 3, 11, 15, tzinfo=UTC)) == datetime(2026, 12, 3, 11, 15, tzinfo=UTC)


def test_a_job_has_a_period_or_an_hour() -> None:
    with pytest.raises(ValueError, match="one of them"):
        Job("essai", "", print)
    with pytest.raises(ValueError, match="one of them"):
        Job("essai", "", print, every=timedelta(days=1), at=DAILY)


def test_each_moment_is_run_once(app: Flask, work: Work) -> None:
    plan(app, work)
    assert run_due(app, NOON) == [RunState.DONE]
    assert run_due(app, NOON + timedelta(hours=1)) == []
    assert run_due(app, NOON + timedelta(days=1)) == [RunState.DONE]
    assert len(work.runs) == written(app) == 2


def test_after_an_outage_the_latest_missed_moment_is_run_once(app: Flask, work: Work) -> None:
    plan(app, work)
    run_due(app, NOON)
    assert run_due(app, NOON + timedelta(days=10)) == [RunState.DONE]
    assert run_due(app, NOON + timedelta(days=10, minutes=1)) == []
    assert len(work.runs) == 2


def test_two_workers_at_once_run_it_once(app: Flask, work: Work) -> None:
    plan(app, work, every=timedelta(minutes=1))
    for minute in range(10):
        start = threading.Barrier(2)
        now = NOON + timedelta(minutes=minute)

        def one_worker(now: datetime = now, start: threading.Barrier = start) -> None:
            start.wait()
            run_due(app, now)

        workers = [threading.Thread(target=one_worker) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(work.runs) == written(app) == 10


def test_a_run_whose_worker_was_killed_is_taken_back(app: Flask, work: Work) -> None:
    def die() -> None:
        raise SystemExit

    plan(app, die)
    with pytest.raises(SystemExit):
        run_due(app, NOON)
    plan(app, work)
    assert runs(app)[0].state is RunState.RUNNING
    assert run_due(app, NOON + timedelta(minutes=29)) == []
    assert run_due(app, NOON + timedelta(minutes=31)) == [RunState.DONE]
    assert [(run.state, run.tries) for run in runs(app)] == [(RunState.DONE, 2)]


def test_a_run_that_kills_every_worker_is_given_up(app: Flask) -> None:
    def die() -> None:
        raise SystemExit

    plan(app, die)
    for time_round in range(len(DELAYS) + 1):
        with pytest.raises(SystemExit):
            run_due(app, NOON + time_round * timedelta(minutes=31))
    assert run_due(app, NOON + (len(DELAYS) + 1) * timedelta(minutes=31)) == []
    assert [(run.state, run.error) for run in runs(app)] == [(RunState.GIVEN_UP, "WorkerKilled")]


def test_a_run_taken_back_from_a_slow_worker_counts_once(app: Flask) -> None:
    """The slow worker's writes are dropped when it finds that its run is no longer its own."""
    done: list[str] = []

    def slow() -> None:
        if not done:
            done.append("slow")
            other = threading.Thread(target=run_due, args=(app, NOON + timedelta(minutes=31)))
            other.start()
            other.join()
        append(ActKind.ANCHOR, "/essai", {})
        done.append("written")

    plan(app, slow)
    run_due(app, NOON)
    assert done == ["slow", "written", "written"]
    assert written(app) == 1
    assert [(run.state, run.tries, run.error) for run in runs(app)] == [(RunState.DONE, 2, None)]


def test_a_failure_writes_nothing_is_tried_later_and_later_then_given_up_where_it_is_seen(
    app: Flask, work: Work
) -> None:
    plan(app, work)
    work.fails = True
    now = clock.real_now()
    for delay in DELAYS:
        assert run_due(app, now) == [RunState.WAITING]
        assert run_due(app, now + delay - timedelta(seconds=1)) == []
        now += delay
    assert Browser(app).visits("/healthz").response.json["checks"]["jobs"]["failing"] == ["essai"]  # type: ignore[index]
    assert run_due(app, now) == [RunState.GIVEN_UP]
    assert written(app) == 0
    health = Browser(app).visits("/healthz").response
    assert health.status_code == 503
    assert health.json is not None
    assert health.json["checks"]["jobs"] == {"status": "failed", "given_up": ["essai"], "failing": []}
    listed = app.test_cli_runner().invoke(args=["jobs", "list"]).output
    assert "Abandonné" in listed
    assert "LookupError" in listed
    assert "amina" not in listed
    work.fails = False
    assert run_due(app, now + timedelta(days=1)) == [RunState.DONE]
    assert Browser(app).visits("/healthz").response.json["checks"]["jobs"]["status"] == "ok"  # type: ignore[index]


def test_while_a_run_waits_no_other_is_started_and_then_the_latest_moment_is(app: Flask, work: Work) -> None:
    plan(app, work, every=timedelta(minutes=1))
    work.fails = True
    run_due(app, NOON)
    run_due(app, NOON + timedelta(minutes=1))
    assert run_due(app, NOON + timedelta(minutes=3)) == []
    work.fails = False
    assert run_due(app, NOON + timedelta(minutes=6)) == [RunState.DONE]
    assert run_due(app, NOON + timedelta(minutes=6)) == [RunState.DONE]
    assert run_due(app, NOON + timedelta(minutes=6)) == []
    assert [run.due_at for run in runs(app)] == [NOON, NOON + timedelta(minutes=6)]


def test_one_job_that_fails_holds_up_no_other(app: Flask, work: Work) -> None:
    failing = Work()
    failing.fails = True
    app.extensions["jobs"] = [Job("a", "", failing, at=DAILY), Job("b", "", work, at=DAILY)]
    assert run_due(app, NOON) == [RunState.WAITING, RunState.DONE]


def test_jobs_follow_the_clock_of_the_demonstration(app: Flask, work: Work) -> None:
    plan(app, work)
    with app.app_context():
        jobs.run_due()
        with transaction():
            state.shift_clock(timedelta(days=40))
        jobs.run_due()
    first, second = work.runs
    assert timedelta(days=39) < second - first < timedelta(days=41)
    clock.shift(timedelta())


def test_a_job_can_be_run_at_once_by_its_name(app: Flask, work: Work) -> None:
    plan(app, work)
    said = app.test_cli_runner().invoke(args=["jobs", "run", "essai"])
    assert (said.exit_code, work.runs != []) == (0, True)
    assert app.test_cli_runner().invoke(args=["jobs", "run", "due"]).exit_code == 0
    assert len(work.runs) == 2
    unknown = app.test_cli_runner().invoke(args=["jobs", "run", "autre"])
    assert unknown.exit_code == 1
    assert "Il y a : essai" in unknown.output.replace("\xa0", " ")
    work.fails = True
    failed = app.test_cli_runner().invoke(args=["jobs", "run", "essai"])
    assert (failed.exit_code, "À réessayer" in failed.output) == (1, True)


def test_a_job_that_never_ran_is_listed_too(app: Flask, work: Work) -> None:
    plan(app, work)
    assert "Jamais lancée" in app.test_cli_runner().invoke(args=["jobs", "list"]).output


def test_old_runs_are_forgotten_but_for_the_moment_that_is_still_claimed(app: Flask, work: Work) -> None:
    plan(app, work)
    for day in range(3):
        run_due(app, NOON + timedelta(days=day))
    with app.app_context(), clock.standing_at(NOON + timedelta(days=100)), transaction():
        jobs.purge()
    assert [run.due_at.day for run in runs(app)] == [5]


def test_the_site_s_own_jobs_run(app: Flask) -> None:
    assert run_due(app, NOON) == [RunState.DONE] * len(app.extensions["jobs"])
    assert {"jobs.purge", "mail.purge", "throttle.purge"} <= {run.name for run in runs(app)}
