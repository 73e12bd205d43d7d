"""Reminders that the network sends from its board: each once for one person, council and step (domain §2.6)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from citizens.models import Person
from citizens.notifications.recipients import Recipient
from citizens.notifications.services import recipients, tell
from councils.accreditation.composition import told
from councils.accreditation.due import Due
from councils.accreditation.people import COMMUNE, COUNCIL, concerned_by
from councils.accreditation.reminders import term_step, term_words
from councils.models import Council
from councils.network import mails
from councils.network.situations import Situation, situations
from foundation import audit
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import OutgoingLetter
from foundation.policy import Actor, require
from foundation.text import plural

SIDES = (COUNCIL, COMMUNE)


@dataclass(frozen=True)
class Planned:
    """What a council is to be reminded of, who has not had it, and when the others had it, all of them by name."""

    due: Due
    to: Sequence[str]
    had: Mapping[str, datetime]


@dataclass(frozen=True)
class Reminded:
    """One council that was ticked: what there is to say to it, and how many people can be written to at all."""

    situation: Situation
    planned: Sequence[Planned]
    reached: int

    @property
    def letters(self) -> int:
        """How many letters would leave."""
        return sum(len(one.to) for one in self.planned)


def plan(keys: Sequence[str]) -> list[Reminded]:
    """What there is to say to some councils, by their ids as texts; unknown ones are passed over."""
    return [_planned(one) for one in situations() if str(one.card.id) in keys]


def _planned(one: Situation) -> Reminded:
    people = recipients(concerned_by(one.card.id, SIDES))
    names = _names(people)
    return Reminded(one, [_of(due, people, names) for due in dues(one)], len(people))


def _of(due: Due, people: Sequence[Recipient], names: Mapping[uuid.UUID, str]) -> Planned:
    keys = {_once(due, one.person_id): names[one.person_id] for one in people}
    rows = db.session.execute(
        select(OutgoingLetter.once, OutgoingLetter.posted_at).where(OutgoingLetter.once.in_(keys))
    )
    had = {row.once: row.posted_at for row in rows}
    return Planned(
        due,
        [name for key, name in keys.items() if key not in had],
        {keys[key]: at for key, at in had.items()},
    )


def _once(due: Due, person_id: uuid.UUID) -> str:
    return f"board/{due.once}/{person_id}"


def _names(people: Sequence[Recipient]) -> Mapping[uuid.UUID, str]:
    rows = db.session.scalars(select(Person).where(Person.id.in_([one.person_id for one in people])))
    return {row.id: f"{row.given_name} {row.family_name}" for row in rows}


def dues(one: Situation) -> Iterator[Due]:
    """What a council is to be reminded of today: the end of its term, its dossier, how it is made up."""
    card = one.card
    step = term_step(one.ends_on, one.today) if one.ends_on else None
    if one.ends_on is not None and step is not None and one.asks_for_renewal:
        subject, words = term_words(card.name, one.ends_on, has_ended=step == 0)
        url = whole("councils.read", slug=card.slug)
        yield Due(card.id, f"term/{card.id}/{one.ends_on}/{step}", SIDES, subject, words, url)
    if one.step is not None and one.step.lies_inside:
        days = plural(one.step.days, "jour", "jours")
        words = f"Le dossier de {card.name} attend que la commune et le conseil avancent, depuis {days}."
        name = f"dossier/{one.step.key}/{one.step.state.value}/{one.step.since}"
        url = whole("accreditation.read", key=one.step.key)
        yield Due(card.id, name, SIDES, f"Dossier en attente\u00a0: {card.name}", words, url)
    mended = " ".join(told(one.gauges, one.today)) if one.gauges.runs else ""
    if mended:
        name = f"composition/{card.id}/{one.today:%Y-%m}"
        url = whole("members.office", slug=card.slug)
        subject = f"Composition à revoir\u00a0: {card.name}"
        yield Due(card.id, name, SIDES, subject, f"{card.name}\u00a0: {mended}", url)


def remind(keys: Sequence[str], word: str, *, actor: Actor) -> int:
    """Write to the people of some councils what these are to be reminded of; gives how many letters that made.

    Whoever has had a reminder of the same step has no second, whoever presses and however often.
    """
    require(actor, "overview.remind")
    sender = db.session.get(Person, actor.id) if actor.id else None
    signed = f"\n\n{sender.given_name}, pour le réseau\u00a0: «\u202f{word}\u202f»" if word and sender else ""
    sent = 0
    for one in (one for one in situations() if str(one.card.id) in keys):
        letters = sum(_send(due, signed) for due in dues(one))
        if letters:
            council = db.session.get_one(Council, one.card.id)
            audit.record(actor, "council.remind", council, after=str(letters))
        sent += letters
    return sent


def _send(due: Due, signed: str) -> int:
    people = concerned_by(due.council_id, due.sides)
    return tell(people, lambda to: mails.reminder(to, due, signed), once=f"board/{due.once}")
