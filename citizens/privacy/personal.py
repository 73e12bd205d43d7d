"""What somebody asked about their own data."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import update

from citizens.privacy import queries
from citizens.privacy.models import RightsRequest
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import date_short, moment_words

VERIFIED = "Vérifiée"


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    for one in queries.of_person(person_id):
        yield {
            "Reçue le": moment_words(one.received_at),
            "Demande": one.kind.label,
            "Message": one.message,
            "État": one.state.label,
            "À répondre avant le": date_short(one.due_on),
            "Réponse": one.answer or "",
        }


def _erase(person_id: uuid.UUID) -> None:
    """That something was asked, when, and what became of it stays, to account for it; not what was said."""
    mine = update(RightsRequest).where(RightsRequest.person_id == person_id)
    db.session.execute(mine.values(message="", answer=None))
    db.session.execute(mine.where(RightsRequest.identity_check.is_not(None)).values(identity_check=VERIFIED))


REQUESTS = PersonalData(
    slug="demandes",
    title="Vos demandes sur vos données",
    columns=("rights_request.person_id",),
    export=_rows,
    erase=_erase,
    kept="Les dates et la décision sont gardées. Le message et la réponse sont effacés un an après.",
)
