"""A site that is shut for a moment: it answers nobody and sends nothing until it is open again.

A backup is restored behind it, and what was erased since that backup is erased again before anyone can read it. A file
says so: every process of the site sees it, whatever becomes of the database.
"""

from __future__ import annotations

from pathlib import Path

from flask import current_app

SENTENCE = "Le site est remis en état. Revenez dans quelques minutes\u00a0: ce que vous aviez ouvert ici vous attend."


def shut() -> None:
    """Answer nobody from now on."""
    _mark().touch(mode=0o600)


def reopen() -> None:
    """Answer everybody again."""
    _mark().unlink(missing_ok=True)


def is_shut() -> bool:
    """Whether nobody is answered."""
    return _mark().exists()


def _mark() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / "shut"
