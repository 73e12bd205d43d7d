"""How a person is called on the site, and what stands in the place of a name that was erased (domain §9.6)."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from flask import current_app

from citizens.models import Person

ERASED_GIVEN, ERASED_FAMILY = "Personne", "retirée"
# no letter or digit that one could take for another
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 4


def name_in(person: Person, place_id: uuid.UUID | None = None) -> str:
    """How somebody is called; whoever was erased by a pseudonym that stays the same in one council, and in no other."""
    name = f"{person.given_name} {person.family_name}"
    if person.erased_at is None or place_id is None:
        return name
    return f"{name} {pseudonym(person.id, place_id)}"


def pseudonym(person_id: uuid.UUID, place_id: uuid.UUID) -> str:
    """A few letters that tell apart those erased in one place; nobody without the key of the site can find whose."""
    secret: str = current_app.extensions["settings"].secret_key
    seen = hmac.new(secret.encode(), b"erased" + person_id.bytes + place_id.bytes, hashlib.sha256).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in seen[:_LENGTH])
