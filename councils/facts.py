"""What the public status of councils depends on, read from their acts, their dossiers and the trail of these."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select

from councils.accreditation.models import Accreditation, AccreditationState, RecognitionAct
from councils.models import Council, Term
from councils.status import Act, Dossier, Facts, PublicStatus, public_status
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db

Known = Mapping[uuid.UUID, tuple[list[Act], list[Dossier]]]
_STATES = {state.value: state for state in AccreditationState}


def status_on(council: Council, day: date) -> PublicStatus:
    """The status that one council has at the end of a day by what this transaction sees; one query."""
    acts, dossiers = facts_on(day, [council.id]).get(council.id, ([], []))
    return public_status(Facts(council.closed_on, acts, dossiers), day)


def facts_on(day: date, only: Collection[uuid.UUID] | None = None) -> Known:
    """The acts of each council, or of some, and its dossiers with the state they had at the end of the day."""
    found: dict[uuid.UUID, tuple[list[Act], list[Dossier]]] = {}
    wanted = _dossiers(day)
    if only is not None:
        wanted = wanted.where(Accreditation.council_id.in_(only))
    for row in db.session.execute(wanted):
        acts, dossiers = found.setdefault(row.council_id, ([], []))
        if row.effective_on and row.published_on:
            term = (row.start_on, row.end_on)
            acts.append(Act(row.kind, row.form, row.effective_on, row.published_on, *term, row.legal_regime))
        if row.after is not None:
            opened_on = row.opened.astimezone(clock.PARIS).date()
            dossiers.append(Dossier(row.kind, _STATES[row.after], opened_on, row.effective_on, row.legal_regime))
    return found


def _dossiers(day: date) -> Select[Any]:
    after, opened = _last_step(day)
    return (
        select(
            Accreditation.council_id,
            Accreditation.kind,
            Accreditation.legal_regime,
            after.label("after"),
            opened.label("opened"),
            RecognitionAct.kind.label("form"),
            RecognitionAct.effective_on,
            RecognitionAct.published_on,
            Term.start_on,
            Term.end_on,
        )
        .outerjoin(RecognitionAct, RecognitionAct.accreditation_id == Accreditation.id)
        .outerjoin(Term, Term.id == Accreditation.term_id)
    )


def _last_step(day: date) -> tuple[ScalarSelect[Any], ScalarSelect[Any]]:
    """The state that the trail gives a dossier at the end of a Paris day, and when it was opened.

    Looked up dossier by dossier in the index of the trail, which holds much besides.
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), clock.PARIS)
    known = (
        AuditEntry.object_type == Accreditation.__name__,
        AuditEntry.object_id == Accreditation.id,
        AuditEntry.after.is_not(None),
        AuditEntry.at < midnight,
    )
    last = select(AuditEntry.after).where(*known).order_by(AuditEntry.at.desc(), AuditEntry.id).limit(1)
    return last.scalar_subquery(), select(func.min(AuditEntry.at)).where(*known).scalar_subquery()
