from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from councils.accreditation import guards, queries, seats, telling
from councils.accreditation.models import (
    OPEN_STATES,
    Accreditation,
    AccreditationKind,
    AccreditationState,
    ActKind,
    LegalRegime,
    RecognitionAct,
)
from councils.accreditation.papers import ConsultationAnswer, ConsultationRequest
from councils.accreditation.workflow import ACCREDITATION, TERM_KINDS
from councils.models import Council, LegalForm, Term
from foundation import audit, clock, documents, journal
from foundation.database import db
from foundation.documents import Received
from foundation.journal import ActKind as Line
from foundation.policy import SYSTEM, Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

DECREE_IN_FORCE = date(2024, 11, 18)
UNCHANGED = (
    "Membres, structure d’accueil et quartiers sont ceux qui ont été consultés\u00a0: pas de nouvelle consultation."
)
OPEN_AT_MOST = 2
HOST_CHANGED = "accreditation.change_host"
K = AccreditationKind
S = AccreditationState
DESCRIBED = frozenset({S.DRAFT, S.COMPOSING, S.RETURNED})
SAID = frozenset(
    {
        "reason", "diagnosis", "host_intention", "parity_reason", "no_sortition_reason", "council_heard_on",
        "new_host_id", "term_id",
    }
)  # fmt: skip


def regime_on(day: date) -> LegalRegime:
    """The law under which a dossier opened on this day is treated (§1.2)."""
    return LegalRegime.DECREE_2024 if day >= DECREE_IN_FORCE else LegalRegime.ACT_2014


def open_dossier(
    council: Council,
    kind: AccreditationKind,
    *,
    actor: Actor,
    term: Term | None = None,
    clerical: bool = False,
    reason: str = "",
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
        reason=nfc(reason).strip() or None,
        opened_by_id=actor.id,
    )
    db.session.add(dossier)
    db.session.flush()
    audit.record(actor, "accreditation.open", dossier, after=dossier.state.value)
    return dossier


def describe(dossier: Accreditation, *, actor: Actor, **told: Any) -> None:
    """Write what a dossier says of itself, by the names of its columns. Raises Refused once it is handed in."""
    require(actor, "accreditation.edit", dossier)
    if dossier.state not in DESCRIBED:
        raise Refused("Le dossier est déposé\u00a0: ce qu’il dit ne change plus, sauf s’il vous est renvoyé.")
    for name, value in told.items():
        if name not in SAID:
            raise ValueError(name)
        setattr(dossier, name, nfc(value).strip() or None if isinstance(value, str) else value)
    db.session.flush()
    db.session.expire(dossier, ["term"])
    audit.record(actor, "accreditation.describe", dossier)


def move(dossier: Accreditation, name: str, *, actor: Actor, comment: str = "", version: int | None = None) -> None:
    """Take the named step of the workflow. Raises Refused when a guard says no, Denied when the actor may not.

    `version` is that which the actor read: another one raises StaleDataError (R-ACC-02).
    """
    require(actor, ACCREDITATION.step(dossier, name).rule, dossier)
    if version is not None and version != dossier.version:
        raise StaleDataError
    queries.load_for_guards(dossier)
    before = dossier.state
    ACCREDITATION.move(dossier, name, comment)
    _mark(dossier, name)
    db.session.flush()
    entry = audit.record(
        actor, f"accreditation.{name}", dossier, before=before.value, after=dossier.state.value, comment=comment
    )
    db.session.flush()
    if name == "refuse":
        _publish_line(Line.RECOGNITION_REFUSED, dossier, {"kind": dossier.kind.value})
    telling.tell_of(dossier, name, entry.id)
    if name == "submit" and before is S.RETURNED and not consulted_changed(dossier):
        move(dossier, "skip_consulting", actor=SYSTEM, comment=UNCHANGED)


def _mark(dossier: Accreditation, name: str) -> None:
    """What a step leaves on the dossier and its opinions, besides its state."""
    if name in {"consult", "consult_withdrawal"}:
        dossier.consulted_sha256 = fingerprint(dossier)
    if name == "review":
        keep_silence(dossier.requests)


def keep_silence(requests: Iterable[ConsultationRequest]) -> None:
    """Whoever has not answered in time is noted so: never as an agreement."""
    for one in requests:
        if one.answer is None:
            one.answer, one.answered_at = ConsultationAnswer.NO_ANSWER, clock.now()


def fingerprint(dossier: Accreditation) -> str:
    """A hash of what the authorities are consulted on: members, host and perimeter. The guards' facts must be read."""
    council = dossier.council
    facts = (
        sorted(f"{one.person_id} {one.college} {one.rank}" for one in guards.proposed(dossier)),
        sorted(f"{one.leaving_id} {one.joining_id} {one.college} {one.rank}" for one in dossier.changes),
        sorted(f"{one.neighborhood_id} {one.adds}" for one in dossier.places),
        sorted(str(one.neighborhood_id) for one in council.coverages if one.valid_to is None),
        (str(council.host_organization_id), str(council.legal_form), str(dossier.new_host_id)),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def consulted_changed(dossier: Accreditation) -> bool:
    """Whether members, host or perimeter are other than those consulted on (T6); a misprint is put to nobody."""
    return not dossier.clerical and dossier.consulted_sha256 != fingerprint(dossier)


def sign(
    dossier: Accreditation,
    kind: ActKind,
    *,
    actor: Actor,
    signed_on: date,
    signatory_capacity: str,
    number: str | None = None,
    document: Received | None = None,
    public_document: Received | None = None,
    version: int | None = None,
) -> None:
    """T7: record the act that was signed; a number that nobody knows yet stays empty.

    `document` names people and stays inside; `public_document` is its public copy, without residents' names.
    """
    require(actor, "accreditation.decide", dossier)
    kept = [documents.keep(one, actor=actor) if one else None for one in (document, public_document)]
    db.session.flush()
    dossier.act = RecognitionAct(
        kind=kind,
        number=number,
        signed_on=signed_on,
        signatory_capacity=nfc(signatory_capacity),
        document_id=kept[0].id if kept[0] else None,
        public_document_id=kept[1].id if kept[1] else None,
    )
    hashes = ", ".join(one.sha256 for one in kept if one)
    move(dossier, "sign", actor=actor, comment=f"SHA-256 {hashes}" if hashes else "", version=version)


def publish(
    dossier: Accreditation,
    *,
    actor: Actor,
    published_on: date,
    effective_on: date,
    published_in: str | None = None,
    backdating_reason: str | None = None,
    version: int | None = None,
) -> None:
    """T8: record the publication. An initial or renewal act opens the memberships of its term (R-ACC-04)."""
    act = dossier.act
    if act is not None and effective_on < act.signed_on and not backdating_reason:
        # said here, since the database would refuse the row before any guard reads it (R-ACC-06)
        raise Refused(guards.BACKDATED)
    if act is not None:
        act.published_on, act.effective_on = published_on, effective_on
        act.published_in, act.backdating_reason = published_in, backdating_reason
    move(dossier, "publish", actor=actor, version=version)
    if dossier.kind in TERM_KINDS and dossier.term is not None:
        seats.open_seats(dossier.term, effective_on, actor=actor)
        _publish_line(Line.COUNCIL_RECOGNIZED, dossier, _recognition(dossier))
    elif dossier.kind is K.AMENDMENT:
        seats.carry_out(dossier, effective_on, actor=actor)
        if dossier.new_host_id is not None and effective_on <= clock.today():
            change_host(dossier)
    elif dossier.kind is K.WITHDRAWAL:
        _publish_line(Line.RECOGNITION_WITHDRAWN, dossier, {"effective_on": effective_on.isoformat()})


def change_host(dossier: Accreditation) -> None:
    """Let the host that an amendment asked for receive the council, on the first day of the act or later."""
    dossier.council.host_organization_id = dossier.new_host_id
    if dossier.council.legal_form is not LegalForm.OWN_ASSOCIATION:
        dossier.council.legal_form = LegalForm.HOSTED
    db.session.flush()
    audit.record(SYSTEM, HOST_CHANGED, dossier)


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
