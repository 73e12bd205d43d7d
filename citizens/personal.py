"""What the site holds of people themselves: their names, how to reach them, what they agreed to, what they did."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, select, update

from citizens.deeds import act_words, object_words
from citizens.models import Consent, Contact, Gender, Person
from citizens.naming import ERASED_FAMILY, ERASED_GIVEN
from citizens.roles.models import ROLES
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.personal import PersonalData, Row, Together, declared, leave
from foundation.text import date_short, moment_words

NOT_GIVEN = "Non précisé"


def _identity(person_id: uuid.UUID) -> Iterable[Row]:
    person = db.session.get_one(Person, person_id)
    yield {
        "Prénom": person.given_name,
        "Nom": person.family_name,
        "Femme, homme ou autre": person.gender.label,
        "Mineur ou mineure jusqu’au": date_short(person.minor_until) if person.minor_until else "Non concerné",
    }


def _erase_identity(person_id: uuid.UUID) -> None:
    """The names go, of the row and of its doubles. The gender stays where somebody sat: it is counted, never shown."""
    was_counted = any(kind.archived(person_id) for kind in declared())
    rows = db.session.scalars(select(Person).where((Person.id == person_id) | (Person.merged_into_id == person_id)))
    for row in rows:
        row.given_name, row.family_name = ERASED_GIVEN, ERASED_FAMILY
        row.minor_until, row.erased_at = None, clock.now()
        if not was_counted:
            row.gender = Gender.UNDECLARED


def _contact(person_id: uuid.UUID) -> Iterable[Row]:
    contact = db.session.get(Contact, person_id)
    if contact is not None:
        yield {
            "Courriel": contact.email or NOT_GIVEN,
            "Téléphone": contact.phone or NOT_GIVEN,
            "Adresse postale": contact.postal_address or NOT_GIVEN,
            "Préfère recevoir": contact.prefers.label,
        }


def _erase_contact(person_id: uuid.UUID) -> None:
    db.session.execute(delete(Contact).where(Contact.person_id == person_id))


def _second_contact(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    """The contact of the double is of no use where the kept one has theirs."""
    held = set(db.session.scalars(select(Contact.person_id).where(Contact.person_id.in_((kept_id, double_id)))))
    return {double_id} if held == {kept_id, double_id} else ()


def _consents(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.scalars(
        select(Consent).where(Consent.person_id == person_id).order_by(Consent.given_at, Consent.id)
    )
    for row in rows:
        yield {
            "Pour": row.purpose.label,
            "Donné le": moment_words(row.given_at),
            "Retiré le": moment_words(row.withdrawn_at) if row.withdrawn_at else "En cours",
            "Texte accepté": f"version {row.text_version}",
            "Comment": row.proof,
        }


def _erase_consents(person_id: uuid.UUID) -> None:
    """They end now; that they were given and taken back stays, and how it was proved does not."""
    mine = Consent.person_id == person_id
    for statement in (
        update(Consent).where(mine, Consent.withdrawn_at.is_(None)).values(withdrawn_at=clock.now()),
        update(Consent).where(mine).values(proof=""),
    ):
        db.session.execute(statement)


def _same_consents(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    """What both agree to today: it is given once."""
    standing = Consent.withdrawn_at.is_(None)
    given = select(Consent.purpose).where(Consent.person_id == kept_id, standing)
    return db.session.scalars(
        select(Consent.id).where(Consent.person_id == double_id, standing, Consent.purpose.in_(given))
    ).all()


def _trail(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.actor_id == person_id).order_by(AuditEntry.at.desc(), AuditEntry.id)
    )
    for row in rows:
        yield {
            "Le": moment_words(row.at),
            "En tant que": ROLES[row.actor_role].label if row.actor_role in ROLES else "Personne sans rôle",
            "Acte": act_words(row.action),
            "Sur": object_words(row.object_type),
        }


IDENTITY = PersonalData(
    slug="identite",
    title="Qui vous êtes",
    columns=("person.merged_into_id",),
    export=_identity,
    erase=_erase_identity,
    kept=(
        "Votre nom est gardé tant que vous avez un compte ou un siège. "
        "Ensuite, il ne reste que dans les actes archivés."
    ),
)
CONTACT = PersonalData(
    slug="coordonnees",
    title="Pour vous joindre",
    columns=("contact.person_id",),
    export=_contact,
    erase=_erase_contact,
    kept=(
        "Effacé un an après la fin du mandat de votre conseil. "
        "Vu par le bureau et par qui anime le conseil, jamais public."
    ),
    together=Together(stays=_second_contact),
)
CONSENTS = PersonalData(
    slug="accords",
    title="Vos accords",
    columns=("consent.person_id",),
    export=_consents,
    erase=_erase_consents,
    kept="Chaque accord est gardé avec ses dates, pour prouver que vous l’avez donné et retiré.",
    together=Together(stays=_same_consents),
)
TRAIL = PersonalData(
    slug="suivi",
    title="Ce que vous avez fait sur le site",
    columns=("audit_entry.actor_id",),
    export=_trail,
    erase=leave,
    kept="Gardé avec un numéro, sans votre nom. Après un effacement, ce numéro ne mène plus à personne.",
)
