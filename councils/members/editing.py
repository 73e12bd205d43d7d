"""The sheet of a member, corrected: two people who write at once are told, and nothing is replaced unseen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from citizens.models import Channel, Contact, Gender
from citizens.privacy import minors
from councils.members import inviting, people_queries, services
from councils.members.papers import refuse_erased
from councils.models import College, Membership, Origin, Standing
from councils.territory.models import Organization
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

CHANGED = (
    "Quelqu’un a changé cette fiche pendant que vous écriviez. Vos réponses sont gardées\u00a0: comparez-les avec la "
    "fiche, puis envoyez de nouveau pour les garder."
)


@dataclass(frozen=True)
class Reach:
    """How to reach somebody."""

    email: str = ""
    phone: str = ""
    postal_address: str = ""
    prefers: Channel = Channel.EMAIL


@dataclass(frozen=True)
class Sheet:
    """All that can be corrected of a member; `reach` is None when the one who writes may not know it."""

    given_name: str
    family_name: str
    gender: Gender
    college: College
    origin: Origin
    organization: Organization | None = None
    voting: bool = True
    elected_official: bool = False
    independent_on: date | None = None
    minor_until: date | None = None
    suspended_from: date | None = None
    suspended_to: date | None = None
    accepted_on: date | None = None
    reach: Reach | None = None


def mark(membership: Membership, contact: Contact | None) -> str:
    """A mark of what the sheet says now."""
    person = membership.person
    seat = [getattr(membership, name) for name in sorted(services.COLUMNS)]
    who = [person.given_name, person.family_name, person.gender, person.minor_until]
    reach = [contact.email, contact.phone, contact.postal_address, contact.prefers] if contact else []
    return hashlib.sha256(repr((seat, who, reach)).encode()).hexdigest()[:16]


def edit(membership: Membership, sheet: Sheet, *, actor: Actor, seen: str) -> None:
    """Correct the sheet of a member. `seen` is the mark of what the writer had before them. Raises Refused.

    `membership` comes with its person, term and council.
    """
    require(actor, "membership.edit", membership)
    services.reload(membership)
    contact = people_queries.contact(membership.person_id)
    if seen != mark(membership, contact):
        raise Refused(CHANGED)
    refuse_erased(membership)
    check(membership, sheet)
    if sheet.accepted_on is not None and membership.accepted_on is None:
        inviting.note_acceptance(membership, sheet.accepted_on, actor=actor)
    services.suspend(membership, sheet.suspended_from, sheet.suspended_to, actor=actor)
    _write(membership, sheet)
    if sheet.reach is not None:
        _write_reach(membership, contact, sheet.reach)
    db.session.flush()
    if membership.accepted_on is not None:
        minors.require_authorized(membership.person_id)
    audit.record(actor, "membership.edit", membership)


def check(membership: Membership, sheet: Sheet) -> None:
    """Raise Refused when what a sheet would say of a member cannot be so."""
    today = clock.today()
    recognized = membership.standing is Standing.RECOGNIZED
    if recognized and sheet.college is not membership.college:
        raise Refused(
            "L’acte de reconnaissance nomme cette personne dans son collège\u00a0: un dossier de modification peut "
            "l’en changer."
        )
    if sheet.independent_on is not None and sheet.independent_on > today:
        raise Refused("La déclaration d’indépendance ne peut pas être signée à une date à venir\u00a0: corrigez-la.")
    if sheet.minor_until is not None and (sheet.minor_until - today).days > minors.LONGEST_DAYS:
        raise Refused(minors.TOO_FAR)


def _write(membership: Membership, sheet: Sheet) -> None:
    person = membership.person
    person.given_name, person.family_name = nfc(sheet.given_name), nfc(sheet.family_name)
    person.gender, person.minor_until = sheet.gender, sheet.minor_until
    membership.college, membership.origin = sheet.college, sheet.origin
    membership.organization_id = sheet.organization.id if sheet.organization else None
    membership.voting, membership.elected_official = sheet.voting, sheet.elected_official
    membership.independent_on = sheet.independent_on


def _write_reach(membership: Membership, contact: Contact | None, reach: Reach) -> None:
    if contact is None:
        contact = Contact(person_id=membership.person_id)
        db.session.add(contact)
    contact.email = nfc(reach.email) or None
    contact.phone = nfc(reach.phone) or None
    contact.postal_address = nfc(reach.postal_address) or None
    contact.prefers = reach.prefers
