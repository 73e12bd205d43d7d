"""Names and contact details, corrected by the person or, for a letter, by who answers it."""

from __future__ import annotations

from dataclasses import dataclass

from citizens.models import Channel, Contact, Gender, Person
from foundation import audit
from foundation.database import db
from foundation.policy import Actor, can, require
from foundation.text import nfc


@dataclass(frozen=True)
class Corrected:
    """What is right from now on; an empty text is no longer known."""

    given_name: str
    family_name: str
    gender: Gender
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    prefers: Channel = Channel.EMAIL


def contact_of(person: Person) -> Contact | None:
    """How somebody is reached."""
    return db.session.get(Contact, person.id)


def correct(person: Person, wanted: Corrected, *, actor: Actor) -> None:
    """Write what is right in place of what was wrong."""
    if not can("personal.own", person, actor):
        require(actor, "personal.decide", person)
    person.given_name, person.family_name = nfc(wanted.given_name), nfc(wanted.family_name)
    person.gender = wanted.gender
    contact = contact_of(person)
    reach = [nfc(text) or None for text in (wanted.email, wanted.phone, wanted.postal_address)]
    if contact is None and any(reach):
        contact = Contact(person_id=person.id)
        db.session.add(contact)
    if contact is not None:
        contact.email, contact.phone, contact.postal_address = reach
        contact.prefers = wanted.prefers
    db.session.flush()
    audit.record(actor, "person.correct", person)
