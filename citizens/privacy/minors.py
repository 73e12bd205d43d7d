"""People who are not of age: never public, and seated only once a parent agreed in writing (domain §9.4)."""

from __future__ import annotations

import uuid

from sqlalchemy import select, update

from citizens.models import Consent, ConsentPurpose, Person
from foundation import clock
from foundation.database import db
from foundation.workflow import Refused

LONGEST_DAYS = 18 * 366
TOO_FAR = "Le jour de ses 18 ans est trop loin\u00a0: vérifiez l’année."
PUBLIC = (ConsentPurpose.PUBLIC_NAME, ConsentPurpose.PUBLIC_PHOTO, ConsentPurpose.PUBLIC_QUOTE)


def is_minor(person: Person) -> bool:
    """Whether somebody is not yet of age today."""
    return person.minor_until is not None and person.minor_until >= clock.today()


def is_authorized(person_id: uuid.UUID) -> bool:
    """Whether a parent's written agreement is noted and stands."""
    standing = select(Consent.id).where(
        Consent.person_id == person_id,
        Consent.purpose == ConsentPurpose.PARENTAL_AUTHORITY,
        Consent.withdrawn_at.is_(None),
    )
    return db.session.scalar(standing) is not None


def require_authorized(person_id: uuid.UUID) -> None:
    """Raise Refused when somebody who is not of age would sit without a parent's agreement."""
    if is_minor(db.session.get_one(Person, person_id)) and not is_authorized(person_id):
        raise Refused(
            "Cette personne n’a pas 18 ans\u00a0: il faut d’abord l’accord écrit d’un parent ou d’un tuteur. "
            "L’animateur ou l’animatrice du conseil le note sur la fiche, dans «\u202fAccords écrits\u202f»."
        )


def come_of_age() -> None:
    """Drop the day on which somebody came of age, once it is past; until then nothing of theirs may be public."""
    today = clock.today()
    young = select(Person.id).where(Person.minor_until >= today)
    ended = update(Consent).where(
        Consent.person_id.in_(young), Consent.purpose.in_(PUBLIC), Consent.withdrawn_at.is_(None)
    )
    grown = update(Person).where(Person.minor_until < today).values(minor_until=None)
    for statement in (ended.values(withdrawn_at=clock.now()), grown):
        db.session.execute(statement.execution_options(synchronize_session=False))
