"""How accounts and roles are said on pages and in forms."""

from __future__ import annotations

import math
import uuid
from datetime import datetime

from wtforms import SelectChoice

from citizens.accounts.forms import RoleForm
from citizens.accounts.models import Account, AccountSession
from citizens.roles.models import SCOPE_TYPES, ScopeType
from foundation import clock, scopes
from foundation.text import hour_words, moment_words


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


_WAYS = {"password": "Mot de passe", "link": "Lien reçu par courriel", "invitation": "Invitation"}


def sign_in(session: AccountSession) -> tuple[str, str, str, str]:
    """One sign-in, as a line of a table: when, on what, how, and how it ended."""
    end = session.ended_because.label if session.ended_because else "Ouverte, ou finie d’elle-même"
    return moment_words(session.created_at), session.device, way_words(session), end


def way_words(session: AccountSession) -> str:
    """How somebody came in."""
    way = _WAYS.get(session.way or "", "Non noté")
    return f"{way}, puis code du téléphone" if session.with_code else way
