"""The link of a notice: one meeting, one seat, one round, signed, stored nowhere, opening no session (ruling 19)."""

from __future__ import annotations

import uuid

from foundation import signing


def token(meeting_id: uuid.UUID, membership_id: uuid.UUID, round_: int) -> str:
    """The last part of `/convocation/<token>`."""
    return signing.sign("notice", meeting_id.hex, membership_id.hex, round_)


def read(text: str) -> tuple[uuid.UUID, uuid.UUID, int] | None:
    """The meeting, the membership and the round that a token names; None when this site did not make it."""
    try:
        meeting, membership, round_ = signing.read("notice", text)
        return uuid.UUID(hex=meeting), uuid.UUID(hex=membership), int(round_)
    except (ValueError, TypeError, AttributeError):
        return None
