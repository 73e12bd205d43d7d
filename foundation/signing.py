"""What stands in the link of a letter: a few values, signed by this site, stored nowhere (ruling 19)."""

from __future__ import annotations

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from foundation.forms import SIGNING


def sign(what: str, *values: str | int) -> str:
    """The last part of an address that names some values; `what` it is for, so that no other link opens with it."""
    signed: str = _signer(what).dumps(list(values))
    return signed


def read(what: str, text: str) -> list[Any]:
    """The values that were signed. Raises ValueError when this site did not make it, or made it for something else."""
    try:
        values = _signer(what).loads(text)
    except BadData as forged:
        raise ValueError(what) from forged
    if not isinstance(values, list):
        raise ValueError(what)
    return values


def _signer(what: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["settings"].secret_key, salt=what, signer_kwargs=SIGNING)
