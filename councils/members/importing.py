"""A file of members sent, looked at, then written or thrown away by whoever sent it, within a day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from citizens.models import Gender
from councils.members import comparing, editing, people_queries, queries, services
from councils.members.models import MemberImport
from councils.members.plans import Line, Plan, Verdict
from councils.members.reading import Sent
from councils.members.retention import UNCONFIRMED_FOR
from councils.members.services import Newcomer, Place
from councils.models import College, Council, Membership, Rank
from councils.territory.models import Organization
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import plural
from foundation.workflow import Refused

_KEPT = ("rows", "applied_at", "sent_at")
APPLY = "import.apply"
GONE = "Cette liste n’est plus gardée\u00a0: elle a été jetée, ou envoyée il y a plus d’un jour. Envoyez-la de nouveau."
CHANGED = (
    "Quelque chose a changé dans le conseil depuis cet aperçu\u00a0: rien n’est enregistré, et l’aperçu est refait. "
    "Relisez-le, puis enregistrez."
)
WRONG_ROWS = (
    "Des lignes sont à corriger. Corrigez-les dans votre fichier et envoyez-le de nouveau, ou cochez la case pour les "
    "laisser de côté."
)
NOTHING = "Cette liste ne change rien\u00a0: il n’y a rien à enregistrer."


class Unapplied(Refused):
    """An import was not written; `plan` is what it would do now."""

    def __init__(self, plan: Plan | None, *sentences: str) -> None:
        super().__init__(*sentences)
        self.plan = plan


def find(slug: str, key: uuid.UUID, person_id: uuid.UUID | None) -> MemberImport | None:
    """An import of a council with it, for whoever sent it and for nobody else."""
    return db.session.scalar(
        select(MemberImport)
        .join(MemberImport.council)
        .where(Council.slug == slug, MemberImport.id == key, MemberImport.sent_by_id == person_id)
        .options(joinedload(MemberImport.council))
    )


def pending(council_id: uuid.UUID, person_id: uuid.UUID | None) -> Sequence[MemberImport]:
    """What somebody sent and has neither confirmed nor thrown away, the latest first."""
    rows = db.session.scalars(
        select(MemberImport)
        .where(
            MemberImport.council_id == council_id, MemberImport.sent_by_id == person_id, MemberImport.rows.is_not(None)
        )
        .order_by(MemberImport.sent_at.desc(), MemberImport.id)
    )
    return [one for one in rows if is_open(one)]


def is_open(sent: MemberImport) -> bool:
    """Whether an import can still be confirmed."""
    return sent.rows is not None and sent.sent_at >= clock.now() - UNCONFIRMED_FOR


def send(council: Council, file: Sent, *, actor: Actor) -> MemberImport:
    """Keep a file to be looked at. The same file, sent again before it is confirmed, is the same import."""
    require(actor, "import.send", council)
    again = next((one for one in pending(council.id, actor.id) if one.sha256 == file.sha256), None)
    if again is not None:
        return again
    head = {"passed_over": list(file.passed_over)}
    sent = MemberImport(
        council_id=council.id,
        sent_by_id=actor.id,
        file_name=file.name,
        sha256=file.sha256,
        rows=[head, *map(dict, file.rows)],
        sent_at=clock.now(),
    )
    db.session.add(sent)
    db.session.flush()
    audit.record(actor, "import.send", sent)
    return sent


def passed_over(sent: MemberImport) -> Sequence[str]:
    """The titles of its columns that say nothing here."""
    found: Sequence[str] = (sent.rows or [{}])[0].get("passed_over", ())
    return found


def plan_of(sent: MemberImport, who: Actor) -> Plan:
    """What confirming an import would do now."""
    return comparing.compare(sent.council, _rows(sent), who)


def _rows(sent: MemberImport) -> Sequence[Mapping[str, Any]]:
    return [row for row in sent.rows or () if "line" in row]


def throw_away(sent: MemberImport, *, actor: Actor) -> None:
    """Forget what a file said; nothing happens when that was done, or it was confirmed."""
    require(actor, "import.send", sent)
    db.session.refresh(sent, _KEPT, with_for_update=True)
    if sent.rows is not None:
        sent.rows = None
        audit.record(actor, "import.drop", sent)


def confirm(sent: MemberImport, *, seen: str, leaves_out: bool, actor: Actor) -> None:
    """Write an import, whole or not at all; done already, it stays done. Raises Unapplied.

    `seen` is the mark of the preview that was read; `leaves_out` that its rows in error are to be left out.
    """
    require(actor, "import.send", sent)
    _hold(sent)
    if sent.applied_at is not None:
        return
    if not is_open(sent):
        raise Unapplied(None, GONE)
    plan = plan_of(sent, actor)
    _refuse(plan, seen, leaves_out)
    for line in plan.lines:
        try:
            _write(line, sent.council, actor)
        except Refused as refusal:
            raise Unapplied(plan, *(f"Ligne {line.number}\u00a0: {one}" for one in refusal.sentences)) from refusal
    sent.rows, sent.applied_at = None, clock.now()
    audit.record(actor, APPLY, sent, comment=_counted(plan))


def outcome_words(sent: MemberImport) -> str:
    """What an import that was confirmed did, in counts."""
    entry = db.session.scalars(audit.history(MemberImport, [sent.id]).where(audit.AuditEntry.action == APPLY)).first()
    return entry.comment if entry is not None else ""


def _hold(sent: MemberImport) -> None:
    """Let nobody else write this import, nor the seats of its council, before this transaction ends (ruling 7)."""
    db.session.refresh(sent, _KEPT, with_for_update=True)
    db.session.execute(select(Council.id).where(Council.id == sent.council_id).with_for_update())


def _refuse(plan: Plan, seen: str, leaves_out: bool) -> None:
    if seen != plan.mark:
        raise Unapplied(plan, CHANGED)
    if not plan.writes:
        raise Unapplied(plan, NOTHING)
    if plan.of(Verdict.ERROR) and not leaves_out:
        raise Unapplied(plan, WRONG_ROWS)


def _write(line: Line, council: Council, actor: Actor) -> None:
    if line.verdict is Verdict.NEW:
        _add(line, council, actor)
    elif line.verdict is Verdict.CHANGED and line.seat is not None:
        _correct(line.seat, line.values, actor)


def _add(line: Line, council: Council, actor: Actor) -> None:
    values = line.values
    newcomer = Newcomer(
        values["given_name"],
        values["family_name"],
        values.get("email", ""),
        values.get("gender", Gender.UNDECLARED),
        person=line.known.person if line.known else None,
    )
    place = Place(
        values["college"],
        values.get("origin"),
        _structure(values, council.is_demo, actor),
        values.get("rank", Rank.TITULAR),
        values.get("accepted_on"),
    )
    if line.term is not None:
        seat = queries.whole(services.add_member(line.term, newcomer, place, actor=actor).id)
        # what the form of a new member does not ask
        stands = comparing.present(seat, people_queries.contact(seat.person_id))
        more = comparing.changes(values, stands)
        if more:
            _correct(seat, {name: values[name] for name in more}, actor)


def _correct(seat: Membership, values: Mapping[str, Any], actor: Actor) -> None:
    contact = people_queries.contact(seat.person_id)
    structure = _structure(values, seat.person.is_demo, actor) or seat.organization
    if values.get("college") is College.RESIDENTS and seat.college is not College.RESIDENTS:
        structure = None
    sheet = comparing.sheet_of(values, seat, structure, contact)
    editing.edit(seat, sheet, actor=actor, seen=editing.mark(seat, contact))


def _structure(values: Mapping[str, Any], is_demo: bool, actor: Actor) -> Organization | None:
    name = values.get("organization", "")
    return services.organization_named(name, actor=actor, is_demo=is_demo) if name else None


def _counted(plan: Plan) -> str:
    told = (
        (Verdict.NEW, "siège ajouté", "sièges ajoutés"),
        (Verdict.CHANGED, "fiche corrigée", "fiches corrigées"),
        (Verdict.UNCHANGED, "ligne sans changement", "lignes sans changement"),
        (Verdict.ERROR, "ligne laissée de côté", "lignes laissées de côté"),
    )
    counts = [(len(plan.of(verdict)), one, many) for verdict, one, many in told]
    return ", ".join(plural(count, one, many) for count, one, many in counts if count)
