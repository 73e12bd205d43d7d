"""The draw, and what follows: who was called answers, the next is called, the rest may wait on the reserve list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from citizens.privacy import minors
from councils.members import reserving
from councils.members import services as members
from councils.members.services import Newcomer, Place
from councils.models import College, Origin
from councils.sortition import drawing, freezing, mails, queries
from councils.sortition.drawing import Result, Unreachable
from councils.sortition.models import AgeBand, Candidate, CandidateState, Sortition, Stage
from councils.sortition.services import refuse_unless, reload
from councils.sortition.workflow import CANDIDATE
from foundation import audit, clock
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import date_words, nfc
from foundation.workflow import Refused

C = CandidateState
KEPT = (C.DRAWN, C.ACCEPTED)
NO_MAJORITY = (
    "Cette personne s’est dite mineure\u00a0: écrivez le jour de ses 18 ans, puis notez son accord. Sa place lui sera "
    "gardée jusqu’à l’accord écrit d’un parent."
)
NOT_SETTLED = (
    "Des réponses sont encore attendues\u00a0: la réserve du tirage sert d’abord à remplacer qui refuse. Notez toutes "
    "les réponses, puis revenez."
)
NOBODY_LEFT = (
    "Personne de la réserve ne peut être appelé sans rompre les quotas\u00a0: il faut un nouveau tirage pour cette "
    "place."
)


def result(sortition: Sortition) -> Result:
    """What the seed of a draw that was made gives, once more."""
    return drawing.draw(freezing.listing(sortition), sortition.seed or "", sortition.trial or 1)


def draw(sortition: Sortition, seed: str, *, actor: Actor) -> Result:
    """Draw from a frozen list with a seed that is known by now. Raises Refused."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.FROZEN)
    if sortition.seed_on is not None and clock.today() < sortition.seed_on:
        raise Refused(f"La graine sera connue le {date_words(sortition.seed_on)}\u00a0: le tirage attend ce jour.")
    words = " ".join(nfc(seed).split())
    if not words:
        raise Refused("Écrivez la graine.")
    try:
        found = drawing.draw(freezing.listing(sortition), words)
    except Unreachable:
        raise Refused(freezing.TOO_TIGHT) from None
    sortition.seed, sortition.trial = words, found.trial
    sortition.drawn_at = clock.now()
    sortition.drawn_on = sortition.day = clock.today()
    db.session.flush()
    audit.record(actor, "sortition.draw", sortition, after=Stage.DRAWN.value, comment=words)
    _rank(sortition, found)
    _replace_absent(sortition, actor)
    return found


def _replace_absent(sortition: Sortition, actor: Actor) -> None:
    """Call somebody for each who was drawn and had left the list after it was frozen."""
    for one in queries.candidates(sortition.id, C.WITHDRAWN):
        if one.place is not None and one.place <= sortition.seats:
            _call(sortition, one.pseudonym, actor)


def _rank(sortition: Sortition, found: Result) -> None:
    """Give everybody their rank; who is drawn is told."""
    drawn, ranks = frozenset(found.drawn), {name: n for n, name in enumerate((*found.drawn, *found.reserve), 1)}
    for one in queries.candidates(sortition.id):
        one.place = ranks.get(one.pseudonym)
        if one.state is C.LISTED:
            CANDIDATE.move(one, "draw" if one.pseudonym in drawn else "wait")
            one.called_at = sortition.drawn_at if one.pseudonym in drawn else None
    db.session.flush()
    for one, email in freezing.reachable(sortition, C.DRAWN):
        post(mails.called(one, email, freezing.where(sortition)))


def accept(candidate: Candidate, minor_until: date | None = None, *, actor: Actor) -> None:
    """Note that somebody takes the place they were drawn for, and seat them in the term. Raises Refused.

    Whoever is under 18 is offered the seat: it is theirs once a parent agreed in writing (domain §9.4). `minor_until`
    is the day they come of age, asked of them alone.
    """
    young = _is_young(candidate, minor_until)
    _answer(candidate, "accept", actor)
    if young and candidate.person.minor_until is None:
        candidate.person.minor_until = minor_until
    place = Place(College.RESIDENTS, Origin.DRAWN, accepted_on=None if young else clock.today())
    members.add_member(candidate.sortition.term, Newcomer(person=candidate.person), place, actor=actor)


def _is_young(candidate: Candidate, minor_until: date | None) -> bool:
    """Whether somebody is under 18 today. Raises Refused when nobody says until when."""
    if minors.is_minor(candidate.person) or candidate.age_band is not AgeBand.UNDER_18:
        return minors.is_minor(candidate.person)
    if minor_until is None:
        raise Refused(NO_MAJORITY)
    if (minor_until - clock.today()).days > minors.LONGEST_DAYS:
        raise Refused(minors.TOO_FAR)
    return minor_until >= clock.today()


def refuse(candidate: Candidate, *, actor: Actor) -> Candidate | None:
    """Note that somebody does not take their place; gives who is called instead, or None when nobody can be."""
    _answer(candidate, "refuse", actor)
    return _call(candidate.sortition, candidate.pseudonym, actor)


def _answer(candidate: Candidate, step: str, actor: Actor) -> None:
    require(actor, "sortition.run", candidate)
    reload(candidate.sortition)
    db.session.refresh(candidate, ["state"], with_for_update=True)
    before = candidate.state
    CANDIDATE.move(candidate, step)
    candidate.answered_on = clock.today()
    db.session.flush()
    audit.record(actor, f"candidate.{step}", candidate, before=before.value, after=candidate.state.value)


def call_next(sortition: Sortition, *, actor: Actor) -> Candidate:
    """Call somebody for a place that nobody holds: who had it left the list since. Raises Refused."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.DRAWN)
    alone = left_alone(queries.candidates(sortition.id), sortition.seats)
    if not alone:
        raise Refused("Toutes les places sont prises ou proposées\u00a0: rouvrez la page du tirage.")
    called = _call(sortition, alone[0].pseudonym, actor)
    if called is None:
        raise Refused(NOBODY_LEFT)
    return called


def left_alone(people: Sequence[Candidate], seats: int) -> list[Candidate]:
    """Those who had a place and left it, and for whom nobody was called."""
    taken_over = {one.replaces for one in people}
    gone = [one for one in people if one.state in {C.REFUSED, C.WITHDRAWN} and one.pseudonym not in taken_over]
    return [one for one in gone if one.called_at or (one.place or seats + 1) <= seats]


def is_settled(people: Sequence[Candidate], seats: int) -> bool:
    """Whether everybody who was called answered, and no place is left: nobody of the reserve is called any more."""
    return not any(one.state is C.DRAWN for one in people) and not left_alone(people, seats)


def _call(sortition: Sortition, gone: str, actor: Actor) -> Candidate | None:
    rows = queries.candidates(sortition.id)
    people = {one.pseudonym: one for one in rows}
    # one place at a time, as for whoever checks: others who left count until somebody is called for them
    kept = {one.pseudonym for one in rows if one.state in KEPT}
    kept |= {one.pseudonym for one in left_alone(rows, sortition.seats)}
    waiting = [name for name, one in people.items() if one.state is C.RESERVE]
    found = drawing.next_called(freezing.listing(sortition), waiting, kept - {gone}, gone)
    if found is None:
        return None
    one = people[found]
    CANDIDATE.move(one, "call")
    one.called_at, one.replaces = clock.now(), gone
    db.session.flush()
    audit.record(actor, "candidate.call", one, before=C.RESERVE.value, after=one.state.value)
    email = queries.emails(sortition.id).get(one.person_id)
    if email:
        post(mails.called(one, email, freezing.where(sortition)))
    return one


def to_reserve_list(sortition: Sortition, *, actor: Actor) -> int:
    """Put those in reserve on the reserve list of the term, in the order drawn; gives how many. Raises Refused."""
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.DRAWN)
    if not is_settled(queries.candidates(sortition.id), sortition.seats):
        raise Refused(NOT_SETTLED)
    there = {entry.person_id for entry in reserving.entries(sortition.term_id)}
    waiting = [one for one in queries.candidates(sortition.id, C.RESERVE) if one.person_id not in there]
    if not waiting:
        raise Refused("Personne de la réserve n’est à ajouter\u00a0: la liste complémentaire est à jour.")
    for one in waiting:
        reserving.add(sortition.term, Newcomer(person=one.person), College.RESIDENTS, actor=actor)
    return len(waiting)
