"""Runs the migrations with the application's own engine, each in one transaction on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from foundation.database import db, writing

SEARCH_TABLES = "search_terms"


def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave out what the models cannot say: the full-text tables and indexes, written by hand."""
    if kind == "table":
        return not (name or "").startswith(SEARCH_TABLES)
    return not (kind == "index" and (name or "").startswith("fts_"))


def plain_type(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write a column type of ours as the database type under it: a migration must outlive the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


@contextmanager
def remaking_tables(connection: Connection) -> Iterator[None]:
    """Let SQLite remake a table that others point at: their keys are judged once at the end, not while it is away."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    # said before the transaction begins: inside one SQLite does not hear it
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def refuse_lost_keys(connection: Connection) -> None:
    """Raises ValueError when a row points at another that a migration lost; the transaction is undone then."""
    if connection.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        message = f"rows point at nothing after this migration: {sorted({row[0] for row in lost})}"
        raise ValueError(message)


def run() -> None:
    """Upgrade or downgrade, or compare with the models."""
    with writing(True), db.engine.connect() as connection, remaking_tables(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=ours,
            render_item=plain_type,
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_lost_keys(connection)


run()
