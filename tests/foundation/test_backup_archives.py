"""Archives that are damaged, changed or of another site are refused with their reason, and nothing is touched."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask

from foundation.backup import postgresql
from foundation.backup.archive import BackupError
from foundation.database import db
from tests.foundation.backups import files, rows, run, said
from tests.sites import Sites


def flipped(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def test_a_damaged_archive_is_refused_and_touches_nothing(archive: Path, full: Flask, tmp_path: Path) -> None:
    """A flipped bit is noticed, or falls where it changes nothing of what is restored."""
    chance = random.Random(2026)
    before, before_files = rows(full), files(full)
    refused = 0
    for number in range(40):
        damaged = tmp_path / f"abime-{number}.zip"
        shutil.copy(archive, damaged)
        (flipped if number < 30 else cut)(damaged, chance)
        result = run(full, "restore", damaged, "--replace")
        assert result.exit_code in {0, 1}, result.output
        assert isinstance(result.exception, SystemExit | None)
        refused += result.exit_code
        assert (rows(full), files(full)) == (before, before_files)
    assert refused >= 36


Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def lose_a_file(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    del members["files/autre.pdf"]


def add_a_file(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    members["files/intrus.pdf"] = b"x"


def change_a_file(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    members["files/autre.pdf"] = b"x"


def change_the_manifest(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["made_at"] = "2020-01-01"


@pytest.mark.parametrize("change", [lose_a_file, add_a_file, change_a_file, change_the_manifest])
def test_an_archive_that_was_changed_is_refused(archive: Path, sites: Sites, change: Change) -> None:
    rewrite(archive, change, seal=False)
    result = run(sites.empty(), "restore", archive)
    assert (result.exit_code, "abîmée" in result.output) == (1, True)


def rewrite(path: Path, change: Change, *, seal: bool) -> None:
    """Change the members of an archive; `seal` makes the manifest's hash fit again, as a careful forger would."""
    with zipfile.ZipFile(path) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
        comment = opened.comment
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as written:
        for name, content in members.items():
            written.writestr(name, content)
        written.comment = sha(members["manifest.json"]) if seal else comment


def sha(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def other_format(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["format"] = "autre-1"


def no_snapshot(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del manifest["snapshot"]


def other_engine(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["snapshot"]["engine"] = "oracle"


def newer_schema(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["snapshot"]["schema"] = "9999_from_the_future"


def other_count(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["snapshot"]["tables"]["journal_entry"] = 39


def way_out(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["files/../../intrus"] = b"x"
    manifest["members"]["files/../../intrus"] = {"sha256": sha(b"x").decode(), "size": 1}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (other_format, "format inconnu : autre-1"),
        (no_snapshot, "n’est pas une sauvegarde de ce site"),
        (other_engine, "vient de oracle"),
        (newer_schema, "version plus récente"),
        (other_count, "(journal_entry). Rien n’a changé."),
        (way_out, "nom de fichier interdit"),
    ],
)
def test_an_archive_that_does_not_fit_is_refused_with_its_reason(
    archive: Path, sites: Sites, change: Change, sentence: str
) -> None:
    rewrite(archive, change, seal=True)
    other = sites.empty()
    before = rows(other)
    result = run(other, "restore", archive)
    assert result.exit_code == 1
    assert sentence in said(result)
    assert rows(other) == before


def garbage(database: bytes) -> bytes:
    return b"no database at all" * 300


def torn(database: bytes) -> bytes:
    middle = len(database) // 2
    return database[:middle] + b"\xff" * 20_000 + database[middle + 20_000 :]


@pytest.mark.parametrize("harm", [garbage, torn])
def test_a_database_that_its_own_engine_cannot_read_is_refused_and_nothing_changes(
    archive: Path, full: Flask, harm: Callable[[bytes], bytes]
) -> None:
    """The archive itself is whole: its database was already damaged when it was made."""

    def harmed(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members["database"] = harm(members["database"])
        manifest["members"]["database"]["sha256"] = sha(members["database"]).decode()

    rewrite(archive, harmed, seal=True)
    before, before_files = rows(full), files(full)
    result = run(full, "restore", archive, "--replace")
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert (rows(full), files(full)) == (before, before_files)


def test_a_database_that_is_gone_cannot_be_saved(full: Flask, sites: Sites, tmp_path: Path) -> None:
    sites.close()
    result = run(full, "backup", tmp_path / "a.zip")
    assert (result.exit_code, "base de données" in result.output) == (1, True)
    assert list(tmp_path.glob("*.zip*")) == []


def test_a_database_kept_busy_is_not_waited_for_without_end(full: Flask) -> None:
    with full.app_context():
        if db.engine.dialect.name != "postgresql":
            return
        address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as busy, psycopg.connect(address) as restoring:
        busy.execute("LOCK TABLE journal_entry IN ROW EXCLUSIVE MODE")
        with pytest.raises(BackupError, match="occupée"):
            postgresql.lock(restoring, seconds=0)
        busy.rollback()
        postgresql.lock(restoring, seconds=0)


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_archive_is_refused(app: Flask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "autre.zip"
    path.write_bytes(content)
    result = run(app, "restore", path)
    assert (result.exit_code, "n’est pas une sauvegarde" in result.output) == (1, True)
    assert "n’existe pas" in run(app, "restore", tmp_path / "absente.zip").output


def program(folder: Path, version: str) -> Path:
    """A program that only says its version."""
    folder.mkdir()
    path = folder / "pg_dump"
    path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version} (Debian)'\n")
    path.chmod(0o700)
    return folder


def test_the_server_s_own_version_of_a_program_is_preferred(tmp_path: Path) -> None:
    folders = [program(tmp_path / version, version) for version in ("17.2", "14.9", "15.14", "16.1")]
    assert postgresql.find_program("pg_dump", 15, folders) == str(tmp_path / "15.14" / "pg_dump")
    assert postgresql.find_program("pg_dump", 13, folders) == str(tmp_path / "14.9" / "pg_dump")


def test_a_program_that_is_missing_or_too_old_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump manque"):
        postgresql.find_program("pg_dump", 15, [tmp_path])
    with pytest.raises(BackupError, match="version 14, plus ancienne que le serveur"):
        postgresql.find_program("pg_dump", 15, [program(tmp_path / "14", "14.9")])
