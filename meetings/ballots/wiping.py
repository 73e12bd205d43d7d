"""What is done away with once a secret vote is closed: its key, then what the database's log still holds of its box.

Done right after the closing, and again each minute: what a crash left undone is ended by whoever comes next.
"""

from __future__ import annotations

import logging
import uuid
from contextlib import suppress

from foundation import clock
from foundation.database import after_commit, empty_log, reading
from meetings.ballots import keys, queries

log = logging.getLogger(__name__)

# the file of a key is written before its vote is: a younger one may belong to a vote that is being opened
ORPHANED_AFTER = 3600


def wipe() -> None:
    """Destroy the keys of votes that are closed, or were never opened, and empty the log of the database."""
    try:
        due = _due()
        for motion_id in due:
            with suppress(FileNotFoundError):  # another worker was quicker
                keys.destroy(motion_id)
        if due and empty_log():
            for motion_id in due:
                keys.forget(motion_id)
    except OSError:
        log.warning("the key of a closed vote could not be destroyed yet", exc_info=True)


def wipe_later() -> None:
    """The same for a job, once its transaction has ended: the log cannot be emptied while somebody writes."""
    after_commit(wipe)


def _due() -> list[uuid.UUID]:
    there = dict(keys.known())
    if not there:
        return []
    with reading():
        known, still_open = queries.still_open(list(there))
    old = clock.real_now().timestamp() - ORPHANED_AFTER
    return [one for one, written in there.items() if one not in still_open and (one in known or written < old)]
