"""Who one is, proved again before what lets in is changed: by the password, by a code, or by having just signed in."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from citizens.accounts import attempts, events, passwords, recognition
from citizens.accounts.models import Account


def is_missing(account: Account) -> bool:
    """Whether somebody without a password signed in too long ago for a change that matters."""
    return account.password_hash is None and not recognition.present().session.is_recent


def ask(wanted: str) -> ResponseReturnValue:
    """The page that asks to come in again first; `wanted` is what one was about to do."""
    return render_template("citizens/accounts/prove.html", wanted=wanted), 403


def is_password_right(account: Account, field: Any) -> bool:
    """Check the present password, which a form asks for again. Slow and counted: before the write lock."""
    attempts.count("change", str(account.id))
    if passwords.is_right(account.password_hash, field.data):
        events.proved("password")
        return True
    events.refused("password")
    field.errors = ["Ce n’est pas votre mot de passe actuel."]
    return False
