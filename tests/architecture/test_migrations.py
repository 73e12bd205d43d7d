"""The migrations build exactly the models, CHECKs and triggers included, and can be undone, on both engines."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, inspect, text

from foundation.database import db, reading, writing
from tests.architecture.project import ROOT
from tests.sites import Sites

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


@pytest.fixture
def bare(sites: Sites) -> Flask:
    return sites.bare()


@pytest.fixture
def modelled(sites: Sites) -> Flask:
    """The site on tables made straight from the models."""
    app = sites.bare()
    with app.app_context(), writing(True):
        db.create_all()
    return app


def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Not the full-text tables and indexes, which Alembic cannot compare; `found` below does."""
    return not (kind == "table" and (name or "").startswith("search_terms")) and not (
        kind == "index" and (name or "").startswith("fts_")
    )


def found(connection: Connection, queries: dict[str, str]) -> dict[str, str]:
    """Name → definition, with blanks and quotes that mean nothing taken away."""
    rows = connection.execute(text(queries[connection.dialect.name])).all()
    return {name: re.sub(r"[\s\"]+", " ", sql).strip() for name, sql in rows if "alembic" not in name}


def checks(connection: Connection) -> set[tuple[str, str, str]]:
    """Every CHECK of every table of the models: Alembic does not see one that changed."""
    seen = inspect(connection)
    return {
        (table, str(check["name"]), check["sqltext"])
        for table in db.metadata.tables
        for check in seen.get_check_constraints(table)
    }


def test_the_migrations_build_exactly_the_models(bare: Flask, modelled: Flask) -> None:
    with bare.app_context():
        upgrade()
    built = []
    for app in (bare, modelled):
        with app.app_context(), reading(), db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
            assert compare_metadata(context, db.metadata) == []
            built.append((checks(connection), found(connection, TRIGGERS), found(connection, INDEXES)))
    for migrated, made in zip(*built, strict=True):
        assert migrated == made
    assert all(built[0])


def test_they_give_the_one_row_that_every_request_reads(bare: Flask, modelled: Flask) -> None:
    rows = []
    for app in (bare, modelled):
        if app is bare:
            with app.app_context():
                upgrade()
        with app.app_context(), reading():
            rows.append([tuple(row) for row in db.session.execute(text("SELECT * FROM site_state"))])
    assert rows[0] == rows[1]
    assert len(rows[0]) == 1


def test_they_can_be_undone_and_done_again_with_the_demonstration_inside(demo_app: Flask) -> None:
    with demo_app.app_context():
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
    assert demo_app.test_cli_runner().invoke(args=["demo"]).exit_code == 0


def test_nothing_of_theirs_stays_behind(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        downgrade(revision="base")
        with reading(), db.engine.connect() as connection:
            assert found(connection, TRIGGERS) == {}
            assert found(connection, INDEXES) == {}


def test_they_stand_in_one_line() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_each_says_why_and_outlives_the_code(path: Any) -> None:
    assert re.fullmatch(r"\d{4}_\d{2}_\d{2}_\w+", path.stem)
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert len((ast.get_docstring(module) or "").split("\n")[0]) > 15
    imports = [n.module or "" for n in ast.walk(module) if isinstance(n, ast.ImportFrom)]
    imports += [alias.name for n in ast.walk(module) if isinstance(n, ast.Import) for alias in n.names]
    assert {name.split(".")[0] for name in imports} <= {"alembic", "sqlalchemy", "__future__", "collections", "typing"}
