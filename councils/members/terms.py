"""The terms of a council: planned, and corrected until an act recognizes them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from councils.members import term_queries
from councils.models import Council, Membership, Term
from councils.services import plan_term
from foundation import audit
from foundation.clock import months_after
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import date_short, nfc
from foundation.workflow import Refused

LONGEST = 12 * 10
EARLIEST = date(2014, 2, 21)


@dataclass(frozen=True)
class Plan:
    """What a term is: its days, both included, its seats, and the text that sets how long it lasts."""

    start_on: date
    end_on: date
    residents_target: int
    local_actors_target: int
    duration_source: str = ""


def plan(council: Council, wanted: Plan, *, actor: Actor) -> Term:
    """The next term of a council. Raises Refused, with a sentence, for days that cannot be."""
    require(actor, "term.plan", council)
    _lock(council.id)
    _refuse_days(council.id, wanted, None)
    return plan_term(
        council,
        wanted.start_on,
        wanted.end_on,
        actor=actor,
        residents_target=wanted.residents_target,
        local_actors_target=wanted.local_actors_target,
        duration_source=wanted.duration_source,
    )


def correct(term: Term, wanted: Plan, *, actor: Actor) -> None:
    """Correct a term; its days only as long as no act recognizes them. Raises Refused."""
    require(actor, "term.plan", term)
    _lock(term.council_id)
    db.session.refresh(term, ["start_on", "end_on"])
    moves = (wanted.start_on, wanted.end_on) != (term.start_on, term.end_on)
    if moves and term_queries.is_recognized(term.id):
        raise Refused(
            f"Un acte reconnaît ce mandat du {date_short(term.start_on)} au {date_short(term.end_on)}\u00a0: ses dates "
            "changent par un dossier, pas ici. Vous pouvez corriger le nombre de sièges."
        )
    _refuse_days(term.council_id, wanted, term.id)
    if moves:
        _refuse_seats_outside(term, wanted)
    term.start_on, term.end_on = wanted.start_on, wanted.end_on
    term.residents_target, term.local_actors_target = wanted.residents_target, wanted.local_actors_target
    term.duration_source = nfc(wanted.duration_source)
    db.session.flush()
    audit.record(actor, "term.correct", term)


def _lock(council_id: uuid.UUID) -> None:
    db.session.execute(select(Council.id).where(Council.id == council_id).with_for_update())


def _refuse_days(council_id: uuid.UUID, wanted: Plan, but: uuid.UUID | None) -> None:
    if wanted.end_on < wanted.start_on:
        raise Refused("Le dernier jour vient avant le premier\u00a0: corrigez l’un des deux.")
    if wanted.start_on < EARLIEST:
        raise Refused(
            f"Les conseils citoyens existent depuis le {date_short(EARLIEST)}\u00a0: vérifiez le premier jour."
        )
    if wanted.end_on > months_after(wanted.start_on, LONGEST):
        raise Refused("Ce mandat durerait plus de dix ans\u00a0: vérifiez l’année du dernier jour.")
    other = term_queries.overlapping(council_id, wanted.start_on, wanted.end_on, but)
    if other is not None:
        raise Refused(
            f"Le mandat n° {other.number} va du {date_short(other.start_on)} au {date_short(other.end_on)}\u00a0: deux "
            "mandats d’un même conseil n’ont aucun jour en commun. Choisissez d’autres dates."
        )


def _refuse_seats_outside(term: Term, wanted: Plan) -> None:
    outside = select(func.count()).where(
        Membership.term_id == term.id, or_(Membership.end_on > wanted.end_on, Membership.start_on > wanted.end_on)
    )
    if db.session.scalar(outside):
        raise Refused("Des personnes siègent dans ce mandat après ce dernier jour\u00a0: choisissez un jour plus tard.")
