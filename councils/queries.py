from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import BadRequest

from citizens.models import Gender, Person
from councils.electorate import sitting_on
from councils.facts import facts_on
from councils.models import College, Council, Coverage, Membership, Rank
from councils.status import Act, CouncilStatus, Dossier, Facts, PublicStatus, public_status
from councils.territory.models import Municipality, Neighborhood, Organization, neighborhood_municipality
from foundation import clock
from foundation.database import db
from foundation.pagination import Page
from foundation.state import once
from foundation.text import fold

Pair = tuple[str, str]
PAGE_SIZE = 20


class Slugged(Protocol):
    """What has an address of its own."""

    @property
    def slug(self) -> str: ...


Listed = TypeVar("Listed", bound=Slugged)


@dataclass(frozen=True)
class Card:
    """A council as lists, maps and the finder want it. `places` and `communes` are (slug, name) pairs."""

    id: uuid.UUID
    slug: str
    code: str
    name: str
    is_demo: bool
    public: PublicStatus
    places: tuple[Pair, ...]
    communes: tuple[Pair, ...]
    key: str

    @property
    def status(self) -> CouncilStatus:
        """Its public status."""
        return self.public.status


def directory() -> tuple[Card, ...]:
    """Every council with its status today, in the order of addresses; three queries, then kept until a public write."""
    return once("councils.directory", lambda: directory_on(clock.today()))


def directory_on(day: date) -> tuple[Card, ...]:
    """Every council with the status it had, or will have by the acts known now, at the end of a day."""
    return _cards(day, None)


def _cards(day: date, only: Collection[uuid.UUID] | None) -> tuple[Card, ...]:
    facts, covered = facts_on(day, only), _covered(day, only)
    wanted = select(
        Council.id,
        Council.slug,
        Council.code,
        Council.name,
        Council.name_key,
        Council.is_demo,
        Council.closed_on,
    ).order_by(Council.slug)
    if only is not None:
        wanted = wanted.where(Council.id.in_(only))
    rows = db.session.execute(wanted)
    return tuple(_card(row, facts.get(row.id, ([], [])), covered.get(row.id, []), day) for row in rows)


def _card(row: Any, known: tuple[list[Act], list[Dossier]], covered: Sequence[Any], day: date) -> Card:
    places = tuple(dict.fromkeys((found.slug, found.name) for found in covered))
    communes = tuple(sorted(dict.fromkeys((found.commune, found.commune_name) for found in covered)))
    keys = dict.fromkeys(key for found in covered for key in (found.name_key, found.commune_key))
    key = " ".join([row.name_key, *keys])
    public = public_status(Facts(row.closed_on, *known), day)
    return Card(row.id, row.slug, row.code, row.name, row.is_demo, public, places, communes, f" {key}")


def _covered(day: date, only: Collection[uuid.UUID] | None) -> Mapping[uuid.UUID, list[Any]]:
    wanted = (
        select(
            Coverage.council_id,
            Neighborhood.slug,
            Neighborhood.name,
            Neighborhood.name_key,
            Municipality.slug.label("commune"),
            Municipality.name.label("commune_name"),
            Municipality.name_key.label("commune_key"),
        )
        .join(Neighborhood, Neighborhood.id == Coverage.neighborhood_id)
        .join(neighborhood_municipality, neighborhood_municipality.c.neighborhood_id == Neighborhood.id)
        .join(Municipality, Municipality.id == neighborhood_municipality.c.municipality_id)
        .where(*_holds(day))
        .order_by(Neighborhood.name_key, Neighborhood.slug)
    )
    if only is not None:
        wanted = wanted.where(Coverage.council_id.in_(only))
    found: dict[uuid.UUID, list[Any]] = {}
    for row in db.session.execute(wanted):
        found.setdefault(row.council_id, []).append(row)
    return found


def _holds(day: date) -> tuple[ColumnElement[bool], ...]:
    return Coverage.valid_from <= day, or_(Coverage.valid_to.is_(None), Coverage.valid_to >= day)


def public_cards() -> tuple[Card, ...]:
    """The councils that are shown and counted: all but those only planned."""
    return once("councils.public", lambda: _public(directory()))


def _public(cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(card for card in cards if card.status is not CouncilStatus.PLANNED)


def card_of(council: Council) -> Card:
    """The card of one council; three queries, whatever others there are, then kept until a public write."""
    (card,) = once(("councils.card", council.id), lambda: _cards(clock.today(), [council.id]))
    return card


def card_on(council: Council, day: date) -> Card:
    """The same as it stood, or will stand by the acts known now, at the end of a day."""
    (card,) = _cards(day, [council.id])
    return card


def cards_at(place: Neighborhood) -> tuple[Card, ...]:
    """The councils that are shown and cover one neighborhood; four queries, then kept until a public write."""
    return once(("councils.at", place.id), lambda: _cards_at(place.id))


def _cards_at(place_id: uuid.UUID) -> tuple[Card, ...]:
    today = clock.today()
    wanted = select(Coverage.council_id).where(Coverage.neighborhood_id == place_id, *_holds(today))
    return _public(_cards(today, db.session.scalars(wanted).all()))


def by_place() -> Mapping[str, tuple[Card, ...]]:
    """The councils that cover each neighborhood, by its slug."""
    return once("councils.by_place", lambda: _by(lambda card: card.places))


def by_commune() -> Mapping[str, tuple[Card, ...]]:
    """The councils that cover some neighborhood of each commune, by its slug."""
    return once("councils.by_commune", lambda: _by(lambda card: card.communes))


def _by(pairs: Any) -> Mapping[str, tuple[Card, ...]]:
    found: dict[str, list[Card]] = {}
    for card in public_cards():
        for slug, _ in pairs(card):
            found.setdefault(slug, []).append(card)
    return {slug: tuple(cards) for slug, cards in found.items()}


def choose(statuses: frozenset[CouncilStatus] | None, commune: str, words: str) -> Sequence[Card]:
    """The councils that the filters of the list leave."""
    cards: Sequence[Card] = by_commune().get(commune, ()) if commune else public_cards()
    if statuses is not None:
        cards = [card for card in cards if card.status in statuses]
    for start in (f" {word}" for word in fold(words).split()):
        cards = [card for card in cards if start in card.key]
    return cards


def page_of(cards: Sequence[Listed], cursor: str | None, size: int = PAGE_SIZE, most: int = 0) -> Page[Listed]:
    """One page of a list in memory. `cursor` is "a.slug" (after) or "b.slug" (before); BadRequest on another.

    The last page may hold up to `most`, so that none is left with a row or two.
    """
    first = _first(cards, cursor, size)
    shown = most if len(cards) - first <= most else size
    rows = cards[first : first + shown]
    before, after = first > 0, first + shown < len(cards)
    return Page(
        rows,
        len(cards),
        False,
        f"a.{rows[-1].slug}" if rows and after else None,
        f"b.{rows[0].slug}" if rows and before else None,
    )


def _first(cards: Sequence[Slugged], cursor: str | None, size: int) -> int:
    if not cursor:
        return 0
    way, _, slug = cursor.partition(".")
    places = [place for place, card in enumerate(cards) if card.slug == slug]
    if way not in {"a", "b"} or not places:
        raise BadRequest("Cette suite de liste n’existe pas. Reprenez la liste au début.")
    return places[0] + 1 if way == "a" else max(0, places[0] - size)


def by_slug(slug: str) -> Council | None:
    """One council with its host."""
    return db.session.scalar(_BY_SLUG, {"slug": slug})


_BY_SLUG = (
    select(Council)
    .where(Council.slug == bindparam("slug"))
    .options(joinedload(Council.host_organization).load_only(Organization.name))
)


@dataclass(frozen=True)
class Composition:
    """How many people sit, by college, and how many women and men among residents. Counts only."""

    on: date
    colleges: Mapping[College, int]
    substitutes: int
    genders: Mapping[Gender, int]

    @property
    def members(self) -> int:
        """How many hold a seat."""
        return sum(self.colleges.values())


def composition(council: Council, day: date) -> Composition:
    """Who sits in a council on a day, in counts: counted once, then kept until a public write."""
    return once(("composition", council.id, day), lambda: _composition(council, day))


def _composition(council: Council, day: date) -> Composition:
    rows = db.session.execute(
        select(Membership.college, Membership.rank, Person.gender, func.count())
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council.id, sitting_on(day))
        .group_by(Membership.college, Membership.rank, Person.gender)
    )
    colleges = dict.fromkeys(College, 0)
    genders = dict.fromkeys(Gender, 0)
    substitutes = 0
    for college, rank, gender, count in rows:
        if rank is Rank.SUBSTITUTE:
            substitutes += count
            continue
        colleges[college] += count
        if college is College.RESIDENTS:
            genders[gender] += count
    return Composition(day, colleges, substitutes, genders)
