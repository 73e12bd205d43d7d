from __future__ import annotations

from citizens.models import Gender, Person
from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc


def add_person(given_name: str, family_name: str, gender: Gender, *, actor: Actor, is_demo: bool = False) -> Person:
    """Someone who may sit; names are kept as typed (R-TXT-01)."""
    require(actor, "person.add")
    person = Person(given_name=nfc(given_name), family_name=nfc(family_name), gender=gender, is_demo=is_demo)
    db.session.add(person)
    db.session.flush()
    audit.record(actor, "person.add", person)
    return person
