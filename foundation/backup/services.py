"""Saves the whole site and restores it: the database as it stood at one moment, and the documents."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import func, inspect, select

from foundation import clock, opening
from foundation.backup import postgresql, sqlite
from foundation.backup.archive import (
    DATABASE,
    FILES,
    BackupError,
    Manifest,
    Snapshot,
    Writer,
    extract,
    opened,
    private_file,
)
from foundation.database import db, reading, transaction
from foundation.schema import head, schema_version
from foundation.settings import Settings

# every restored site is further than any version that a cache may hold
VERSION_LEAP = 1_000_000
# what a site writes by merely running, before anyone has put anything into it
_RUNNING = {"site_state", "job_run", "worker_beat", "throttle_counter"}


def backup(target: Path) -> Manifest:
    """Save the site into a new file that only its owner may read, then read that file again and check it whole.

    The site may go on running. Documents are taken after the database, so each that it names is there. Raises
    BackupError with the sentence to show.
    """
    if target.exists():
        raise BackupError(f"Le fichier {target} existe déjà : donnez un autre nom.")
    with _private_folder(target.absolute().parent) as folder, private_file(target) as partial:
        snapshot = _save_database(folder / DATABASE)
        with zipfile.ZipFile(partial, "w") as archive:
            writer = Writer(archive)
            writer.add(DATABASE, folder / DATABASE, compressed=snapshot.engine == "sqlite")
            for path in _documents(_settings().files_dir):
                name = path.relative_to(_settings().files_dir).as_posix()
                with suppress(FileNotFoundError):  # removed since it was listed
                    writer.add(f"{FILES}{name}", path, compressed=False)
            manifest = writer.close(clock.real_now().isoformat(timespec="seconds"), snapshot)
        (folder / DATABASE).unlink()
        with opened(partial) as (written, _manifest):
            _stage_database(written, manifest, folder / DATABASE)
    return manifest


def restore(source: Path, *, replace: bool) -> Manifest:
    """Put the site back as an archive holds it. Nothing is touched before the archive is checked whole.

    The database changes in one transaction, and then the documents; stopped between the two, the same command
    again ends the work. The site is shut meanwhile and left so: `finish` opens it. Raises BackupError with the sentence
    to show.
    """
    with opened(source) as (archive, manifest):
        _require_fitting(manifest.snapshot)
        if not replace and not is_empty():
            raise BackupError("Le site contient déjà des données. Pour les remplacer, ajoutez --replace.")
        data_dir = _settings().data_dir
        with _private_folder(data_dir) as folder:
            _stage_database(archive, manifest, folder / DATABASE)
            for name in manifest.members:
                if name != DATABASE:
                    extract(archive, name, folder / name)
            (folder / FILES).mkdir(exist_ok=True)
            with _shut():
                _replace_database(manifest.snapshot, folder / DATABASE)
            _replace_documents(folder / FILES, folder / "replaced")
    return manifest


@contextmanager
def _shut() -> Iterator[None]:
    """Shut the site, for good if this succeeds; if not it is as it was."""
    was_open = not opening.is_shut()
    opening.shut()
    try:
        yield
    except BaseException:
        if was_open:
            opening.reopen()
        raise


def finish() -> bool:
    """Do what a restored site needs before anyone reads it, then open it.

    False, and the site stays shut, while its tables are of an older version than the code: they come first.
    """
    if not is_up_to_date():
        return False
    for follow in current_app.extensions["restored"]:
        with transaction(public=False):
            follow()
    opening.reopen()
    return True


def is_empty() -> bool:
    """Whether nothing was ever put into this site: no row but those of its running, no document."""
    with reading():
        there = set(inspect(db.session.connection()).get_table_names())
        for name, table in db.metadata.tables.items():
            if name in there - _RUNNING and db.session.scalar(select(func.count()).select_from(table)):
                return False
    return next(_documents(_settings().files_dir), None) is None


def is_up_to_date() -> bool:
    """Whether the database stands at the last migration of the code."""
    with reading():
        return schema_version() == head(_migrations())


def _migrations() -> str:
    return str(current_app.extensions["migrate"].directory)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@contextmanager
def _private_folder(beside: Path) -> Iterator[Path]:
    """A folder on the same disk that only its owner may enter."""
    beside.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=beside, prefix=".sauvegarde-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _documents(folder: Path) -> Iterator[Path]:
    """The documents; a name that begins with a dot is one still being written."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


def _save_database(target: Path) -> Snapshot:
    path = _settings().sqlite_path
    return sqlite.save(path, target) if path else postgresql.save(db.engine.url, target)


def _stage_database(archive: zipfile.ZipFile, manifest: Manifest, target: Path) -> None:
    """Take the database out of an archive and have its own engine read it."""
    extract(archive, DATABASE, target)
    if manifest.snapshot.engine == "sqlite":
        require_same(manifest.snapshot)(sqlite.examine(target))
    else:
        postgresql.examine(db.engine.url, target)


def require_same(expected: Snapshot) -> Callable[[Snapshot], None]:
    """A check that a database holds what was saved, row for row counted, its public journal included."""

    def check(found: Snapshot) -> None:
        if found != expected:
            differing = sorted(
                name
                for name in expected.tables.keys() | found.tables.keys()
                if expected.tables.get(name) != found.tables.get(name)
            )
            where = ", ".join(differing) or "journal ou version"
            raise BackupError(f"La base restaurée n’est pas celle qui a été sauvegardée ({where}). Rien n’a changé.")

    return check


def _require_fitting(snapshot: Snapshot) -> None:
    engine = db.engine.dialect.name
    if snapshot.engine != engine:
        raise BackupError(f"Cette sauvegarde vient de {snapshot.engine}, et ce site utilise {engine}.")
    scripts = ScriptDirectory(_migrations())
    try:
        known = snapshot.schema is None or scripts.get_revision(snapshot.schema) is not None
    except CommandError:
        known = False
    if not known:
        raise BackupError("Cette sauvegarde vient d’une version plus récente du site. Mettez d’abord le site à jour.")


def _replace_database(snapshot: Snapshot, staged: Path) -> None:
    path, url = _settings().sqlite_path, db.engine.url
    present = sqlite.public_version(path) if path else postgresql.public_version(url)
    version = max(present, snapshot.public_version) + VERSION_LEAP
    db.session.remove()
    if path:
        sqlite.replace(path, staged, version)
    else:
        postgresql.replace(url, staged, version, require_same(snapshot))


def _replace_documents(staged: Path, aside: Path) -> None:
    files = _settings().files_dir
    if files.exists():
        files.replace(aside)
    staged.replace(files)
