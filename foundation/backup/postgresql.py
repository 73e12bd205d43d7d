"""Saves a PostgreSQL database while it is in use, and puts a saved one in its place, with PostgreSQL's own programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import Connection, IsolationLevel
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from foundation.backup.archive import BackupError, Snapshot
from foundation.backup.contents import Rows, journal_problems

INSTALLED = Path("/usr/lib/postgresql")
SECONDS_TO_WAIT = 60
# what pg_restore writes for psql alone, for a newer server, or about the schema, which stays
_NOT_OURS = (b"\\restrict", b"\\unrestrict", b"SET transaction_timeout", b"CREATE SCHEMA public", b"COMMENT ON SCHEMA")
_CONTENTS = {
    "TABLE": "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind IN ('r', 'p') AND NOT relispartition",
    "SEQUENCE": "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind = 'S'",
    "FUNCTION": "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def save(url: URL, target: Path) -> Snapshot:
    """Dump the database as it stands at one moment; the counts are those of the very snapshot that is dumped."""
    with _connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        program = find_program("pg_dump", _major(connection))
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
        found = _snapshot(connection)
        name = exported[0] if exported else ""
        _run(program, "--format=custom", "--schema=public", f"--snapshot={name}", f"--file={target}", url=url)
    return found


def examine(url: URL, dump: Path) -> None:
    """Let PostgreSQL read the dump's table of contents. Raises BackupError when it cannot."""
    with _connect(url) as connection:
        program = find_program("pg_restore", _major(connection))
    _run(program, "--list", str(dump))


def public_version(url: URL) -> int:
    """The version of the site there is now; 0 when there is none."""
    with _connect(url) as connection:
        try:
            row = connection.execute("SELECT public_version FROM site_state").fetchone()
        except psycopg.errors.UndefinedTable:
            return 0
    return int(row[0]) if row else 0


def replace(url: URL, dump: Path, version: int, check: Callable[[Snapshot], None]) -> None:
    """Put a dump in place of the present database, in one transaction: whoever reads sees the one or the other.

    `check` is told what the restored tables hold before anything is final; whatever it raises undoes the whole.
    """
    with _connect(url) as connection:
        program = find_program("pg_restore", _major(connection))
        lock(connection)
        _drop_contents(connection)
        _replay(connection, program, dump)
        connection.execute("SET search_path TO public")
        check(_snapshot(connection))
        connection.execute("UPDATE site_state SET public_version = %s", (version,))


def _connect(url: URL) -> Connection[tuple[Any, ...]]:
    try:
        return psycopg.connect(_conninfo(url), connect_timeout=10)
    except psycopg.OperationalError as problem:
        raise BackupError("La base de données PostgreSQL ne répond pas.") from problem


def _conninfo(url: URL, *, password: bool = True) -> str:
    named = url.translate_connect_args(username="user", database="dbname")
    if not password:
        named.pop("password", None)
    return make_conninfo("", **{**named, **url.query})


def _major(connection: Connection[Any]) -> int:
    return connection.info.server_version // 10000


def _snapshot(connection: Connection[tuple[Any, ...]]) -> Snapshot:
    def rows(query: str) -> Rows:
        return connection.execute(query.encode())

    tables = {name: next(iter(rows(f"SELECT count(*) FROM {name}")))[0] for (name,) in rows(_CONTENTS["TABLE"])}  # noqa: S608
    version = next(iter(rows("SELECT public_version FROM site_state")))[0]
    schema = next(iter(rows("SELECT version_num FROM alembic_version")), (None,))[0]
    return Snapshot("postgresql", schema, version, dict(sorted(tables.items())), journal_problems(rows))


def find_program(name: str, server: int, folders: Sequence[Path] | None = None) -> str:
    """The program of that name of the server's own version, or else of the next one that understands it."""
    found: dict[int, str] = {}
    for path in _candidates(name) if folders is None else [folder / name for folder in folders]:
        version = _version(path)
        if version is not None:
            found.setdefault(version, str(path))
    if not found:
        raise BackupError(f"Le programme {name} manque : installez le paquet Debian « postgresql-client ».")
    fitting = [version for version in sorted(found) if version >= server]
    if not fitting:
        raise BackupError(
            f"Le programme {name} est de la version {max(found)}, plus ancienne que le serveur ({server}) : "
            f"installez le paquet Debian « postgresql-client-{server} »."
        )
    return found[fitting[0]]


def _candidates(name: str) -> Iterator[Path]:
    usual = shutil.which(name)
    if usual:
        yield Path(usual)
    yield from sorted(INSTALLED.glob(f"*/bin/{name}"))


def _version(program: Path) -> int | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else None


def _run(program: str, *arguments: str, url: URL | None = None) -> None:
    """Run a program of PostgreSQL; its password goes through the environment, where nobody else reads it."""
    environment = dict(os.environ)
    command = [program, *arguments]
    if url is not None:
        command.append(f"--dbname={_conninfo(url, password=False)}")
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise BackupError(f"Le programme {Path(program).name} a échoué : {done.stderr.strip()}")


def lock(connection: Connection[Any], seconds: float = SECONDS_TO_WAIT) -> None:
    """Have every table to ourselves. All or none at a time, and briefly, so that no writer is caught between two.

    Raises BackupError when others keep one of them for so long.
    """
    names = [name for (name,) in connection.execute(_CONTENTS["TABLE"].encode()).fetchall()]
    if not names:
        return
    until = time.monotonic() + seconds
    connection.execute("SET LOCAL lock_timeout = '300ms'")
    while True:
        try:
            with connection.transaction():
                connection.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE".encode())
            return
        except psycopg.errors.LockNotAvailable as problem:
            if time.monotonic() > until:
                raise BackupError("La base de données est occupée. Arrêtez le site, puis recommencez.") from problem
            time.sleep(0.1)


def _drop_contents(connection: Connection[Any]) -> None:
    for kind, query in _CONTENTS.items():
        for (name,) in connection.execute(query.encode()).fetchall():
            connection.execute(f"DROP {kind} {name} CASCADE".encode())


def _replay(connection: Connection[Any], program: str, dump: Path) -> None:
    """Say what pg_restore would say, in our own transaction."""
    with tempfile.TemporaryFile() as errors:
        command = [program, "--no-owner", "--no-privileges", "--file=-", str(dump)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as restoring:  # noqa: S603
            if restoring.stdout is None:  # pragma: no cover - a pipe was asked for
                raise RuntimeError("no pipe")
            _say(connection, restoring.stdout)
        if restoring.returncode:
            errors.seek(0)
            words = errors.read().decode(errors="replace").strip()
            raise BackupError(f"Le programme pg_restore a échoué : {words}")


def _say(connection: Connection[Any], script: IO[bytes]) -> None:
    lines: Iterable[bytes] = iter(script)
    statements: list[bytes] = []
    for line in lines:
        if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            connection.execute(b"".join(statements))
            statements = []
            _copy(connection, line.removesuffix(b";\n"), lines)
        elif not line.startswith(_NOT_OURS):
            statements.append(line)
    connection.execute(b"".join(statements))


def _copy(connection: Connection[Any], statement: bytes, lines: Iterable[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        for line in lines:
            if line == b"\\.\n":
                break
            rows.write(line)
