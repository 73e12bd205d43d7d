"""Points to complete: what the prefect's delegate asks for, each with its reason, round after round (T5, T6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.papers import ReviewPoint
from councils.accreditation.services import move
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

DAYS_TO_COMPLETE = timedelta(days=30)


def send_back(
    dossier: Accreditation,
    points: Sequence[tuple[str, str]],
    *,
    actor: Actor,
    comment: str = "",
    version: int | None = None,
) -> None:
    """T5: return the file with what to complete, each point with its reason; a reply is due in 30 days.

    Raises Refused without a point, or when a point lacks its reason.
    """
    require(actor, "accreditation.decide", dossier)
    told = [(nfc(text).strip(), nfc(reason).strip()) for text, reason in points]
    if not told:
        raise Refused("Écrivez au moins un point à compléter, avec sa raison.")
    if any(not text or not reason for text, reason in told):
        raise Refused("Chaque point a besoin de sa raison\u00a0: complétez les deux, ou effacez la ligne.")
    rounds = select(func.max(ReviewPoint.round)).where(ReviewPoint.accreditation_id == dossier.id)
    number = (db.session.scalar(rounds) or 0) + 1
    due_on = clock.today() + DAYS_TO_COMPLETE
    for position, (text, reason) in enumerate(told, 1):
        db.session.add(
            ReviewPoint(
                accreditation_id=dossier.id, round=number, position=position, text=text, reason=reason, due_on=due_on
            )
        )
    move(dossier, "send_back", actor=actor, comment=comment or _listed(told), version=version)


def _listed(told: Sequence[tuple[str, str]]) -> str:
    return "\u202f; ".join(text for text, _ in told)


def resolve(point: ReviewPoint, resolution: str, *, actor: Actor) -> None:
    """Say how a point was completed. Raises Refused when the file is not there to be completed."""
    dossier = db.session.get_one(Accreditation, point.accreditation_id, with_for_update=True, populate_existing=True)
    require(actor, "accreditation.edit", dossier)
    if dossier.state is not AccreditationState.RETURNED:
        raise Refused("Le dossier n’est pas à compléter\u00a0: ce point ne change plus.")
    words = nfc(resolution).strip()
    if not words:
        raise Refused("Dites en une phrase ce qui a été corrigé.")
    point.resolution, point.resolved_at = words, clock.now()
    db.session.flush()
    audit.record(actor, "accreditation.resolve", dossier)
