"""The private keys of secret votes: one file each in `DATA_DIR/keys`, readable by the site's account alone.

They are outside the database and outside backups. A key is overwritten before it goes; the empty file that is left
says that the database's own traces are still to be wiped, and goes when they are.
"""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

ENDING = ".pem"


def folder() -> Path:
    """Where the keys are; made when it is not there."""
    path: Path = current_app.extensions["settings"].data_dir / "keys"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def keep(motion_id: uuid.UUID, private_key: bytes) -> None:
    """Keep the key of a vote, safely on the disk before anything is sealed with it."""
    descriptor = os.open(_path(motion_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private_key)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder()


def read(motion_id: uuid.UUID) -> bytes | None:
    """The key of a vote; None when it is not here any more."""
    try:
        return _path(motion_id).read_bytes() or None
    except FileNotFoundError:
        return None


def is_kept(motion_id: uuid.UUID) -> bool:
    """Whether the ballots of a vote could be opened."""
    try:
        return _path(motion_id).stat().st_size > 0
    except FileNotFoundError:
        return False


def known() -> Iterator[tuple[uuid.UUID, float]]:
    """The votes of which there is a file, and when each was written (seconds since 1970)."""
    for path in sorted(folder().glob(f"*{ENDING}")):
        yield uuid.UUID(path.stem), path.stat().st_mtime


def destroy(motion_id: uuid.UUID) -> None:
    """Overwrite the key of a vote; an empty file is left, until `forget`."""
    path = _path(motion_id)
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
        file.truncate(0)
        os.fsync(file.fileno())


def forget(motion_id: uuid.UUID) -> None:
    """Take the empty file away."""
    _path(motion_id).unlink(missing_ok=True)
    _sync_folder()


def _path(motion_id: uuid.UUID) -> Path:
    return folder() / f"{motion_id}{ENDING}"


def _sync_folder() -> None:
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
