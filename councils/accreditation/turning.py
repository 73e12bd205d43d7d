"""What the passing of days does to dossiers and terms. Each step is taken once, however often a day is turned."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Exists, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from councils.accreditation.models import Accreditation, AccreditationState, RecognitionAct
from councils.accreditation.services import HOST_CHANGED, change_host, move, write_line
from councils.accreditation.workflow import TERM_KINDS
from councils.models import Term
from foundation import audit, clock
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.journal import ActKind as Line
from foundation.policy import SYSTEM

S = AccreditationState
IN_FORCE = (S.PUBLISHED, S.SUPERSEDED)


def turn_day() -> None:
    """Do what is due today: hosts that change, replaced acts (T11), terms that begin, terms that end."""
    today = clock.today()
    for dossier in _hosts(today):
        change_host(dossier)
    for dossier in _replaced(today):
        move(dossier, "supersede", actor=SYSTEM)
    for term in db.session.scalars(_terms("term.start").where(Term.start_on <= today, _in_force(today))).all():
        _note("term.start", Line.TERM_STARTED, term)
    for term in db.session.scalars(_terms("term.end").where(Term.end_on < today, _in_force(today))).all():
        _note("term.end", Line.TERM_ENDED, term)


def _hosts(today: date) -> list[Accreditation]:
    """The amendments in force whose new host has not been let in."""
    found = (
        select(Accreditation)
        .join(RecognitionAct, RecognitionAct.accreditation_id == Accreditation.id)
        .where(Accreditation.state.in_(IN_FORCE), Accreditation.new_host_id.is_not(None))
        .where(RecognitionAct.effective_on <= today, ~_noted(Accreditation, HOST_CHANGED))
        .options(joinedload(Accreditation.council))
        .order_by(RecognitionAct.effective_on, RecognitionAct.published_on, Accreditation.id)
    )
    return list(db.session.scalars(found))


def _replaced(today: date) -> list[Accreditation]:
    later, later_act = aliased(Accreditation), aliased(RecognitionAct)
    newer = (
        exists()
        .where(later.council_id == Accreditation.council_id, later_act.accreditation_id == later.id)
        .where(later_act.effective_on <= today)
        .where(
            or_(
                later_act.effective_on > RecognitionAct.effective_on,
                and_(
                    later_act.effective_on == RecognitionAct.effective_on,
                    later_act.published_on > RecognitionAct.published_on,
                ),
            )
        )
    )
    found = (
        select(Accreditation)
        .join(RecognitionAct, RecognitionAct.accreditation_id == Accreditation.id)
        .where(Accreditation.state == S.PUBLISHED, newer)
        .order_by(Accreditation.id)
    )
    return list(db.session.scalars(found))


def _noted(kind: type[Accreditation] | type[Term], action: str) -> Exists:
    return exists().where(
        AuditEntry.object_type == kind.__name__, AuditEntry.object_id == kind.id, AuditEntry.action == action
    )


def _terms(noted: str) -> Select[Term]:
    return select(Term).where(~_noted(Term, noted)).options(joinedload(Term.council)).order_by(Term.start_on, Term.id)


def _in_force(today: date) -> Exists:
    return (
        exists()
        .where(Accreditation.term_id == Term.id, RecognitionAct.accreditation_id == Accreditation.id)
        .where(Accreditation.kind.in_(TERM_KINDS), RecognitionAct.effective_on <= today)
    )


def _note(action: str, kind: Line, term: Term) -> None:
    audit.record(SYSTEM, action, term)
    write_line(
        kind,
        term.council,
        {"number": str(term.number), "start_on": term.start_on.isoformat(), "end_on": term.end_on.isoformat()},
    )
