"""The link of a notice: one meeting, one seat, one round, signed, stored nowhere, opening no session (ruling 19)."""

from __future__ import annotations

import uuid

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from foundation.forms import SIGNING


def token(meeting_id: uuid.UUID, membership_id: uuid.UUID, round_: int) -> str:
    """The last part of `/convocation/<token>`."""
    signed: str = _signer().dumps([meeting_id.hex, membership_id.hex, round_])
    return signed


def read(text: str) -> tuple[uuid.UUID, uuid.UUID, int] | None:
    """The meeting, the membership and the round that a token names; None when this site did not make it."""
    try:
        meeting, membership, round_ = _signer().loads(text)
        return uuid.UUID(hex=meeting), uuid.UUID(hex=membership), int(round_)
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def _signer() -> URLSafeSerializer:
    key = current_app.extensions["settings"].secret_key
    return URLSafeSerializer(key, salt="notice", signer_kwargs=SIGNING)
