"""The seats in committees that people hold for their council."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import joinedload

from councils.committees.models import CommitteeSeat
from councils.models import Membership
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import date_short

ENDLESS = "Sans fin prévue"


def _mine(person_id: uuid.UUID) -> Select[Any]:
    return select(Membership.id).where(Membership.person_id == person_id)


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    mine = set(db.session.scalars(_mine(person_id)))
    held = or_(CommitteeSeat.titular_id.in_(mine), CommitteeSeat.substitute_id.in_(mine))
    for seat in db.session.scalars(
        select(CommitteeSeat)
        .where(held)
        .options(joinedload(CommitteeSeat.committee), joinedload(CommitteeSeat.council))
        .order_by(CommitteeSeat.start_on, CommitteeSeat.id)
    ):
        yield {
            "Comité": seat.committee.name,
            "Conseil": seat.council.name,
            "Votre part": "Titulaire" if seat.titular_id in mine else "Suppléance",
            "Voix": seat.voice.label,
            "Siège depuis le": date_short(seat.start_on),
            "Jusqu’au": date_short(seat.end_on) if seat.end_on else ENDLESS,
        }


def _erase(person_id: uuid.UUID) -> None:
    """The seat stays the council's, and waits for somebody else."""
    for column in (CommitteeSeat.titular_id, CommitteeSeat.substitute_id):
        emptied = update(CommitteeSeat).where(column.in_(_mine(person_id)))
        values = {column.key: None, "version": CommitteeSeat.version + 1}
        db.session.execute(emptied.values(values).execution_options(synchronize_session=False))


SEATS = PersonalData(
    slug="sieges-comites",
    title="Les sièges que vous tenez dans des comités",
    columns=("committee_seat.titular_id", "committee_seat.substitute_id"),
    export=_rows,
    erase=_erase,
    kept="Gardés tant que quelqu’un d’autre n’y est pas nommé. Après un effacement, le siège attend quelqu’un d’autre.",
)
PERSONAL = (SEATS,)
