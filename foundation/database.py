from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DDL,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    Uuid,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from foundation.choices import Choice

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refused when naive, always given back aware and in UTC, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is: lists read it to continue after a moment."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Id = Annotated[uuid.UUID, mapped_column(Uuid)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]

_CHOICE_COLUMN = Enum(
    Choice,
    native_enum=False,
    create_constraint=True,
    length=40,
    values_callable=lambda kind: [member.value for member in kind],
)


class Base(DeclarativeBase):
    """What every table shares: names of constraints, how choices, moments and days are stored."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={Choice: _CHOICE_COLUMN, datetime: UtcDateTime, date: Date, uuid.UUID: Uuid},
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def empty_log() -> bool:
    """Cut SQLite's write-ahead log down to nothing; false while somebody still reads an older state, or writes.

    To call outside any transaction. PostgreSQL keeps its own log for a time that its operator sets: nothing is done.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    connection = db.engine.raw_connection()
    try:
        busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    return not busy


def on_create(made: Any, statement: str, dialect: str | None = None) -> None:
    """Run a statement when a table is made from the models (its triggers, its first row), on one engine or both.

    The migration that makes the table says the same; a test compares the two.
    """
    ddl: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    event.listen(made, "after_create", ddl.execute_if(dialect=dialect) if dialect else ddl)


def is_writing() -> bool:
    """Whether the transaction of this request, job or command may write."""
    return _writing.get()


@contextmanager
def writing(allowed: bool) -> Iterator[None]:
    """Say, before its first query, whether a transaction may write; reads are refused any change."""
    token = _writing.set(allowed)
    try:
        yield
    finally:
        _writing.reset(token)


def listen(engine: Engine) -> None:
    """Make an engine begin its transactions as readers or writers; to call once for each engine.

    SQLite: writers take the lock at once (`BEGIN IMMEDIATE`), so none reads what another is changing;
    readers run with `query_only`. PostgreSQL: readers run in a read-only transaction.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-16384",
        "temp_store=MEMORY",
        "recursive_triggers=ON",
        # what is deleted is overwritten in the file: sealed ballots, what was erased of people
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # the wrapper of the driver's connection is passed over: three statements a request would cost more there
    driver = connection.connection.driver_connection
    if driver is None:  # pragma: no cover - SQLAlchemy gives a live connection to this event
        raise RuntimeError("no connection")
    driver.execute(f"PRAGMA query_only={'OFF' if _writing.get() else 'ON'}")
    driver.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    if driver is None:  # pragma: no cover - SQLAlchemy gives a live connection to this event
        raise RuntimeError("no connection")
    driver.read_only = not _writing.get()


def after_commit(call: Callable[[], None]) -> None:
    """Do something once this transaction is safely written, and only then (wake the worker); once if asked twice."""
    waiting = db.session.info.setdefault("after_commit", [])
    if call not in waiting:
        waiting.append(call)


def change_in_public() -> None:
    """Say that this transaction changes public pages, where nobody else says so (a quiet job that found work)."""
    db.session.info["public"] = True


def commit(*, public: bool = True) -> None:
    """Write the transaction, raise the public version, then do what waited for it.

    Only the request cycle and `transaction` call it. The version is raised last, so that its row is locked
    for as short as can be; not at all when no public page can have changed.
    """
    db.session.flush()
    if db.session.info.pop("public", False) or public:
        db.session.execute(text("UPDATE site_state SET public_version = public_version + 1"))
    db.session.commit()
    for call in db.session.info.pop("after_commit", []):
        call()


def rollback() -> None:
    """Drop the transaction and what waited for it."""
    db.session.rollback()
    db.session.info.pop("after_commit", None)
    db.session.info.pop("public", None)


@contextmanager
def transaction(*, public: bool = True) -> Iterator[None]:
    """One write transaction for a command, a job or a seed: written whole at the end, or not at all."""
    with writing(True):
        db.session.rollback()
        try:
            yield
            commit(public=public)
        except BaseException:
            rollback()
            raise


@contextmanager
def reading() -> Iterator[None]:
    """One read transaction for a command or a job."""
    with writing(False):
        db.session.rollback()
        try:
            yield
        finally:
            rollback()
