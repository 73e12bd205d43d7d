"""The link of a letter: one motion and one membership, signed, stored nowhere, opening no session (ruling 19)."""

from __future__ import annotations

import uuid

from foundation import signing


def token(motion_id: uuid.UUID, membership_id: uuid.UUID) -> str:
    """The last part of `/voter/<token>` for one membership on one motion."""
    return signing.sign("vote", motion_id.hex, membership_id.hex)


def read(text: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The motion and the membership that a token names; None when this site did not make it."""
    try:
        motion, membership = signing.read("vote", text)
        return uuid.UUID(hex=motion), uuid.UUID(hex=membership)
    except (ValueError, TypeError, AttributeError):
        return None
