"""Backups: taken while the site writes, restored row for row; on both engines."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, DBAPIError

from foundation import journal, search
from foundation.database import db, reading, transaction
from foundation.journal import ActKind, JournalEntry
from tests import crews
from tests.browser import Browser
from tests.foundation.backups import files, rows, run
from tests.sites import Sites


def test_a_restored_site_has_every_row_and_every_file(full: Flask, archive: Path, sites: Sites) -> None:
    other = sites.empty()
    result = run(other, "restore", archive)
    assert result.exit_code == 0, result.output
    assert rows(other) == rows(full)
    assert files(other) == files(full)
    assert len(files(other)) == 3
    assert "entier et inchangé" in run(other, "journal", "verify").output


def test_a_database_without_tables_can_be_restored_too(full: Flask, archive: Path, sites: Sites) -> None:
    other = sites.bare()
    result = run(other, "restore", archive)
    assert result.exit_code == 0, result.output
    assert rows(other) == rows(full)


def test_a_restored_site_works_and_keeps_its_guards(archive: Path, sites: Sites) -> None:
    other = sites.empty()
    run(other, "restore", archive)
    with other.app_context():
        for statement in ("UPDATE journal_entry SET subject = ''", "DELETE FROM journal_entry"):
            with pytest.raises(DatabaseError, match="only grows"), transaction():
                db.session.execute(text(statement))
        with transaction():
            journal.append(ActKind.ANCHOR, "/essai/suite", {})
            search.put("essai", "suite", title="Suite", body="", url="/")
        with reading():
            assert journal.verify() == []
    assert "41 actes" in Browser(other, checking=False).visits("/journal").text


def test_no_cache_can_take_the_restored_site_for_the_one_before(archive: Path, full: Flask) -> None:
    browser = Browser(full, checking=False).visits("/journal")
    before = browser.response.headers["ETag"]
    with full.app_context(), reading():
        version = db.session.scalar(text("SELECT public_version FROM site_state")) or 0
    assert run(full, "restore", archive, "--replace").exit_code == 0
    assert browser.visits("/journal", If_None_Match=before).status == 200
    with full.app_context(), reading():
        assert db.session.scalar(text("SELECT public_version FROM site_state")) == version + 1_000_000


def test_a_site_with_data_is_replaced_only_when_told_so(archive: Path, full: Flask) -> None:
    saved, saved_files = rows(full), files(full)
    with full.app_context(), transaction():
        journal.append(ActKind.ANCHOR, "/essai/apres", {})
    (full.extensions["settings"].files_dir / "apres.pdf").write_bytes(b"new")
    refused = run(full, "restore", archive)
    assert (refused.exit_code, "ajoutez --replace" in refused.output) == (1, True)
    assert "apres.pdf" in files(full)
    assert run(full, "restore", archive, "--replace").exit_code == 0
    assert (rows(full), files(full)) == (saved, saved_files)


def test_a_document_alone_makes_a_site_that_is_not_replaced(archive: Path, sites: Sites) -> None:
    other = sites.empty()
    folder = other.extensions["settings"].files_dir
    folder.mkdir(parents=True)
    (folder / "a.pdf").write_bytes(b"x")
    assert run(other, "restore", archive).exit_code == 1


def test_only_its_owner_may_read_a_backup(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir() if "sauvegarde" in path.name] == [archive.name]


def test_a_backup_holds_no_secret(archive: Path, full: Flask) -> None:
    settings = full.extensions["settings"]
    with zipfile.ZipFile(archive) as opened:
        content = b"".join(opened.read(name) for name in opened.namelist())
    assert settings.secret_key.encode() not in content


def test_a_backup_never_replaces_a_file(archive: Path, full: Flask) -> None:
    before = archive.read_bytes()
    assert "existe déjà" in run(full, "backup", archive).output
    assert archive.read_bytes() == before


def test_a_backup_that_cannot_be_written_says_so(full: Flask) -> None:
    result = run(full, "backup", "/dev/null/sauvegarde.zip")
    assert (result.exit_code, "Le disque ne le permet pas" in result.output) == (1, True)


def keep_writing() -> None:
    """Write lines, each with a document written before it, until stopped."""
    folder: Path = current_app.extensions["settings"].files_dir
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(100_000):
        (folder / f".{number}").write_bytes(os.urandom(200))
        (folder / f".{number}").replace(folder / f"{number}.bin")
        # a line being written while the database is replaced under it fails, as a request would; the next must not
        with suppress(DBAPIError), transaction():
            journal.append(ActKind.ANCHOR, "/essai/sans-fin", {"file": f"{number}.bin"})


def test_a_backup_taken_while_the_site_writes_is_one_moment_of_it(app: Flask, sites: Sites, tmp_path: Path) -> None:
    writer = crews.start(app, keep_writing)
    try:
        wait_for_lines(app, 20, writer)
        paths = [tmp_path / f"{number}.zip" for number in range(3)]
        for path in paths:
            assert run(app, "backup", path).exit_code == 0
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    counts = []
    for path in paths:
        other = sites.empty()
        assert run(other, "restore", path).exit_code == 0
        with other.app_context(), reading():
            assert journal.verify() == []
            lines = list(journal.lines())
        assert {line.payload["file"] for line in lines} <= files(other).keys()
        counts.append(len(lines))
    assert 20 <= counts[0] < counts[1] < counts[2]


def wait_for_lines(app: Flask, wanted: int, writer: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 300
    count = 0
    while count < wanted:
        assert writer.poll() is None, writer.communicate()[1][-2000:]
        assert time.monotonic() < until, "the writer hangs"
        time.sleep(0.05)
        with app.app_context(), reading():
            count = db.session.scalar(db.select(db.func.count()).select_from(JournalEntry)) or 0


def test_a_site_that_runs_goes_on_with_what_was_restored(archive: Path, full: Flask) -> None:
    """Another process has the database open all along."""
    writer = crews.start(full, keep_writing)
    try:
        wait_for_lines(full, 60, writer)
        assert run(full, "restore", archive, "--replace").exit_code == 0
        wait_for_lines(full, 45, writer)
    finally:
        writer.send_signal(signal.SIGKILL)
        said_last = writer.communicate()[1]
    with full.app_context(), reading():
        assert journal.verify() == []
        subjects = [line.subject for line in journal.lines()]
    assert subjects[:40] == [f"/essai/{number}" for number in range(40)]
    assert set(subjects[40:]) == {"/essai/sans-fin"}, said_last[-2000:]


def test_a_journal_already_broken_when_saved_is_restored_and_told(full: Flask, sites: Sites, tmp_path: Path) -> None:
    drop = {
        "sqlite": "DROP TRIGGER journal_entry_no_update",
        "postgresql": "ALTER TABLE journal_entry DISABLE TRIGGER USER",
    }
    with full.app_context(), transaction():
        db.session.execute(text(drop[db.engine.dialect.name]))
        db.session.execute(text("UPDATE journal_entry SET subject = '/autre' WHERE seq = 7"))
    assert "La ligne 7" in run(full, "backup", tmp_path / "a.zip").stderr
    other = sites.empty()
    result = run(other, "restore", tmp_path / "a.zip")
    assert result.exit_code == 0
    assert "La ligne 7" in result.stderr
    broken = run(other, "journal", "verify")
    assert (broken.exit_code, "n’est plus intact" in broken.output) == (1, True)


def test_a_site_without_a_database_has_nothing_to_save(sites: Sites, tmp_path: Path) -> None:
    result = run(sites.bare(), "backup", tmp_path / "a.zip")
    assert result.exit_code == 1
    assert not (tmp_path / "a.zip").exists()


def test_a_database_that_refuses_is_told_in_a_sentence(archive: Path, full: Flask) -> None:
    with full.app_context(), transaction():
        db.session.execute(text("ALTER TABLE alembic_version RENAME TO another"))
    result = run(full, "backup", archive.with_name("b.zip"))
    assert (result.exit_code, "base de données" in result.output) == (1, True)
    assert run(full, "restore", archive, "--replace").exit_code == 0


def test_a_restored_site_of_an_older_version_says_what_to_run(full: Flask, sites: Sites, tmp_path: Path) -> None:
    with full.app_context(), transaction():
        db.session.execute(text("DELETE FROM alembic_version"))
    run(full, "backup", tmp_path / "a.zip")
    assert "flask db upgrade" in run(sites.empty(), "restore", tmp_path / "a.zip").output
