"""The letters that the site wrote to somebody, and those that they had it bring to others."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import func, or_, select

from citizens.accounts.models import Account
from citizens.models import Contact, Person
from foundation import old_letters
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import moment_words


def addresses(person_id: uuid.UUID) -> list[str]:
    """Where somebody reads letters: the address of their account, that of their contact."""
    mine = db.session.scalars(
        select(Account.login_email)
        .where(Account.person_id == person_id)
        .union_all(select(Contact.email).where(Contact.person_id == person_id, Contact.email.is_not(None)))
    )
    return sorted({address.lower() for address in mine})


def is_shared(address: str, person_id: uuid.UUID) -> bool:
    """Whether somebody else reads letters there too."""
    others = (
        select(Account.id).where(Account.login_email == address, Account.person_id != person_id),
        select(Contact.person_id).where(func.lower(Contact.email) == address, Contact.person_id != person_id),
    )
    return bool(db.session.scalar(select(or_(*(one.exists() for one in others)))))


def _greeting(person_id: uuid.UUID, address: str) -> str:
    """What tells apart, at an address that two people share, the letters to one of them."""
    return db.session.get_one(Person, person_id).given_name if is_shared(address, person_id) else ""


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    for address in addresses(person_id):
        greeting = _greeting(person_id, address)
        for letter in db.session.scalars(old_letters.of_reader(address)):
            if greeting in letter.text:
                yield {"Le": moment_words(letter.posted_at), "À": address, "Objet": letter.subject}


def _erase(person_id: uuid.UUID) -> None:
    for address in addresses(person_id):
        old_letters.forget_reader(address, _greeting(person_id, address))


def _written(person_id: uuid.UUID) -> Iterable[Row]:
    for address in addresses(person_id):
        name = _greeting(person_id, address)
        for letter in db.session.scalars(old_letters.of_writer(address)):
            if name in letter.text:
                yield {"Le": moment_words(letter.posted_at), "Objet": letter.subject, "Texte": letter.text}


def _erase_written(person_id: uuid.UUID) -> None:
    for address in addresses(person_id):
        old_letters.forget_writer(address, _greeting(person_id, address))


LETTERS = PersonalData(
    slug="courriels",
    title="Les courriels que le site vous a écrits",
    columns=(),
    export=_rows,
    erase=_erase,
    kept="Effacés 30 jours après leur envoi.",
)
MESSAGES = PersonalData(
    slug="messages",
    title="Les messages que vous avez envoyés par le site",
    columns=(),
    export=_written,
    erase=_erase_written,
    kept="Effacés 30 jours après leur envoi.",
)
