"""How long an office may still rest: said on its pages, asked and prolonged by their script."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_login import current_user

from citizens.accounts import recognition, wording
from citizens.accounts.blueprint import accounts
from foundation.policy import guarded


@accounts.app_template_global()
def rest_left() -> dict[str, int | str] | None:
    """What a page says of the rest of who reads it, when they hold an office; None for all others."""
    user = current_user._get_current_object()
    watched = isinstance(user, recognition.SignedIn) and user.in_office
    return wording.rest(user.rests_until) if watched else None


@accounts.get("/connexion/reste")
@guarded("account.own", fresh=True)
def rest() -> ResponseReturnValue:
    """What is left of a rest. Asking does not prolong it."""
    return wording.rest(recognition.present().rests_until)


@accounts.post("/connexion/reste")
@guarded("account.own", private=True)
def stay() -> ResponseReturnValue:
    """« Rester connecté »: to come here is a sign of life, and all that it takes."""
    return wording.rest(recognition.present().rests_until)
