"""Who makes a request: asked of the one package that knows people, before the view is called."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from flask import current_app, g, request
from flask.sansio.app import App
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from foundation.policy import Actor
from foundation.settings import Settings

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Identity:
    """Somebody who has signed in; `form_key` binds the forms of their pages to this one session."""

    actor: Actor
    form_key: str


@dataclass(frozen=True)
class Identification:
    """How the package that knows people answers: who this is, and the page that asks a stranger who they are.

    `ask` is given when a rule refuses a stranger; it keeps what they had typed.
    """

    load: Callable[[], Identity | None]
    ask: Callable[[], ResponseReturnValue]


def cookie_config(settings: Settings) -> dict[str, Any]:
    """The one cookie of the site, set at sign-in only: unreadable by scripts, tied to this host, never sent abroad."""
    return {
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure else "session",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": KEPT_FOR,
    }


def sign_cookies(app: App) -> None:
    """Sign the cookie with SHA-256; Flask's own choice is older."""
    cast(SecureCookieSessionInterface, cast(Any, app).session_interface).digest_method = hashlib.sha256


def is_claimed() -> bool:
    """Whether the request says who makes it: its answer is then theirs alone."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def find() -> None:
    """Find out who makes this request, and keep it for the rest of the request."""
    identification = _identification()
    known = identification.load() if identification is not None and is_claimed() else None
    if known is not None:
        assume(known)


def assume(identity: Identity) -> None:
    """Let the rest of the request be somebody's: they have just been recognized."""
    g.actor, g.form_key = identity.actor, identity.form_key


def form_key() -> str:
    """What binds a form to the session it was shown in; empty before sign-in."""
    return cast(str, g.get("form_key", ""))


def ask() -> ResponseReturnValue | None:
    """The page that asks a stranger to sign in; None when nobody can on this site."""
    identification = _identification()
    return None if identification is None else identification.ask()


def _identification() -> Identification | None:
    return cast("Identification | None", current_app.extensions["identify"])
