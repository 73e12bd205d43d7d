"""Random tokens, their hashes, and the little that must be read again later."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

# no letter or digit that one could take for another when reading from paper
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_A_GROUP = 3, 4
CODE_LENGTH = _GROUPS * _IN_A_GROUP


def new_token() -> str:
    """A token that nobody can guess, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code to copy by hand: « k7dp-m2xw-9fzt »."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))


def hashed(purpose: str, token: str) -> str:
    """What is kept of a token: a keyed hash, so that a copy of the database opens nothing."""
    return hmac.new(_key("token"), f"{purpose}\0{token}".encode(), hashlib.sha256).hexdigest()


def encrypted(text: str) -> str:
    """A text that only this site can read again."""
    return _fernet().encrypt(text.encode()).decode()


def read(text: str) -> str | None:
    """The text that `encrypted` hid; None when this site, with its present key, never hid it."""
    try:
        return _fernet().decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("second factor")))


def _key(use: str) -> bytes:
    secret: str = current_app.extensions["settings"].secret_key
    return hmac.new(secret.encode(), use.encode(), hashlib.sha256).digest()
