"""The list is written and frozen, then drawn from once its seed is known: two acts that nobody can take back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citizens.models import Gender
from councils.sortition import drawing, mails, queries
from councils.sortition.drawing import Groups, Listing, Quota, Unreachable
from councils.sortition.models import AgeBand, Candidate, CandidateState, Sortition, Stage
from councils.sortition.services import refuse_unless, reload
from foundation import audit, clock
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import plural
from foundation.workflow import Refused

C = CandidateState
GENDER, AGE, PLACE = "gender", "age", "neighborhood"
COLUMNS = {GENDER: "genre", AGE: "âge", PLACE: "quartier"}
NO_PLACE = "Non précisé"
TOO_TIGHT = (
    "Aucun tirage ne peut tenir ces quotas avec cette liste, ou presque aucun\u00a0: baissez un minimum, relevez un "
    "maximum, ou complétez la liste."
)
CHANGED = "La liste a changé pendant que vous la lisiez\u00a0: relisez-la, puis gelez-la de nouveau."
CHANCE_UNIT = 1000


@dataclass(frozen=True)
class Frozen:
    """A list ready to be frozen: its text, and the chances of those on it in thousandths."""

    text: str
    chances: Sequence[tuple[Groups, int, int]]


def listing(sortition: Sortition) -> Listing:
    """The list of a draw: as it was frozen, or as it would be if it were frozen now."""
    if sortition.list_text is not None:
        return drawing.read(sortition.list_text)
    people = queries.candidates(sortition.id, C.LISTED)
    names = {str(one.id): _plain(one.name) for one in queries.places(sortition.council_id)}
    words = {GENDER: dict(Gender.options()), AGE: dict(AgeBand.options()), PLACE: names}
    kinds = [kind for kind in COLUMNS if sortition.quotas.get(kind)]
    quotas = [
        Quota(COLUMNS[kind], words[kind][value], least, most)
        for kind in kinds
        for value, (least, most) in sortition.quotas[kind].items()
        if value in words[kind]
    ]
    return Listing(
        key=str(sortition.id),
        seats=sortition.seats,
        day=sortition.seed_on.isoformat() if sortition.seed_on else "",
        seed_source=sortition.seed_source,
        columns=tuple(COLUMNS[kind] for kind in kinds),
        quotas=tuple(sorted(quotas)),
        people={one.pseudonym: tuple(_groups(one)[kind] for kind in kinds) for one in people},
    )


def _groups(one: Candidate) -> dict[str, str]:
    place = _plain(one.neighborhood.name) if one.neighborhood else NO_PLACE
    return {GENDER: one.gender.label, AGE: one.age_band.label, PLACE: place}


def _plain(name: str) -> str:
    """A name that keeps to its column."""
    return " ".join(name.replace(";", ",").split())


def problems(found: Listing) -> list[str]:
    """Why a list cannot be frozen yet, in sentences."""
    told = []
    if len(found.people) < found.seats:
        told.append(
            f"Il y a {plural(len(found.people), 'personne', 'personnes')} sur la liste pour "
            f"{plural(found.seats, 'place', 'places')}\u00a0: ajoutez des volontaires ou baissez le nombre de places."
        )
    counted = Counter(pair for groups in found.people.values() for pair in zip(found.columns, groups, strict=True))
    for one in found.quotas:
        here = counted[one.column, one.value]
        if here < one.least:
            told.append(
                f"Le quota «\u202f{one.value}\u202f» demande {plural(one.least, 'personne', 'personnes')} au moins, et "
                f"la liste en a {here}\u00a0: baissez-le ou complétez la liste."
            )
    return told


def lonely(found: Listing) -> int:
    """How many people are alone with their groups: somebody who knows the neighborhood could name them."""
    return sum(count == 1 for count in Counter(found.people.values()).values()) if found.columns else 0


def ready(sortition: Sortition) -> Frozen:
    """The list as it will be frozen, with its chances; it takes a second or two. Raises Refused."""
    found = listing(sortition)
    told = problems(found)
    if told:
        raise Refused(*told)
    try:
        estimated = drawing.chances(found)
    except Unreachable:
        raise Refused(TOO_TIGHT) from None
    sizes = Counter(found.people.values())
    chances = [(groups, sizes[groups], round(chance * CHANCE_UNIT)) for groups, chance in estimated.of.items()]
    return Frozen(drawing.write(found), chances)


def freeze(sortition: Sortition, frozen: Frozen, *, actor: Actor) -> None:
    """Publish a list under pseudonyms with its SHA-256, before anybody knows the seed. Raises Refused.

    `frozen` was made by `ready` before the write lock was taken. Everybody listed is told their pseudonym.
    """
    require(actor, "sortition.run", sortition)
    reload(sortition)
    refuse_unless(sortition, Stage.PREPARING)
    if sortition.seed_on is None or sortition.seed_on <= clock.today():
        raise Refused(
            "Le jour de la graine est venu\u00a0: quelqu’un peut déjà la connaître. Choisissez un jour à venir dans "
            "les réglages, puis gelez la liste."
        )
    if drawing.write(listing(sortition)) != frozen.text:
        raise Refused(CHANGED)
    sortition.list_text, sortition.list_sha256 = frozen.text, drawing.fingerprint(frozen.text)
    sortition.chances = [[list(groups), size, chance] for groups, size, chance in frozen.chances]
    sortition.frozen_at = clock.now()
    db.session.flush()
    audit.record(actor, "sortition.freeze", sortition, after=Stage.FROZEN.value, comment=sortition.list_sha256)
    found = drawing.read(frozen.text)
    chances = {groups: chance for groups, _, chance in frozen.chances}
    for one, email in reachable(sortition, C.LISTED):
        post(mails.listed(one, email, where(sortition), chances[found.people[one.pseudonym]]))


def reachable(sortition: Sortition, state: CandidateState) -> list[tuple[Candidate, str]]:
    """The candidates in a state who gave an address, with it."""
    emails = queries.emails(sortition.id)
    people = queries.candidates(sortition.id, state)
    return [(one, emails[one.person_id]) for one in people if one.person_id in emails]


def where(sortition: Sortition) -> mails.Place:
    """What a letter says of the draw that it is about."""
    council = sortition.term.council
    return mails.Place(
        council.name, whole("sortition.read", slug=council.slug, key=sortition.id), sortition.seed_on or clock.today()
    )
