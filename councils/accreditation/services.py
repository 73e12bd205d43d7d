from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from councils.accreditation import queries, seats
from councils.accreditation.models import (
    OPEN_STATES,
    Accreditation,
    AccreditationKind,
    ActKind,
    LegalRegime,
    RecognitionAct,
)
from councils.accreditation.workflow import ACCREDITATION, TERM_KINDS
from councils.models import Council, Term
from foundation import audit, clock, journal
from foundation.database import db
from foundation.journal import ActKind as Line
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

DECREE_IN_FORCE = date(2024, 11, 18)
OPEN_AT_MOST = 2
K = AccreditationKind


def regime_on(day: date) -> LegalRegime:
    """The law under which a dossier opened on this day is treated (§1.2)."""
    return LegalRegime.DECREE_2024 if day >= DECREE_IN_FORCE else LegalRegime.ACT_2014


def open_dossier(
    council: Council, kind: AccreditationKind, *, actor: Actor, term: Term | None = None, clerical: bool = False
) -> Accreditation:
    """Open a dossier. Raises Refused when one of its kind is open, or two of any kind (R-ACC-01)."""
    require(actor, "accreditation.open", council)
    db.session.execute(select(Council.id).where(Council.id == council.id).with_for_update())
    opened: Sequence[AccreditationKind] = db.session.scalars(
        select(Accreditation.kind).where(Accreditation.council_id == council.id, Accreditation.state.in_(OPEN_STATES))
    ).all()
    if kind in opened:
        raise Refused(f"Un dossier «\u202f{kind.label}\u202f» est déjà ouvert pour ce conseil.")
    if len(opened) >= OPEN_AT_MOST:
        raise Refused("Deux dossiers sont déjà ouverts pour ce conseil\u00a0: terminez-en un d’abord.")
    dossier = Accreditation(
        council_id=council.id,
        kind=kind,
        legal_regime=regime_on(clock.today()),
        term_id=term.id if term else None,
        clerical=clerical,
    )
    db.session.add(dossier)
    db.session.flush()
    audit.record(actor, "accreditation.open", dossier, after=dossier.state.value)
    return dossier


def move(dossier: Accreditation, name: str, *, actor: Actor, comment: str = "") -> None:
    """Take the named step of the workflow. Raises Refused when a guard says no, Denied when the actor may not."""
    require(actor, ACCREDITATION.step(dossier, name).rule, dossier)
    queries.load_for_guards(dossier)
    before = dossier.state
    ACCREDITATION.move(dossier, name, comment)
    db.session.flush()
    audit.record(
        actor, f"accreditation.{name}", dossier, before=before.value, after=dossier.state.value, comment=comment
    )
    if name == "refuse":
        _publish_line(Line.RECOGNITION_REFUSED, dossier, {"kind": dossier.kind.value})


def sign(
    dossier: Accreditation,
    kind: ActKind,
    *,
    actor: Actor,
    signed_on: date,
    signatory_capacity: str,
    number: str | None = None,
) -> None:
    """T7: record the act that was signed; a number that nobody knows yet stays empty."""
    dossier.act = RecognitionAct(
        kind=kind, number=number, signed_on=signed_on, signatory_capacity=nfc(signatory_capacity)
    )
    move(dossier, "sign", actor=actor)


def publish(
    dossier: Accreditation,
    *,
    actor: Actor,
    published_on: date,
    effective_on: date,
    published_in: str | None = None,
    backdating_reason: str | None = None,
) -> None:
    """T8: record the publication. An initial or renewal act opens the memberships of its term (R-ACC-04)."""
    act = dossier.act
    if act is not None:
        act.published_on, act.effective_on = published_on, effective_on
        act.published_in, act.backdating_reason = published_in, backdating_reason
    move(dossier, "publish", actor=actor)
    if dossier.kind in TERM_KINDS and dossier.term is not None:
        seats.open_seats(dossier.term, effective_on, actor=actor)
        _publish_line(Line.COUNCIL_RECOGNIZED, dossier, _recognition(dossier))
    elif dossier.kind is K.WITHDRAWAL:
        _publish_line(Line.RECOGNITION_WITHDRAWN, dossier, {"effective_on": effective_on.isoformat()})


def _recognition(dossier: Accreditation) -> dict[str, str | None]:
    act, term = dossier.act, dossier.term
    return {
        "kind": dossier.kind.value,
        "act": act.kind.value if act else None,
        "number": act.number if act else None,
        "effective_on": act.effective_on.isoformat() if act and act.effective_on else None,
        "term_end": term.end_on.isoformat() if term else None,
    }


def _publish_line(kind: Line, dossier: Accreditation, facts: dict[str, str | None]) -> None:
    write_line(kind, dossier.council, facts)


def write_line(kind: Line, council: Council, facts: Mapping[str, Any], subject: str = "") -> None:
    """A line of the public journal about a council, or about one of its acts: `subject` is the page it leads to.

    A line of the demonstration says so.
    """
    demo = {"demo": True} if council.is_demo else {}
    known = {"title": council.name, "council": council.code, **facts, **demo}
    journal.append(kind, subject or f"/conseils/{council.slug}", known)
