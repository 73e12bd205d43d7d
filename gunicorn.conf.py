"""How gunicorn loads the site, whatever else its command says; it reads this file by its name.

What is made while the site is loaded is never thrown away: looking through it for what could be took a quarter of the
time until a server answers again, and a worker that looked through it later copied the memory it shares with the other.
"""

from __future__ import annotations

import gc

gc.disable()


def post_worker_init(_worker: object) -> None:
    """A worker has the site loaded: it leaves that alone, and looks through the rest from now on."""
    gc.freeze()
    gc.enable()
