"""Both engines for the tests: each built once a session by the real migrations, copied for every test.

A copy is a whole database of its own, so tests really commit. The PostgreSQL server belongs to the test process
that started it and dies with it; each xdist worker has its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url

SECONDS_TO_START = 30
LOCKED_AWAY = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    # what is lost with the machine was only a test's
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}

Build = Callable[[str], None]


class Missing(Exception):
    """An engine is not installed here; the message is the sentence to show."""


class Databases(Protocol):
    """One engine's databases; each is named by its address, the one that goes into `Settings.database_url`."""

    name: str

    def empty(self) -> str:
        """A new database without a table."""

    def copy(self, template: str, build: Build) -> str:
        """A copy of the named template, which `build` fills the first time it is asked for."""

    def drop(self, url: str) -> None:
        """Forget a database that nobody is connected to any more."""

    def close(self) -> None:
        """Give back all that this engine holds."""


class Sqlite:
    """Databases that are files in one folder."""

    name = "sqlite"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="porte-voix-sqlite-"))
        self._templates: dict[str, Path] = {}

    def empty(self) -> str:
        return f"sqlite:///{self._folder / uuid.uuid4().hex}.db"

    def copy(self, template: str, build: Build) -> str:
        if template not in self._templates:
            url = self.empty()
            build(url)
            self._templates[template] = self._path(url)
        url = self.empty()
        shutil.copyfile(self._templates[template], self._path(url))
        return url

    def drop(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path(url)}{ending}").unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, url: str) -> Path:
        return Path(url.removeprefix("sqlite:///"))


class Postgresql:
    """Databases of a server started here, reached by a socket that nobody else can open."""

    name = "postgresql"

    def __init__(self) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
        if not programs:
            raise Missing("PostgreSQL manque : installez le paquet Debian « postgresql ».")
        self._folder = Path(tempfile.mkdtemp(prefix="porte-voix-pg-"))
        self._templates: dict[str, str] = {}
        self._server = self._start(programs[-1].parent)

    def empty(self) -> str:
        return self._create()

    def copy(self, template: str, build: Build) -> str:
        if template not in self._templates:
            url = self._create()
            build(url)
            self._templates[template] = _database(url)
        return self._create(self._templates[template])

    def drop(self, url: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{_database(url)}" WITH (FORCE)')

    def close(self) -> None:
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, programs: Path) -> subprocess.Popen[bytes]:
        # the server refuses to run as root; it must not outlive the tests, even killed
        as_owner = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
            as_owner += ["--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        data = self._folder / "data"
        choices = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [*as_owner, programs / "initdb", "-D", data, *choices],
            capture_output=True,
            text=True,
            check=False,
            cwd=self._folder,
        )
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr}")
        options = {**LOCKED_AWAY, "unix_socket_directories": str(self._folder)}
        with (self._folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*as_owner, programs / "postgres", "-D", data, *(f"--{k}={v}" for k, v in options.items())],
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )
        self._wait_for(server)
        return server

    def _wait_for(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return self._say("SELECT 1")
            except psycopg.OperationalError:
                if server.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)

    def _create(self, template: str = "template0") -> str:
        name = f"t_{uuid.uuid4().hex}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def _say(self, statement: str) -> None:
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as link:
            link.execute(statement)


def _version(program: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in program.parent.parent.name.split("."))


def _database(url: str) -> str:
    return make_url(url).database or ""


ENGINES: dict[str, Callable[[], Databases]] = {"sqlite": Sqlite, "postgresql": Postgresql}
