"""How often somebody may try to come in: slowed after ten tries, let go on within five minutes, never locked out."""

from __future__ import annotations

import math

from flask import request
from limits import RateLimitItemPerMinute
from werkzeug.exceptions import TooManyRequests

from foundation import throttle
from foundation.text import plural

# whoever tries a known address, right or wrong: the count must not tell which addresses have an account
PER_ACCOUNT = RateLimitItemPerMinute(10, 5)
# a council of 75 on one network comes in (ruling 21)
PER_ADDRESS = RateLimitItemPerMinute(100, 5)


def count(what: str, account: str = "") -> None:
    """Count one try by this network address and, when given, on this account. Raises TooManyRequests with the wait."""
    waits = [throttle.hit(f"{what}:address", request.remote_addr or "", PER_ADDRESS)]
    if account:
        waits.append(throttle.hit(f"{what}:account", account.lower(), PER_ACCOUNT))
    if any(waits):
        wait = max(waits)
        minutes = plural(math.ceil(wait / 60), "minute", "minutes")
        raise TooManyRequests(
            f"Trop d’essais de suite. Par prudence, attendez {minutes}, puis recommencez\u00a0: rien n’est bloqué.",
            retry_after=wait,
        )
