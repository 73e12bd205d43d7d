"""The link of an invitation to a seat: good for 14 days, for one membership and the address it was sent to."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from foundation import clock
from foundation.forms import SIGNING

LIFETIME = timedelta(days=14)


@dataclass(frozen=True)
class Named:
    """What a token of this site says: whose seat, sent to which address (its mark), and whether it ran out."""

    membership_id: uuid.UUID
    address: str
    is_late: bool


def token(membership_id: uuid.UUID, email: str) -> str:
    """The last part of `/siege/<token>`; once the person's address is another, it opens nothing."""
    signed: str = _signer().dumps([membership_id.hex, mark(email), int(clock.real_now().timestamp())])
    return signed


def read(text: str) -> Named | None:
    """What a token names; None when this site did not make it."""
    try:
        key, address, made = _signer().loads(text)
        late = clock.real_now().timestamp() - made > LIFETIME.total_seconds()
        return Named(uuid.UUID(hex=key), address, late)
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def mark(email: str) -> str:
    """A short mark of an address: enough to see that it changed, too little to find it."""
    key = current_app.extensions["settings"].secret_key
    return hashlib.sha256(f"{key}\0{email.strip().lower()}".encode()).hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    key = current_app.extensions["settings"].secret_key
    return URLSafeSerializer(key, salt="seat", signer_kwargs=SIGNING)
