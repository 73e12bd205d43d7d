from __future__ import annotations

from datetime import time

from citizens.accounts import links, sessions
from foundation.jobs import Job


def forget_old_ways_in() -> None:
    """Forget the sessions and the links that have been of no use for long."""
    sessions.purge()
    links.purge()


JOBS = (
    Job("accounts.purge", "Oublier les vieilles connexions et les vieux liens", forget_old_ways_in, at=time(3, 40)),
)
