"""The list of the erasures done, kept outside the database: a backup restored from before them forgets them again.

One line an erasure in a file that only grows: the id of the person and the moment, and nothing else. It stands beside
the database, not in it, and is in no archive: those of its lines that a backup holds are done in that backup.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from foundation import clock
from foundation.database import after_commit

NAME = "erasures.jsonl"


def note(person_id: uuid.UUID) -> None:
    """Add an erasure to the list once the present transaction is written."""
    after_commit(lambda: _append([person_id]))


def noted() -> list[uuid.UUID]:
    """Who was erased, the oldest first. A last line cut short by a crash is passed over."""
    try:
        lines = _path().read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return []
    return list(dict.fromkeys(_read(line) for line in lines if line.endswith("}")))


def complete(known: Iterable[uuid.UUID]) -> None:
    """Add those that a crash kept from being noted after their transaction."""
    there = set(noted())
    _append([one for one in known if one not in there])


def _read(line: str) -> uuid.UUID:
    return uuid.UUID(json.loads(line)["person"])


def _append(people: Iterable[uuid.UUID]) -> None:
    at = clock.real_now().isoformat(timespec="seconds")
    lines = "".join(json.dumps({"person": str(one), "at": at}) + "\n" for one in people)
    if not lines:
        return
    opened = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(opened, "a", encoding="ascii") as kept:
        # whatever a crash left without its end must not swallow the next line
        kept.write(lines if _ends_well() else f"\n{lines}")
        kept.flush()
        os.fsync(kept.fileno())


def _ends_well() -> bool:
    written = _path().read_bytes()
    return not written or written.endswith(b"\n")


def _path() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / NAME
