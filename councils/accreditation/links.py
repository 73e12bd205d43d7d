"""The link by which an authority answers without an account: signed, revocable, for a time (ruling 19)."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from councils.accreditation.models import OPEN_STATES, Accreditation
from councils.accreditation.papers import ConsultationRequest
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.forms import SIGNING

KEPT = timedelta(days=60)


def token(request: ConsultationRequest) -> str:
    """What stands in the link of one request."""
    return str(_signer().dumps(request.id.hex))


def request_of(text: str) -> ConsultationRequest | None:
    """The request of a link, with its dossier and its authority; None when the link is none of ours, or too old.

    A revoked one is given too: its page says so.
    """
    try:
        key = uuid.UUID(hex=_signer().loads(text))
    except (BadSignature, ValueError, AttributeError):
        return None
    found = db.session.scalar(
        select(ConsultationRequest)
        .where(ConsultationRequest.id == key)
        .options(
            joinedload(ConsultationRequest.municipality),
            joinedload(ConsultationRequest.accreditation).joinedload(Accreditation.council),
        )
    )
    return None if found is None or _is_old(found.accreditation) else found


def _is_old(dossier: Accreditation) -> bool:
    if dossier.state in OPEN_STATES:
        return False
    moved = select(func.max(AuditEntry.at)).where(
        AuditEntry.object_type == Accreditation.__name__,
        AuditEntry.object_id == dossier.id,
        AuditEntry.after.is_not(None),
    )
    ended = db.session.scalar(moved)
    return ended is not None and ended + KEPT < clock.now()


def _signer() -> URLSafeSerializer:
    key = current_app.extensions["settings"].secret_key
    return URLSafeSerializer(key, salt="opinion", signer_kwargs=SIGNING)
