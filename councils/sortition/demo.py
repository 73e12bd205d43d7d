"""Draws among invented volunteers: one noted, one in preparation, one frozen, one drawn with its first answers."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import select

from citizens.models import Gender
from councils.demo_names import FAMILY, MEN, WOMEN
from councils.models import Council, Term
from councils.sortition import calling, freezing, queries, services
from councils.sortition.asked import Applicant, Details, Plan
from councils.sortition.models import AgeBand, CandidateState, Sortition, SourceKind
from foundation import clock
from foundation.database import db
from foundation.policy import Actor
from foundation.text import fold

LIAISON = Actor(role="municipal_liaison")
SEED = 2512
SOURCE = "Les cinq numéros d’un tirage du Loto (exemple inventé), dans l’ordre croissant, séparés par une espace"
DRAWN_SEED = "4 11 23 37 45"
WAIT = 20
# how many days ago the list of each council was frozen
FROZEN_FOR = {"haubourdin": 40, "hellemmes": 12, "wattrelos": 0}
BOTH = {"f": (3, 3), "m": (3, 3)}
AGES = tuple(AgeBand)[1:-1]
NOTED = Details(
    place="Maison de quartier (lieu inventé)",
    witnesses="Une représentante de l’État, deux habitants, un agent de la commune",
    note="Tirage inventé pour la démonstration.",
    sources={SourceKind.ELECTORAL_ROLL: 2400, SourceKind.LANDLORD: 850, SourceKind.VOLUNTEERS: 52},
)


def load() -> None:
    """Once: nothing happens when a draw is there."""
    if db.session.scalar(select(Sortition.id).limit(1)) is not None:
        return
    chance = Random(SEED)  # noqa: S311 - the same demonstration every time
    for slug, days in FROZEN_FOR.items():
        term = _term(slug)
        if term is None:
            continue
        services.record(term, term.start_on - timedelta(days=120), 9, NOTED, actor=LIAISON)
        with clock.standing_at(clock.now() - timedelta(days=days)):
            draw = _prepared(term, 24 if days else 9, chance)
            if days:
                freezing.freeze(draw, freezing.ready(draw), actor=LIAISON)
        if days > WAIT:
            _drawn(draw)


def _term(slug: str) -> Term | None:
    council = db.session.scalar(select(Council).where(Council.slug == slug, Council.is_demo))
    known = queries.terms(council.id) if council else ()
    return next((one for one in known if one.start_on <= clock.today() <= one.end_on), None)


def _prepared(term: Term, count: int, chance: Random) -> Sortition:
    plan = Plan(6, clock.today() + timedelta(days=WAIT), SOURCE, {"gender": BOTH})
    draw = services.prepare(term, plan, actor=LIAISON)
    families = chance.sample(FAMILY, count)
    services.add(draw, [_volunteer(family, number, chance) for number, family in enumerate(families)], actor=LIAISON)
    return draw


def _volunteer(family: str, number: int, chance: Random) -> Applicant:
    gender, names = (Gender.MALE, MEN) if number % 3 == 0 else (Gender.FEMALE, WOMEN)
    given = chance.choice(names)
    email = f"{fold(given)}.{fold(family)}.tirage@example.org".replace(" ", "-") if number % 4 else ""
    return Applicant(given, family, gender, chance.choice(AGES), email=email)


def _drawn(draw: Sortition) -> None:
    with clock.standing_at(clock.now() - timedelta(days=15)):
        calling.draw(draw, DRAWN_SEED, actor=LIAISON)
    first = queries.candidates(draw.id, CandidateState.DRAWN)[0]
    one = queries.candidate(draw.term.council.slug, draw.id, first.id)
    with clock.standing_at(clock.now() - timedelta(days=9)):
        if one is not None:
            calling.refuse(one, actor=LIAISON)
