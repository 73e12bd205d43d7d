"""What a clock starts: the database says what is due, and a row claims each run.

A job is due at moments that its period or its hour gives. Each moment is run once, by whoever adds its row
first; after an outage the latest missed moment is run and the older ones are not. A run that fails is tried
again, later and later, then given up where everyone can see it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from flask import current_app
from sqlalchemy import (
    CheckConstraint,
    Connection,
    String,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, state
from foundation.choices import Choice
from foundation.claims import add_unless_there, short_transaction, wait_after
from foundation.database import Key, Model, Moment, db, reading, transaction

log = logging.getLogger(__name__)

# a run that takes longer was killed with its worker: another worker takes it back
CLAIM_LASTS = timedelta(minutes=30)
KEPT = timedelta(days=90)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RunState(Choice):
    """Where a run of a job stands."""

    RUNNING = "running", "En cours"
    WAITING = "waiting", "À réessayer"
    DONE = "done", "Fait"
    GIVEN_UP = "given_up", "Abandonné"


OVER = (RunState.DONE, RunState.GIVEN_UP)


class JobRun(Model):
    """One run of a job: the claim on one of its moments, and how it ended."""

    __table_args__ = (
        UniqueConstraint("name", "due_at"),
        CheckConstraint("(state IN ('done', 'given_up')) = (finished_at IS NOT NULL)", name="over_means_dated"),
        CheckConstraint("(state = 'waiting') = (next_try_at IS NOT NULL)", name="waits_until_a_moment"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[Moment]
    state: Mapped[RunState]
    claimed_at: Mapped[Moment]
    next_try_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    tries: Mapped[int]
    error: Mapped[str | None] = mapped_column(String(80))


@dataclass(frozen=True)
class Job:
    """Something to do `every` so often, or each day `at` an hour of Paris: give one of the two.

    `run` works in one write transaction, and must bear being run again (after a failure) or late. A `quiet` job
    changes public pages only when it says so (`database.change_in_public`): those already read stay fresh.
    """

    name: str
    label: str
    run: Callable[[], object]
    every: timedelta | None = None
    at: time | None = None
    quiet: bool = False

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"{self.name}: give `every` or `at`, one of them")

    def latest_due(self, now: datetime) -> datetime:
        """The latest moment, up to `now`, at which it was to start."""
        if self.every is not None:
            return now - (now - _EPOCH) % self.every
        today = now.astimezone(clock.PARIS).date()
        due = self._on(today)
        return due if due <= now else self._on(today - timedelta(days=1))

    def _on(self, day: date) -> datetime:
        # an hour that a change of clock skips falls an hour later; one that it doubles is its first
        return datetime.combine(day, cast(time, self.at), clock.PARIS).astimezone(UTC)


@dataclass(frozen=True)
class _Claim:
    """What this worker holds: `tries` tells its claim from an earlier or a later one on the same row."""

    job: Job
    due_at: datetime
    tries: int

    @property
    def row(self) -> tuple[Any, ...]:
        return (JobRun.name == self.job.name, JobRun.due_at == self.due_at, JobRun.tries == self.tries)


def jobs() -> Sequence[Job]:
    """Every job of the site."""
    return cast(Sequence[Job], current_app.extensions["jobs"])


def run_due() -> list[tuple[str, RunState]]:
    """Run what is due and claimed by nobody else; gives the name of each and where its run stands."""
    results = []
    for job in jobs():
        with current_app.app_context():
            claim = _claim(job)
            if claim is not None:
                results.append((job.name, _run(claim)))
    return results


def run_now(job: Job) -> RunState:
    """Run a job at once, due or not; a failure is tried again like that of any run."""
    with current_app.app_context():
        _read_clock()
        claim = _open(job, clock.now())
        if claim is None:
            raise RuntimeError(f"{job.name} is being started by somebody else")
        return _run(claim)


def _read_clock() -> None:
    with reading():
        state.load()


def _claim(job: Job) -> _Claim | None:
    """Claim what is to do for a job: its unfinished run when there is one, else its latest moment."""
    _read_clock()
    with reading():
        unfinished = db.session.execute(
            select(JobRun.due_at, JobRun.tries)
            .where(JobRun.name == job.name, JobRun.state.not_in(OVER))
            .order_by(JobRun.due_at)
            .limit(1)
        ).one_or_none()
    if unfinished is None:
        return _open(job, job.latest_due(clock.now()))
    return _take_back(_Claim(job, unfinished.due_at, unfinished.tries))


def _open(job: Job, due_at: datetime) -> _Claim | None:
    with short_transaction() as connection:
        added = add_unless_there(
            connection,
            JobRun,
            ("name", "due_at"),
            name=job.name,
            due_at=due_at,
            state=RunState.RUNNING,
            claimed_at=clock.real_now(),
            tries=1,
        )
    return _Claim(job, due_at, 1) if added else None


def _take_back(former: _Claim) -> _Claim | None:
    """Claim a run that waits for another try, or whose worker was killed."""
    real = clock.real_now()
    ready = or_(
        and_(JobRun.state == RunState.WAITING, JobRun.next_try_at <= real),
        and_(JobRun.state == RunState.RUNNING, JobRun.claimed_at < real - CLAIM_LASTS),
    )
    with short_transaction() as connection:
        if wait_after(former.tries) is None:
            # only a run killed on its last try is unfinished after it
            _settle(connection, former, "WorkerKilled", ready)
            return None
        taken = connection.execute(
            update(JobRun)
            .where(*former.row, ready)
            .values(state=RunState.RUNNING, claimed_at=real, next_try_at=None, tries=former.tries + 1)
        )
    return _Claim(former.job, former.due_at, former.tries + 1) if taken.rowcount else None


def _run(claim: _Claim) -> RunState:
    try:
        with transaction(public=not claim.job.quiet):
            claim.job.run()
            _finish(claim)
    except Exception as problem:
        log.warning("job %s failed, try %d", claim.job.name, claim.tries, exc_info=True)
        with short_transaction() as connection:
            return _settle(connection, claim, type(problem).__name__)
    return RunState.DONE


def _finish(claim: _Claim) -> None:
    """Mark the run as done in its own transaction: what a job writes and that it ran are one."""
    result: Any = db.session.execute(
        update(JobRun)
        .where(*claim.row)
        .values(state=RunState.DONE, finished_at=clock.real_now(), error=None)
        .execution_options(synchronize_session=False)
    )
    if not result.rowcount:
        raise RuntimeError("this run took so long that another worker took it back")


def _settle(connection: Connection, claim: _Claim, kind: str, *still: Any) -> RunState:
    """After a failure: try again later, or give up; nothing happens to a run that is no longer ours."""
    real = clock.real_now()
    wait = wait_after(claim.tries)
    values: dict[str, Any] = {"error": kind}
    if wait is None:
        values |= {"state": RunState.GIVEN_UP, "finished_at": real, "next_try_at": None}
    else:
        values |= {"state": RunState.WAITING, "next_try_at": real + wait}
    changed = connection.execute(update(JobRun).where(*claim.row, *still).values(values)).rowcount
    if changed and wait is None:
        log.error("job %s is given up after %d tries: %s", claim.job.name, claim.tries, kind)
    return cast(RunState, values["state"])


def latest_runs() -> dict[str, JobRun]:
    """The run of each job that was started last, by the job's name."""
    newest = select(JobRun.name, func.max(JobRun.claimed_at).label("claimed_at")).group_by(JobRun.name).subquery()
    rows = db.session.scalars(
        select(JobRun).join(newest, and_(JobRun.name == newest.c.name, JobRun.claimed_at == newest.c.claimed_at))
    )
    return {row.name: row for row in rows}


def purge() -> None:
    """Forget the runs that were over three months ago, but for the latest moment of each job, which it still claims."""
    newest = select(JobRun.name, func.max(JobRun.due_at)).group_by(JobRun.name)
    db.session.execute(
        delete(JobRun)
        .where(
            JobRun.state.in_(OVER),
            JobRun.finished_at < clock.real_now() - KEPT,
            tuple_(JobRun.name, JobRun.due_at).not_in(newest),
        )
        .execution_options(synchronize_session=False)
    )
