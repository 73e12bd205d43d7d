"""What dossiers of labellisation say of people: who opened them, who was proposed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from councils.accreditation.models import OPEN_STATES, Accreditation
from councils.accreditation.papers import ProposedChange
from foundation.database import db
from foundation.personal import PersonalData, Row


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    opened = select(Accreditation).where(Accreditation.opened_by_id == person_id)
    for one in db.session.scalars(opened.options(joinedload(Accreditation.council)).order_by(Accreditation.id)):
        yield _row(one, "Vous l’avez ouvert")
    joining = select(ProposedChange).where(ProposedChange.joining_id == person_id)
    whole = joinedload(ProposedChange.accreditation).joinedload(Accreditation.council)
    for change in db.session.scalars(joining.options(whole).order_by(ProposedChange.id)):
        yield _row(change.accreditation, "Vous y êtes proposé ou proposée comme membre")


def _row(dossier: Accreditation, part: str) -> Row:
    return {
        "Conseil": dossier.council.name,
        "Dossier": dossier.kind.label,
        "État": dossier.state.label,
        "Votre part": part,
    }


def _erase(person_id: uuid.UUID) -> None:
    """Who was to join by a dossier still under way will not; where somebody leaves too, the seat is left empty."""
    running = select(Accreditation.id).where(Accreditation.state.in_(OPEN_STATES))
    mine = select(ProposedChange).where(
        ProposedChange.joining_id == person_id, ProposedChange.accreditation_id.in_(running)
    )
    for change in db.session.scalars(mine):
        if change.leaving_id is None:
            db.session.execute(delete(ProposedChange).where(ProposedChange.id == change.id))
            continue
        change.joining_id = change.college = change.origin = change.rank = None
        change.organization_id = change.accepted_on = None
    db.session.flush()


DOSSIERS = PersonalData(
    slug="dossiers",
    title="Les dossiers de labellisation qui vous concernent",
    columns=("accreditation.opened_by_id", "proposed_change.joining_id"),
    export=_rows,
    erase=_erase,
    kept="Gardés avec les actes, qui sont des archives publiques. Après un effacement, sans votre nom.",
)
PERSONAL = (DOSSIERS,)
