"""A draw is recorded after the fact, or prepared with the site; its candidates are listed until it is frozen."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, inspect, select

from citizens.models import Contact
from citizens.privacy.erasing import drop_unused
from citizens.services import add_person
from councils.members.services import lock
from councils.models import Term
from councils.sortition import drawing, queries
from councils.sortition.asked import MOST_CANDIDATES, Applicant, Details, Plan
from councils.sortition.models import (
    Candidate,
    CandidateState,
    Sortition,
    SortitionSource,
    Stage,
)
from councils.sortition.workflow import CANDIDATE
from foundation import audit, clock, documents
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import date_short, fold, nfc, plural
from foundation.workflow import Refused

# no letter or figure that is taken for another when read aloud or copied by hand
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PSEUDONYM_LENGTH = 6
COLUMNS = tuple(column.key for column in inspect(Sortition).column_attrs)


def record(term: Term, drawn_on: date, seats: int, details: Details, *, actor: Actor) -> Sortition:
    """Note a draw that was made without the site. Raises Refused."""
    require(actor, "sortition.run", term)
    if drawn_on > clock.today():
        raise Refused("Un tirage à venir se prépare\u00a0: ici, notez un tirage déjà fait.")
    made = Sortition(
        id=uuid.uuid4(), term_id=term.id, term=term, drawn_on=drawn_on, day=drawn_on, seats=seats, quotas={},
        is_demo=term.council.is_demo,
    )  # fmt: skip
    db.session.add(made)
    _describe(made, details, actor)
    audit.record(actor, "sortition.record", made, after=Stage.RECORDED.value)
    return made


def complete(sortition: Sortition, details: Details, *, actor: Actor) -> None:
    """Say what the protocol says, at any stage; a new paper takes the place of the one before."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    _describe(sortition, details, actor)
    audit.record(actor, "sortition.complete", sortition)


def _describe(sortition: Sortition, details: Details, actor: Actor) -> None:
    sortition.place, sortition.witnesses = nfc(details.place), nfc(details.witnesses)
    sortition.note = nfc(details.note)
    if details.protocol is not None:
        before = sortition.protocol if sortition.protocol_id else None
        paper = documents.keep(details.protocol, actor=actor)
        sortition.protocol = paper
        db.session.flush()
        if before is not None:
            documents.remove(before, actor=actor)
    db.session.flush()
    db.session.execute(delete(SortitionSource).where(SortitionSource.sortition_id == sortition.id))
    for kind, size in details.sources.items():
        db.session.add(SortitionSource(sortition_id=sortition.id, kind=kind, size=size))
    db.session.flush()
    db.session.expire(sortition, ["sources"])


def prepare(term: Term, plan: Plan, *, actor: Actor) -> Sortition:
    """Begin a draw to be made with the site. Nothing of it is public before its list is frozen. Raises Refused."""
    require(actor, "sortition.run", term)
    if term.end_on < clock.today():
        raise Refused(f"Ce mandat a pris fin le {date_short(term.end_on)}\u00a0: choisissez le mandat suivant.")
    made = Sortition(
        id=uuid.uuid4(), term_id=term.id, term=term, seats=plan.seats, quotas={}, algorithm=drawing.ALGORITHM,
        is_demo=term.council.is_demo,
    )  # fmt: skip
    _settle(made, plan)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "sortition.prepare", made, after=Stage.PREPARING.value)
    return made


def replan(sortition: Sortition, plan: Plan, *, actor: Actor, seen: str | None = None) -> None:
    """Change the seats, the quotas or the seed of a draw whose list is not frozen. Raises Refused."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.PREPARING)
    if seen is not None and seen != str(sortition.version):
        raise Refused("Quelqu’un a changé ces réglages pendant ce temps\u00a0: comparez, puis envoyez de nouveau.")
    _settle(sortition, plan)
    db.session.flush()
    audit.record(actor, "sortition.replan", sortition)


def _settle(sortition: Sortition, plan: Plan) -> None:
    if plan.seed_on <= clock.today():
        raise Refused("Le tirage doit avoir lieu demain au plus tôt\u00a0: personne ne doit déjà connaître la graine.")
    if plan.seed_on > clock.today() + timedelta(days=365):
        raise Refused("Choisissez un jour dans l’année qui vient.")
    for values in plan.quotas.values():
        if any(least > most for least, most in values.values()):
            raise Refused("Un quota a un minimum plus grand que son maximum\u00a0: corrigez l’un des deux.")
        if sum(least for least, _ in values.values()) > plan.seats:
            raise Refused("Les minimums demandent plus de personnes qu’il n’y a de places\u00a0: baissez-les.")
    sortition.seats, sortition.seed_on, sortition.day = plan.seats, plan.seed_on, plan.seed_on
    sortition.seed_source = " ".join(nfc(plan.seed_source).split())
    sortition.quotas = {kind: {key: list(pair) for key, pair in values.items()} for kind, values in plan.quotas.items()}


def add(sortition: Sortition, volunteers: Sequence[Applicant], *, actor: Actor) -> Sequence[Candidate]:
    """Put volunteers on a list that is not frozen: all of them or, with a sentence, none. Raises Refused."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.PREPARING)
    here = queries.candidates(sortition.id)
    if len(here) + len(volunteers) > MOST_CANDIDATES:
        raise Refused(f"La liste peut avoir {plural(MOST_CANDIDATES, 'personne', 'personnes')} au plus.")
    emails = queries.emails(sortition.id)
    known = {_mark(one.person.given_name, one.person.family_name, emails.get(one.person_id, "")) for one in here}
    for one in volunteers:
        mark = _mark(one.given_name, one.family_name, one.email)
        if mark in known:
            raise Refused(
                f"{one.given_name} {one.family_name} est déjà sur la liste. Si c’est une autre personne du même nom, "
                "donnez son courriel."
            )
        known.add(mark)
    taken = {one.pseudonym for one in here}
    return [_listed(sortition, one, _pseudonym(taken), actor) for one in volunteers]


def _mark(given_name: str, family_name: str, email: str) -> tuple[str, str]:
    return fold(f"{given_name} {family_name}"), fold(email)


def _pseudonym(taken: set[str]) -> str:
    """One that says nothing of who comes first, and that nobody else on the list has."""
    while True:
        found = "".join(secrets.choice(LETTERS) for _ in range(PSEUDONYM_LENGTH))
        if found not in taken:
            taken.add(found)
            return found


def _listed(sortition: Sortition, one: Applicant, pseudonym: str, actor: Actor) -> Candidate:
    person = add_person(one.given_name, one.family_name, one.gender, actor=actor, is_demo=sortition.is_demo)
    if one.email:
        db.session.add(Contact(person_id=person.id, email=nfc(one.email)))
    made = Candidate(
        sortition_id=sortition.id,
        person_id=person.id,
        pseudonym=pseudonym,
        gender=one.gender,
        age_band=one.age_band,
        neighborhood_id=one.neighborhood_id,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "candidate.add", made, after=CandidateState.LISTED.value)
    return made


def withdraw(candidate: Candidate, *, actor: Actor) -> None:
    """Take somebody off the list; once it is frozen their line stays, and they will not be called. Raises Refused."""
    require(actor, "sortition.run", candidate)
    reload(candidate.sortition)
    db.session.refresh(candidate, ["state"], with_for_update=True)
    if candidate.sortition.stage is Stage.DRAWN:
        raise Refused("Le tirage est fait\u00a0: notez plutôt que cette personne refuse.")
    if candidate.state is CandidateState.WITHDRAWN:
        return
    audit.record(actor, "candidate.withdraw", candidate, before=candidate.state.value)
    if candidate.sortition.stage is Stage.PREPARING:
        person_id = candidate.person_id
        db.session.delete(candidate)
        db.session.flush()
        drop_unused({person_id})
    else:
        CANDIDATE.move(candidate, "withdraw")
        candidate.answered_on = clock.today()
        db.session.flush()


def drop(sortition: Sortition, *, actor: Actor) -> None:
    """Give up a draw whose list was never frozen, and forget its candidates. Raises Refused."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.PREPARING)
    audit.record(actor, "sortition.drop", sortition, before=Stage.PREPARING.value)
    people = set(db.session.scalars(select(Candidate.person_id).where(Candidate.sortition_id == sortition.id)))
    db.session.execute(delete(Candidate).where(Candidate.sortition_id == sortition.id))
    db.session.delete(sortition)
    db.session.flush()
    if sortition.protocol is not None:
        documents.remove(sortition.protocol, actor=actor)
    drop_unused(people)


def reload(sortition: Sortition) -> None:
    """Read a draw anew, and keep it from others until this transaction ends."""
    lock(sortition.term)
    db.session.refresh(sortition, COLUMNS, with_for_update=True)


def refuse_unless(sortition: Sortition, stage: Stage) -> None:
    """Say so when a draw does not stand where an act needs it."""
    if sortition.stage is stage:
        return
    words = {
        Stage.RECORDED: "Ce tirage a été fait sans l’outil du site\u00a0: on peut seulement le compléter.",
        Stage.PREPARING: "La liste n’est pas encore gelée\u00a0: gelez-la d’abord.",
        Stage.FROZEN: "La liste est gelée\u00a0: elle ne change plus. Rouvrez la page du tirage.",
        Stage.DRAWN: "Le tirage est déjà fait\u00a0: rouvrez sa page pour voir le résultat.",
    }
    raise Refused(words[sortition.stage])
