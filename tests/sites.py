"""Builds the site for a test: a fresh database, a folder of its own, settings said in full."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

from foundation.database import db
from foundation.settings import Settings
from tests.databases import Databases
from wsgi import create_app

SECRET_KEY = "a key that opens nothing outside the tests"


def settings(url: str, data_dir: Path, **changes: object) -> Settings:
    """Settings of a site that is no demonstration; `changes` as the fields of `Settings`."""
    plain = Settings(
        secret_key=SECRET_KEY,
        public_url="http://localhost",
        database_url=url,
        data_dir=data_dir,
        mail_url="smtp://localhost:1",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


class Sites:
    """Applications on copies of one engine's templates; `close` forgets them all."""

    def __init__(self, databases: Databases, folder: Path, shared: Path) -> None:
        self._databases = databases
        self._folder = folder
        self._shared = shared
        self._built: list[Flask] = []

    def empty(self, **changes: object) -> Flask:
        """The site as it is after its installation: tables, and no row but those of the migrations."""
        return self._build(self._databases.copy("empty", self._migrate), **changes)

    def demonstration(self, **changes: object) -> Flask:
        """The site as `bin/run` shows it first."""
        url = self._databases.copy("demonstration", self._load)
        app = self._build(url, **{"demo": True, **changes})
        for name in ("files", "keys"):
            shutil.copytree(self._loaded / name, app.extensions["settings"].data_dir / name, dirs_exist_ok=True)
        return app

    def filled(self, name: str, fill: Callable[[Flask], object], **changes: object) -> Flask:
        """The empty site with what `fill` put there once: a copy for every test that names it alike."""
        return self._build(self._databases.copy(name, lambda url: self._fill(url, fill)), **changes)

    def bare(self, **changes: object) -> Flask:
        """The site on a database without a single table."""
        return self._build(self._databases.empty(), **changes)

    def close(self) -> None:
        """Let go of every site built here."""
        for app in self._built:
            _let_go(app)
            self._databases.drop(app.config["SQLALCHEMY_DATABASE_URI"])
        self._built.clear()

    def _build(self, url: str, **changes: object) -> Flask:
        app = self._application(url, self._folder / f"site-{len(self._built)}", **changes)
        self._built.append(app)
        return app

    def _application(self, url: str, data_dir: Path, **changes: object) -> Flask:
        data_dir.mkdir(exist_ok=True)
        if not (data_dir / "assets").exists():
            (data_dir / "assets").symlink_to(self._shared)
        app = create_app(settings(url, data_dir, **changes))
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(self._shared))
        return app

    def _migrate(self, url: str) -> None:
        app = self._application(url, self._folder / "template")
        _install(app)
        _let_go(app)

    def _fill(self, url: str, fill: Callable[[Flask], object]) -> None:
        app = self._application(url, self._folder / "template")
        _install(app)
        fill(app)
        _let_go(app)

    @property
    def _loaded(self) -> Path:
        """Where the files of the demonstration are kept, for the whole session as its database is."""
        return self._shared.with_name(f"demonstration-{self._databases.name}")

    def _load(self, url: str) -> None:
        app = self._application(url, self._loaded, demo=True)
        _install(app)
        result = app.test_cli_runner().invoke(args=["demo"])
        if result.exit_code:
            raise RuntimeError(f"flask demo: {result.output}") from result.exception
        _let_go(app)


def _install(app: Flask) -> None:
    with app.app_context():
        upgrade()


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
