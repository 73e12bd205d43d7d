"""A council that does not exist yet: its name, the places it will cover, and its first dossier at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from councils.accreditation.models import Accreditation, AccreditationKind
from councils.accreditation.services import open_dossier
from councils.models import Council
from councils.services import cover, create_council
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.database import db
from foundation.policy import Actor, Grant, require
from foundation.text import slugify
from foundation.workflow import Refused

LIAISON = "municipal_liaison"
LONGEST_SLUG, LONGEST_CODE = 120, 24
_BEGINNINGS = ("conseil-citoyen-des-", "conseil-citoyen-de-", "conseil-citoyen-du-", "conseil-citoyen-d-")
_OUTSIDE = "Cochez au moins un quartier de votre commune\u00a0: vous ouvrez ce dossier pour elle."
_NAMELESS = "Donnez au conseil un nom avec des lettres ou des chiffres."


def found(name: str, places: Sequence[Neighborhood], *, actor: Actor, slug: str = "", code: str = "") -> Accreditation:
    """A new council covering these places, with its first dossier. Raises Refused, with what to do instead.

    `places` come with their communes. Without a slug or a code the site makes them from the name.
    """
    require(actor, "council.create")
    _must_be_theirs(places, actor)
    if not slugify(name):
        raise Refused(_NAMELESS)
    council = create_council(
        name,
        _own_slug(slug or _proposed_slug(name), given=bool(slug)),
        _own_code(code or _proposed_code(name), given=bool(code)),
        actor=actor,
        is_demo=any(place.is_demo for place in places),
    )
    founder = _liaison_of(council, actor)
    for place in places:
        cover(council, place, actor=founder, since=clock.today())
    return open_dossier(council, AccreditationKind.INITIAL, actor=founder)


def _must_be_theirs(places: Sequence[Neighborhood], actor: Actor) -> None:
    towns = _towns(actor)
    if not places:
        raise Refused("Cochez au moins un quartier que le conseil couvrira.")
    if towns and not any({town.id, town.parent_id} & towns for place in places for town in place.municipalities):
        raise Refused(_OUTSIDE)


def _towns(actor: Actor) -> set[uuid.UUID | None]:
    """The communes that somebody speaks for; none for whoever speaks for the whole network."""
    if actor.holds("network_coordinator"):
        return set()
    return {grant.scope_id for grant in actor.grants if grant.role == LIAISON and grant.scope_type == "municipality"}


def _liaison_of(council: Council, actor: Actor) -> Actor:
    """The same person once the council is there: the liaison of its commune is its liaison too."""
    if not actor.grants or not actor.holds(LIAISON):
        return actor
    return replace(actor, grants=actor.grants | {Grant(LIAISON, "council", council.id)})


def _proposed_slug(name: str) -> str:
    whole = slugify(name)
    start = next((start for start in _BEGINNINGS if whole.startswith(start)), "")
    return whole.removeprefix(start)[:LONGEST_SLUG].strip("-") or whole


def _proposed_code(name: str) -> str:
    return f"CC-{_proposed_slug(name).upper()}"[:LONGEST_CODE].strip("-")


def _own_slug(wanted: str, *, given: bool) -> str:
    made = slugify(wanted)[:LONGEST_SLUG].strip("-")
    if not made:
        raise Refused("L’adresse de la page doit contenir des lettres ou des chiffres.")
    taken = _taken(Council.slug, made, LONGEST_SLUG)
    if given and made in taken:
        raise Refused(
            f"L’adresse «\u202f{made}\u202f» est déjà celle d’un autre conseil\u00a0: choisissez-en une autre."
        )
    return _free(made, taken, LONGEST_SLUG)


def _own_code(wanted: str, *, given: bool) -> str:
    made = slugify(wanted).upper()[:LONGEST_CODE].strip("-")
    if not made:
        raise Refused("Le code doit contenir des lettres ou des chiffres.")
    taken = _taken(Council.code, made, LONGEST_CODE)
    if given and made in taken:
        raise Refused(f"Le code «\u202f{made}\u202f» est déjà celui d’un autre conseil\u00a0: choisissez-en un autre.")
    return _free(made, taken, LONGEST_CODE)


def _taken(column: InstrumentedAttribute[str], made: str, most: int) -> set[str]:
    """Those in use that begin alike."""
    return set(db.session.scalars(select(column).where(column.startswith(made[: most - 4], autoescape=True))))


def _free(wanted: str, taken: set[str], most: int) -> str:
    """The name itself, or the first of « name-2 », « name-3 »… that nobody has."""
    number, tried = 1, wanted
    while tried in taken:
        number += 1
        ending = f"-{number}"
        tried = f"{wanted[: most - len(ending)].rstrip('-')}{ending}"
    return tried
