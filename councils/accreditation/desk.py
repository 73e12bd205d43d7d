"""The list of the dossiers for those who act on them: theirs first, the one that waits longest at the top."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from councils.accreditation import turns, waiting
from councils.accreditation.filters import EVERY_STATE, MINE, WITH_AUTHORITIES, DeskFilters
from councils.accreditation.looks import Look, look
from councils.accreditation.models import OPEN_STATES, Accreditation, AccreditationState
from councils.models import Council, Coverage
from councils.territory.models import Municipality, neighborhood_municipality
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.pagination import paginate
from foundation.policy import Actor
from foundation.text import date_short, plural

ORDER = (AuditEntry.at, AuditEntry.id)
NOTHING: Mapping[str, Any] = {"theirs": (), "more": None, "rows": (), "page": None, "active": True}


@dataclass(frozen=True)
class Row:
    """One dossier in the list. `turn`: whose it is to act, since how long."""

    url: str
    council: str
    title: str
    look: Look
    turn: str


def overview(form: DeskFilters, actor: Actor, cursor: str | None) -> Mapping[str, Any]:
    """Theirs and the others on the first page; what the filters ask for, page by page."""
    known, active = last_steps(actor).where(*_asked(form, actor)), bool(form.chosen())
    if active or cursor:
        page = paginate(known, ORDER, cursor=cursor)
        return {**NOTHING, "rows": _rows(page.rows), "page": page, "active": active}
    mine = waiting.lies_with_actor(actor)
    first, page = paginate(known.where(mine), ORDER), paginate(known.where(~mine), ORDER)
    return {
        "theirs": _rows(first.rows),
        "more": first.next is not None,
        "rows": _rows(page.rows),
        "page": page,
        "active": False,
    }


def last_steps(actor: Actor) -> Select[AuditEntry]:
    """The last step of each dossier that somebody may read: since when it waits."""
    return _every_last_step().where(waiting.readable_by(actor))


def open_steps() -> Select[AuditEntry]:
    """The last step of every open dossier, the latest first."""
    return _every_last_step().where(Accreditation.state.in_(OPEN_STATES)).order_by(AuditEntry.at.desc(), AuditEntry.id)


def of_council(council: Council) -> list[Row]:
    """The dossiers of one council, the latest step first."""
    steps = _every_last_step().where(Accreditation.council_id == council.id)
    return _rows(db.session.scalars(steps.order_by(AuditEntry.at.desc(), AuditEntry.id)).all())


def _every_last_step() -> Select[AuditEntry]:
    later = aliased(AuditEntry)
    newer = or_(later.at > AuditEntry.at, and_(later.at == AuditEntry.at, later.id > AuditEntry.id))
    passed = exists().where(later.object_id == AuditEntry.object_id, later.after.is_not(None), newer)
    return (
        select(AuditEntry)
        .join(Accreditation, Accreditation.id == AuditEntry.object_id)
        .where(AuditEntry.object_type == Accreditation.__name__, AuditEntry.after.is_not(None), ~passed)
    )


def _asked(form: DeskFilters, actor: Actor) -> list[ColumnElement[bool]]:
    found = []
    if form.etat.data in {state.value for state in AccreditationState}:
        found.append(Accreditation.state == form.etat.data)
    elif form.etat.data != EVERY_STATE:
        found.append(Accreditation.state.in_(OPEN_STATES))
    if form.demande.data:
        found.append(Accreditation.kind == form.demande.data)
    if form.commune.data:
        found.append(_in_commune(form.commune.data))
    if form.tour.data == MINE:
        found.append(waiting.lies_with_actor(actor))
    elif form.tour.data == WITH_AUTHORITIES:
        found.append(waiting.with_authorities())
    elif form.tour.data:
        found.append(waiting.lies_with(waiting.SIDES[form.tour.data][1]))
    return found


def _in_commune(slug: str) -> ColumnElement[bool]:
    place = neighborhood_municipality.c
    return Accreditation.council_id.in_(
        select(Coverage.council_id)
        .join(neighborhood_municipality, place.neighborhood_id == Coverage.neighborhood_id)
        .join(Municipality, Municipality.id == place.municipality_id)
        .where(Municipality.slug == slug, Coverage.valid_to.is_(None))
    )


def by_id(ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Accreditation]:
    """Some dossiers with the name of their council."""
    found = db.session.scalars(
        select(Accreditation)
        .where(Accreditation.id.in_(ids))
        .options(joinedload(Accreditation.council).load_only(Council.name, Council.slug))
    )
    return {one.id: one for one in found}


def _rows(steps: Sequence[AuditEntry]) -> list[Row]:
    ids = [step.object_id for step in steps]
    dossiers = by_id(ids)
    consulted = waiting.consulted_now(ids)
    return [_row(dossiers[step.object_id], step.at, consulted) for step in steps]


def _row(dossier: Accreditation, since: datetime, consulted: frozenset[uuid.UUID]) -> Row:
    clerical = ", faute d’écriture" if dossier.clerical else ""
    return Row(
        url_for("accreditation.read", key=dossier.id),
        dossier.council.name,
        f"{dossier.kind.label}{clerical}",
        look(dossier),
        _turn(dossier, since, consulted),
    )


def _turn(dossier: Accreditation, since: datetime, consulted: frozenset[uuid.UUID]) -> str:
    day = since.astimezone(clock.PARIS).date()
    if dossier.state not in turns.WORDS:
        return f"Depuis le {date_short(day)}."
    words = turns.AUTHORITIES if dossier.id in consulted else turns.WORDS[dossier.state]
    days = (clock.today() - day).days
    waited = f"depuis {plural(days, 'jour', 'jours')}" if days else "depuis aujourd’hui"
    return f"La balle est chez\u00a0: {words}, {waited}."
