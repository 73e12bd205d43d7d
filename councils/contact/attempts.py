"""How often somebody may write to councils: few times from one mail address, ten times as often from one network."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import request
from limits import RateLimitItemPerMinute

from councils.contact.forms import ContactForm
from foundation import throttle
from foundation.text import plural

PER_WRITER = RateLimitItemPerMinute(3, 10)
PER_ADDRESS = RateLimitItemPerMinute(30, 10)


@dataclass(frozen=True)
class Try:
    """A form that was sent; `wait` is how many seconds to wait, 0 when it may go on."""

    form: ContactForm
    good: bool
    wait: int


def check() -> Try:
    """Read the form and count it, wrong or right for the network, right alone for the mail address.

    What is typed stays on the page of whoever has to wait.
    """
    form = ContactForm()
    good = form.sent()
    waits = [throttle.hit("contact:address", request.remote_addr or "", PER_ADDRESS)]
    if good:
        waits.append(throttle.hit("contact:writer", form.address.data.lower(), PER_WRITER))
    wait = max(waits)
    if wait:
        minutes = plural(math.ceil(wait / 60), "minute", "minutes")
        form.form_errors.append(
            f"Trop de messages de suite\u00a0: attendez {minutes}, puis envoyez-le à nouveau. Il est gardé ici."
        )
    return Try(form, good and not wait, wait)
