"""What somebody had typed when their session turned out to be over: it travels, signed, in the page itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from foundation.forms import SIGNING

KEPT_FOR = 24 * 3600
_SECRET_WORDS = ("password", "current", "code", "secret", "carried", "stage", "ballot")
_UNSEEN = ("form_token", "next")


@dataclass(frozen=True)
class Carried:
    """A form that was sent too late: where to, and what was in it."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """What was typed at length, to be shown again."""
        return [value for _name, value in self.fields if len(value) > 20]


def seal(person_id: uuid.UUID | None) -> str:
    """The form of this request, for the person whose session is over when that is known; empty for what is secret."""
    names = set(request.form)
    if not names - set(_UNSEEN) or names & set(_SECRET_WORDS):
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _UNSEEN]
    path = request.full_path.rstrip("?")
    return _signer().dumps([str(person_id or ""), path, fields])


def unseal(text: str, person_id: uuid.UUID) -> Carried | None:
    """The form that was kept, if it is this person's."""
    try:
        owner, path, fields = _signer().loads(text, max_age=KEPT_FOR)
    except BadData:
        return None
    if owner not in {"", str(person_id)}:
        return None
    return Carried(path, [(name, value) for name, value in fields])


def as_key(text: str) -> str:
    """A row's id as it was sent, or nothing when it is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def local_path(address: str) -> str:
    """An address to go on to after signing in; « mon espace » unless it is a path of this site."""
    fallback = "/mon-espace"
    if not address.startswith("/") or address.startswith(("//", "/\\")) or "\\" in address:
        return fallback
    if any(ord(c) <= 32 or ord(c) == 127 for c in address):
        return fallback
    try:
        parts = urlsplit(address)
    except ValueError:
        return fallback
    return fallback if parts.scheme or parts.netloc else address


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["settings"].secret_key, salt="carried", signer_kwargs=SIGNING)
