"""The draws in which somebody was on the list."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from councils.models import Term
from councils.sortition.models import AgeBand, Candidate, CandidateState, Sortition
from foundation import clock
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import date_short

C = CandidateState


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    for one in db.session.scalars(
        select(Candidate)
        .where(Candidate.person_id == person_id)
        .options(
            joinedload(Candidate.sortition).joinedload(Sortition.term).joinedload(Term.council),
            joinedload(Candidate.neighborhood),
        )
        .order_by(Candidate.id)
    ):
        drawn_on = one.sortition.drawn_on
        yield {
            "Conseil": one.sortition.term.council.name,
            "Tirage du": date_short(drawn_on) if drawn_on else "Pas encore fait",
            "Votre nom sur la liste": one.pseudonym,
            "Femme, homme ou autre": one.gender.label,
            "Âge": one.age_band.label,
            "Quartier": one.neighborhood.name if one.neighborhood else "",
            "État": one.state.label,
        }


def _erase(person_id: uuid.UUID) -> None:
    """The pseudonym stays, or nobody could check the draw any more; whoever was to be called will not be."""
    mine = update(Candidate).where(Candidate.person_id == person_id)
    called = (C.DRAWN, C.RESERVE)
    for statement in (
        mine.where(Candidate.state == C.LISTED).values(state=C.WITHDRAWN),
        mine.where(Candidate.state.in_(called)).values(state=C.REFUSED, answered_on=clock.today()),
        mine.values(age_band=AgeBand.UNDECLARED, neighborhood_id=None),
    ):
        db.session.execute(statement)


CANDIDATES = PersonalData(
    slug="tirages",
    title="Vos candidatures aux tirages au sort",
    columns=("candidate.person_id",),
    export=_rows,
    erase=_erase,
    kept="Effacées 30 jours après l’acte si vous n’êtes pas tiré ou tirée au sort, sinon à la fin du mandat.",
)
PERSONAL = (CANDIDATES,)
