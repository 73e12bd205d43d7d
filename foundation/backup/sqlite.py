"""Saves the embedded database while it is in use, and puts a saved one in its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from foundation.backup.archive import BackupError, Snapshot
from foundation.backup.contents import Rows, journal_problems

SECONDS_TO_WAIT = 30


def save(database: Path, target: Path) -> Snapshot:
    """Copy the database as it stands at one moment; who writes meanwhile does not wait and is not in the copy."""
    if not database.exists():
        raise BackupError(f"La base de données {database} n’existe pas.")
    with (
        closing(sqlite3.connect(database, timeout=SECONDS_TO_WAIT)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return examine(target)


def examine(database: Path) -> Snapshot:
    """What a database file holds, read row by row. Raises BackupError when its structure is damaged."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            faults = connection.execute("PRAGMA integrity_check").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            if faults != [("ok",)] or orphans:
                raise BackupError("La base de données est abîmée : sa vérification échoue.")
            return _snapshot(connection)
        except sqlite3.DatabaseError as problem:
            raise BackupError("La base de données est abîmée : elle ne se lit pas.") from problem


def _snapshot(connection: sqlite3.Connection) -> Snapshot:
    def rows(query: str) -> Rows:
        return connection.execute(query)

    names = [
        name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    ]
    tables = {name: next(iter(rows(f'SELECT count(*) FROM "{name}"')))[0] for name in sorted(names)}  # noqa: S608
    version = next(iter(rows("SELECT public_version FROM site_state")))[0]
    schema = next(iter(rows("SELECT version_num FROM alembic_version")), (None,))[0]
    return Snapshot("sqlite", schema, version, tables, journal_problems(rows))


def public_version(database: Path) -> int:
    """The version of the site there is now; 0 when there is none."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database, timeout=SECONDS_TO_WAIT)) as live:
        try:
            return int(live.execute("SELECT public_version FROM site_state").fetchone()[0])
        except (sqlite3.OperationalError, TypeError):
            return 0


def replace(database: Path, staged: Path, version: int) -> None:
    """Put a saved database in place of the present one, in one transaction: whoever reads sees the one or the other.

    The pages are copied into the file that the site has open, not a new file put beside it: a process that runs
    goes on with the restored site instead of writing to a file that nobody sees any more.
    """
    with closing(sqlite3.connect(staged)) as source:
        source.execute("UPDATE site_state SET public_version = ?", (version,))
        source.commit()
        database.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database, timeout=SECONDS_TO_WAIT)) as live:
            live.execute("PRAGMA journal_mode=WAL")
            source.backup(live)
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
