"""What people agree to, purpose by purpose: dated, in known words, taken back as easily as given (`R-PRV-02`)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from citizens.models import Consent, ConsentPurpose, Person
from citizens.privacy import minors
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import date_short, nfc
from foundation.workflow import Refused

P = ConsentPurpose
ON_SITE = "Sur le site, connecté à son compte"


@dataclass(frozen=True)
class Terms:
    """The words that are agreed to, and their version: a Paris month. Other words get another version."""

    version: str
    words: str


TERMS: Mapping[ConsentPurpose, Terms] = {
    P.PUBLIC_NAME: Terms(
        "2026-11",
        "Votre prénom et votre nom paraissent dans la liste publique des membres de votre conseil. "
        "Les moteurs de recherche sont priés de ne pas la retenir.",
    ),
    P.PUBLIC_PHOTO: Terms(
        "2026-11",
        "Une photo où l’on vous reconnaît, prise pendant une action du conseil, peut paraître sur ses pages.",
    ),
    P.PUBLIC_QUOTE: Terms(
        "2026-11",
        "Vos paroles peuvent être citées avec votre nom sur les pages de votre conseil. "
        "Sans votre accord, elles le sont sans nom, ou pas du tout.",
    ),
    P.PARENTAL_AUTHORITY: Terms(
        "2026-11", "Un parent ou un tuteur accepte que la personne, qui n’a pas 18 ans, siège dans le conseil."
    ),
}
# what somebody decides alone; each use of the site that needs more brings its purpose with it
OFFERED = (P.PUBLIC_NAME, P.PUBLIC_PHOTO, P.PUBLIC_QUOTE)
ON_PAPER = (*OFFERED, P.PARENTAL_AUTHORITY)
PURPOSES = {one.value: one for one in ON_PAPER}


def standing(person_id: uuid.UUID) -> Mapping[ConsentPurpose, Consent]:
    """What somebody agrees to now."""
    rows = db.session.scalars(select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None)))
    return {row.purpose: row for row in rows}


def past(person_id: uuid.UUID) -> Sequence[Consent]:
    """What somebody agreed to once and took back, the latest first."""
    taken_back = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_not(None))
    return db.session.scalars(taken_back.order_by(Consent.withdrawn_at.desc(), Consent.id)).all()


def give(person: Person, purpose: ConsentPurpose, *, actor: Actor) -> None:
    """Agree to one thing, on the site; nothing happens when one already does. Raises Refused."""
    require(actor, "personal.own", person)
    if purpose not in OFFERED:
        raise Refused("Cet accord ne se donne pas ici\u00a0: il est noté par l’animateur ou l’animatrice du conseil.")
    _write(person, purpose, ON_SITE, actor)


def note(person: Person, purpose: ConsentPurpose, signed_on: date, place: str, *, actor: Actor) -> None:
    """Keep that somebody agreed on paper, on a day; `place` says where the paper lies. Whoever calls asks its own rule.

    Raises Refused.
    """
    if signed_on > clock.today():
        raise Refused("Cette date est à venir\u00a0: donnez le jour où le papier a été signé.")
    _write(person, purpose, nfc(f"Papier signé le {date_short(signed_on)}, rangé\u00a0: {place}"), actor)


def _write(person: Person, purpose: ConsentPurpose, proof: str, actor: Actor) -> None:
    if purpose in minors.PUBLIC and minors.is_minor(person):
        raise Refused(
            "Avant 18 ans, ni le nom, ni la photo, ni les paroles d’une personne ne sont publics\u00a0: cet accord "
            "pourra être donné le lendemain de ses 18 ans."
        )
    if purpose in standing(person.id):
        return
    consent = Consent(
        id=uuid.uuid4(),
        person_id=person.id,
        purpose=purpose,
        given_at=clock.now(),
        text_version=TERMS[purpose].version,
        proof=proof,
    )
    db.session.add(consent)
    db.session.flush()
    audit.record(actor, "consent.give", consent, after=purpose.value)


def withdraw(person: Person, purpose: ConsentPurpose, *, actor: Actor) -> None:
    """Take one's agreement back; from the next page on nothing shows what it allowed."""
    require(actor, "personal.own", person)
    take_back(person, purpose, actor=actor)


def take_back(person: Person, purpose: ConsentPurpose, *, actor: Actor) -> None:
    """The same, noted for somebody who said so on paper or by voice. Whoever calls asks its own rule."""
    found = standing(person.id).get(purpose)
    if found is None:
        return
    found.withdrawn_at = max(clock.now(), found.given_at)
    db.session.flush()
    audit.record(actor, "consent.withdraw", found, before=purpose.value)
