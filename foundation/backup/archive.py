"""The archive of a backup: a zip file with the database, the documents, and a manifest that vouches for each."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = "porte-voix-backup-1"
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files/"
_CHUNK = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError)


class BackupError(Exception):
    """A backup cannot be made, or an archive cannot be used; the message is the sentence to show the operator."""


@dataclass(frozen=True)
class Snapshot:
    """What is known of the database at the very moment that was saved."""

    engine: str
    schema: str | None
    public_version: int
    tables: Mapping[str, int]
    journal_problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: the size and SHA-256 of each member, and the count of each table."""

    made_at: str
    snapshot: Snapshot
    members: Mapping[str, Mapping[str, Any]]

    def to_json(self) -> bytes:
        written = {"format": FORMAT, **asdict(self)}
        return json.dumps(written, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def from_json(cls, written: bytes) -> Manifest:
        """Raises BackupError when it is not a manifest of ours."""
        try:
            read = json.loads(written)
            if read["format"] != FORMAT:
                raise BackupError(f"Cette archive est d’un format inconnu : {read['format']}.")
            return cls(read["made_at"], Snapshot(**read["snapshot"]), read["members"])
        except (ValueError, KeyError, TypeError) as problem:
            raise BackupError("Cette archive n’est pas une sauvegarde de ce site, ou elle est abîmée.") from problem


@contextmanager
def private_file(path: Path) -> Iterator[Path]:
    """A new file that only its owner may read, under another name until it is whole and on the disk."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield partial
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class Writer:
    """Writes the members of an archive and notes what they are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, path: Path, *, compressed: bool) -> None:
        """Add a file; `compressed` when it is worth the effort."""
        seen = hashlib.sha256()
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with path.open("rb") as source, self._archive.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                seen.update(chunk)
                target.write(chunk)
        self._members[name] = {"sha256": seen.hexdigest(), "size": info.file_size}

    def close(self, made_at: str, snapshot: Snapshot) -> Manifest:
        """Write the manifest; its own hash goes into the archive's comment."""
        manifest = Manifest(made_at, snapshot, self._members)
        written = manifest.to_json()
        self._archive.writestr(MANIFEST, written)
        self._archive.comment = hashlib.sha256(written).hexdigest().encode()
        return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive and its manifest, every member read and compared with it. Raises BackupError on the least fault."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
            manifest = _checked(archive)
        except FileNotFoundError as problem:
            raise BackupError(f"Le fichier {path} n’existe pas.") from problem
        except _DAMAGE as problem:
            raise BackupError("L’archive est abîmée, ou n’est pas une sauvegarde de ce site.") from problem
        yield archive, manifest


def _checked(archive: zipfile.ZipFile) -> Manifest:
    written = archive.read(MANIFEST)
    if archive.comment != hashlib.sha256(written).hexdigest().encode():
        raise BackupError("L’archive est abîmée : sa liste ne correspond plus à son empreinte.")
    manifest = Manifest.from_json(written)
    _compare(archive, manifest)
    return manifest


def _compare(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = archive.namelist()
    if sorted(names) != sorted([*manifest.members, MANIFEST]):
        raise BackupError("L’archive est abîmée : des fichiers y manquent ou y sont en trop.")
    for name, expected in manifest.members.items():
        if not _is_safe(name):
            raise BackupError(f"L’archive contient un nom de fichier interdit : {name}")
        with archive.open(name) as member:
            if _sha256(member) != expected["sha256"]:
                raise BackupError(f"L’archive est abîmée : {name} a changé depuis la sauvegarde.")


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return name == DATABASE or (name.startswith(FILES) and not path.is_absolute() and ".." not in path.parts)


def _sha256(stream: IO[bytes]) -> str:
    seen = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        seen.update(chunk)
    return seen.hexdigest()


def extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Write one member to a file that only its owner may read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as copy:
        shutil.copyfileobj(source, copy, _CHUNK)
