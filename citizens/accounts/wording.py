"""How accounts and roles are said on pages and in forms."""

from __future__ import annotations

import math
import uuid
from datetime import datetime

from wtforms import SelectChoice

from citizens.accounts.forms import RoleForm
from citizens.accounts.models import Account
from citizens.roles.models import SCOPE_TYPES, ScopeType
from foundation import clock, scopes
from foundation.text import hour_words


def standing(account: Account) -> tuple[str, str, str]:
    """How an account stands, as a status is shown: shape, tone, word."""
    if account.disabled_at is not None:
        return "square", "late", "Compte fermé"
    if account.accepted_at is None:
        return "empty", "ongoing", "Invitation envoyée"
    return "full", "on", "Compte ouvert"


def rest(until: datetime) -> dict[str, int | str]:
    """How long one may still rest, for the script of the warning and for the page; the hour is that of the watch."""
    left = max(0, math.floor((until - clock.real_now()).total_seconds()))
    return {"seconds": left, "until": hour_words(until.astimezone(clock.PARIS))}


def fill_scopes(form: RoleForm) -> None:
    """Put what a role can be limited to into the list of the form, by kind."""
    form.scope.choices = [
        SelectChoice("", ScopeType.SITE.label),
        *(
            SelectChoice(f"{source.scope_type}:{key}", name, optgroup=source.label)
            for source in scopes.sources()
            for key, name in source.options()
        ),
    ]


def scope_of(form: RoleForm) -> tuple[ScopeType, uuid.UUID | None]:
    """What was chosen in that list."""
    kind, _, key = (form.scope.data or "").partition(":")
    return (SCOPE_TYPES[kind], uuid.UUID(key)) if key else (ScopeType.SITE, None)
