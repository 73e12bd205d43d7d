"""The link of a letter: one motion and one membership, signed, stored nowhere, opening no session (ruling 19)."""

from __future__ import annotations

import uuid

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from foundation.forms import SIGNING


def token(motion_id: uuid.UUID, membership_id: uuid.UUID) -> str:
    """The last part of `/voter/<token>` for one membership on one motion."""
    signed: str = _signer().dumps([motion_id.hex, membership_id.hex])
    return signed


def read(text: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The motion and the membership that a token names; None when this site did not make it."""
    try:
        motion, membership = _signer().loads(text)
        return uuid.UUID(hex=motion), uuid.UUID(hex=membership)
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def _signer() -> URLSafeSerializer:
    key = current_app.extensions["settings"].secret_key
    return URLSafeSerializer(key, salt="vote", signer_kwargs=SIGNING)
