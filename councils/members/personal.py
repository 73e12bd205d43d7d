"""The seats of people, what they hold by them, and the lists and files that name them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import joinedload

from citizens.models import Person
from councils.members import doubling
from councils.members.leaving import let_go
from councils.members.models import (
    BoardFunction,
    MemberImport,
    ReserveEntry,
    WorkingGroup,
    WorkingGroupMember,
)
from councils.models import EndReason, Membership, Term
from foundation import audit, clock
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.policy import SYSTEM
from foundation.text import date_short, fold, moment_words

ENDLESS = "Sans fin prévue"


def _mine(person_id: uuid.UUID) -> Iterable[Membership]:
    return db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(joinedload(Membership.term).joinedload(Term.council), joinedload(Membership.organization))
        .order_by(Membership.start_on, Membership.id)
    ).all()


def _seats(person_id: uuid.UUID) -> Iterable[Row]:
    for one in _mine(person_id):
        yield {
            "Conseil": one.term.council.name,
            "Collège": one.college.label,
            "Structure": one.organization.name if one.organization else "",
            "Venu ou venue par": one.origin.label,
            "Du": date_short(one.start_on),
            "Au": date_short(one.end_on) if one.end_on else ENDLESS,
            "Raison de la fin": one.end_reason.label if one.end_reason else "",
            "Accepté le": date_short(one.accepted_on) if one.accepted_on else "Pas encore",
            "Droit de vote": "Oui" if one.voting else "Non",
            "Suspension": _suspension(one),
            "Mandat électif": "Oui" if one.elected_official else "Non",
        }


def _suspension(one: Membership) -> str:
    if one.suspended_from is None:
        return "Aucune"
    until = f" au {date_short(one.suspended_to)}" if one.suspended_to else ""
    return f"Du {date_short(one.suspended_from)}{until}"


def _erase_seats(person_id: uuid.UUID) -> None:
    """Whoever sits leaves at once, their seat stands empty; whoever was to sit will not (`R-PRV-04`)."""
    today = clock.today()
    for one in _mine(person_id):
        if one.end_on is not None and one.end_on < today:
            continue
        before = one.standing.value
        if one.accepted_on is None or one.start_on > today:
            one.accepted_on, one.end_reason = None, EndReason.REFUSED
            last = one.start_on
        else:
            one.end_reason = EndReason.RESIGNED
            last = max(one.start_on, today - timedelta(days=1))
        one.end_on = last
        db.session.flush()
        audit.record(SYSTEM, "membership.end", one, before=before, after=one.end_reason.value)
        let_go(one, last)


def _sat(person_id: uuid.UUID) -> bool:
    """Whether the archived acts of a council name somebody: they accepted a seat once."""
    seat = exists().where(Membership.person_id == person_id, Membership.accepted_on.is_not(None))
    return bool(db.session.scalar(select(seat)))


def _functions(person_id: uuid.UUID) -> Iterable[Row]:
    mine = select(Membership.id).where(Membership.person_id == person_id)
    held = select(BoardFunction).where(BoardFunction.membership_id.in_(mine))
    for one in db.session.scalars(held.order_by(BoardFunction.valid_from, BoardFunction.id)):
        until = date_short(one.valid_to) if one.valid_to else ENDLESS
        yield {"Fonction": f"Bureau\u00a0: {one.role.label}", "Du": date_short(one.valid_from), "Au": until}
    joined = select(WorkingGroupMember.group_id).where(WorkingGroupMember.membership_id.in_(mine))
    for group in db.session.scalars(
        select(WorkingGroup)
        .where(WorkingGroup.id.in_(joined) | WorkingGroup.rapporteur_id.in_(mine))
        .order_by(WorkingGroup.opened_on, WorkingGroup.id)
    ):
        until = date_short(group.closed_on) if group.closed_on else ENDLESS
        yield {"Fonction": f"Commission\u00a0: {group.name}", "Du": date_short(group.opened_on), "Au": until}


def _erase_functions(person_id: uuid.UUID) -> None:
    """Groups go on without them; the functions of the board end with the seat."""
    mine = select(Membership.id).where(Membership.person_id == person_id)
    db.session.execute(delete(WorkingGroupMember).where(WorkingGroupMember.membership_id.in_(mine)))
    db.session.execute(update(WorkingGroup).where(WorkingGroup.rapporteur_id.in_(mine)).values(rapporteur_id=None))


def _reserve(person_id: uuid.UUID) -> Iterable[Row]:
    for one in db.session.scalars(
        select(ReserveEntry)
        .where(ReserveEntry.person_id == person_id)
        .options(joinedload(ReserveEntry.term).joinedload(Term.council))
        .order_by(ReserveEntry.id)
    ):
        yield {
            "Conseil": one.term.council.name,
            "Collège": one.college.label,
            "Rang": str(one.rank),
            "État": one.status.label,
            "Jusqu’au": date_short(one.term.end_on),
        }


def _erase_reserve(person_id: uuid.UUID) -> None:
    db.session.execute(delete(ReserveEntry).where(ReserveEntry.person_id == person_id))


def _imports(person_id: uuid.UUID) -> Iterable[Row]:
    for one in db.session.scalars(
        select(MemberImport).where(MemberImport.sent_by_id == person_id).order_by(MemberImport.sent_at, MemberImport.id)
    ):
        yield {
            "Fichier": one.file_name,
            "Envoyé le": moment_words(one.sent_at),
            "Appliqué le": moment_words(one.applied_at) if one.applied_at else "Non",
        }


def _erase_imports(person_id: uuid.UUID) -> None:
    """A list sent that day and still to be confirmed must not bring the name back."""
    person = db.session.get_one(Person, person_id)
    name = {*fold(person.given_name).split(), *fold(person.family_name).split()}
    for one in db.session.scalars(select(MemberImport).where(MemberImport.rows.is_not(None))):
        if any(name <= set(fold(" ".join(map(str, row.values()))).split()) for row in one.rows or ()):
            one.rows = None


SEATS = PersonalData(
    slug="sieges",
    title="Vos sièges dans les conseils",
    columns=("membership.person_id", "membership.replaces_id", "proposed_change.leaving_id"),
    export=_seats,
    erase=_erase_seats,
    kept="Gardés avec les actes qui reconnaissent le conseil, qui sont des archives publiques.",
    archived=_sat,
    together=doubling.SEATS,
)
FUNCTIONS = PersonalData(
    slug="fonctions",
    title="Vos fonctions dans un conseil",
    columns=("board_function.membership_id", "working_group.rapporteur_id", "working_group_member.membership_id"),
    export=_functions,
    erase=_erase_functions,
    kept="Gardées avec vos sièges.",
)
RESERVE = PersonalData(
    slug="reserve",
    title="Votre place sur une liste de réserve",
    columns=("reserve_entry.person_id",),
    export=_reserve,
    erase=_erase_reserve,
    kept="Effacée à la fin du mandat du conseil.",
    together=doubling.RESERVE,
)
IMPORTS = PersonalData(
    slug="listes-envoyees",
    title="Les listes de membres que vous avez envoyées",
    columns=("member_import.sent_by_id",),
    export=_imports,
    erase=_erase_imports,
    kept="Leur contenu est effacé dès qu’elles sont appliquées, et un jour après au plus tard.",
)
PERSONAL = (SEATS, FUNCTIONS, RESERVE, IMPORTS)
