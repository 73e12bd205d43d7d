"""What the pages of draws show, ready for their templates. Public ones show pseudonyms, never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from citizens.naming import name_in
from councils.models import Council
from councils.sortition import calling, freezing, queries
from councils.sortition.drawing import Listing
from councils.sortition.mails import chance_words
from councils.sortition.models import AgeBand, Candidate, CandidateState, Sortition, Stage
from foundation import clock
from foundation.addresses import page as address
from foundation.pagination import Page, paginate
from foundation.policy import can
from foundation.state import once
from foundation.text import date_short, moment_words, number, plural

C, S = CandidateState, Stage
PAGE_SIZE = 20
LOOKS = {
    S.RECORDED: ("full", "on"),
    S.PREPARING: ("empty", "quiet"),
    S.FROZEN: ("half", "ongoing"),
    S.DRAWN: ("full", "on"),
}
STATES = {
    C.LISTED: ("empty", "quiet", "Sur la liste"),
    C.DRAWN: ("half", "ongoing", "Réponse attendue"),
    C.RESERVE: ("empty", "quiet", "En réserve"),
    C.ACCEPTED: ("full", "on", "A accepté"),
    C.REFUSED: ("square", "quiet", "A refusé"),
    C.WITHDRAWN: ("square", "quiet", "S’est retiré ou retirée avant le tirage"),
}
PEOPLE = ("personne", "personnes")


@dataclass(frozen=True)
class Line:
    """A draw in a list of draws."""

    title: str
    look: tuple[str, str, str]
    words: str
    url: str


@dataclass(frozen=True)
class Called:
    """A pseudonym that a place was offered to: its groups, its answer when it is known, whom it follows."""

    pseudonym: str
    groups: str
    look: tuple[str, str, str] | None
    follows: str


@dataclass(frozen=True)
class Told:
    """What the seed gave, and what came of it; `words` are to be given to the program that checks."""

    drawn: Sequence[Called]
    called: Sequence[Called]
    reserve: Sequence[str]
    words: str


def title(one: Sortition) -> str:
    """« Tirage du 12 décembre 2026 », by the day on which it was made or can be."""
    return f"Tirage du {date_short(one.day)}"


def look(one: Sortition) -> tuple[str, str, str]:
    """Where it stands, as shape, tone and words."""
    return (*LOOKS[one.stage], one.stage.label)


def _line(one: Sortition, endpoint: str) -> Line:
    council = one.term.council
    seats = plural(one.seats, "place", "places")
    return Line(title(one), look(one), f"{seats}, {term_words(one)}", address(endpoint, slug=council.slug, key=one.id))


def term_words(one: Sortition) -> str:
    """The term that it is made for."""
    return f"mandat du {date_short(one.term.start_on)} au {date_short(one.term.end_on)}"


def lines(council: Council, *, everything: bool) -> tuple[Page[Any], list[Line]]:
    """A page of the draws of a council, as the office or as everybody may know them."""
    wanted = queries.listed(council.id, everything=everything)
    page = paginate(wanted, queries.LATEST, cursor=request.args.get("suite"), size=PAGE_SIZE)
    endpoint = "sortition.manage" if everything else "sortition.read"
    return page, [_line(one, endpoint) for one in page.rows]


def facts(one: Sortition) -> list[tuple[str, str]]:
    """What everybody may know of any draw."""
    sources = [f"{source.kind.label}\u00a0: {plural(source.size, 'nom', 'noms')}" for source in one.sources]
    return [
        ("Pour le", term_words(one)),
        ("Places", number(one.seats)),
        ("Fait le", date_short(one.drawn_on) if one.drawn_on else ""),
        ("Lieu", one.place),
        ("Témoins", one.witnesses),
        ("Listes utilisées", "\u202f; ".join(sorted(sources))),
        ("À savoir", one.note),
    ]


def public_read(one: Sortition) -> Mapping[str, Any]:
    """The page of one draw for everybody. Three queries, however long the list."""
    shown: dict[str, Any] = {"draw": one, "council": one.term.council, "title": title(one), "look": look(one)}
    shown |= {"facts": facts(one), "listing": None, "outcome": None}
    if one.frozen_at is None:
        return shown
    listing = freezing.listing(one)
    return shown | {
        "listing": listing,
        "frozen": moment_words(one.frozen_at),
        "names": sorted(listing.people),
        "quotas": [(q.value, number(q.least), number(q.most)) for q in listing.quotas],
        "chances": chances(one),
        "outcome": outcome(one, listing) if one.drawn_at is not None else None,
        "awaited": one.stage is S.FROZEN and one.seed_on is not None and clock.today() >= one.seed_on,
    }


def chances(one: Sortition) -> list[tuple[str, str, str]]:
    """For each combination of groups: its people and the chance of each."""
    return [
        (group_words(groups) or "Tout le monde", number(size), chance_words(chance))
        for groups, size, chance in one.chances or ()
    ]


def group_words(groups: Sequence[str]) -> str:
    """« Homme, moins de 18 ans »: the groups of somebody on one line."""
    ages = {band.label for band in AgeBand}
    return ", ".join(one[0].lower() + one[1:] if place and one in ages else one for place, one in enumerate(groups))


def outcome(one: Sortition, listing: Listing) -> Told:
    """Who was drawn, who was called since, who waits; from the seed alone once the rows are forgotten."""
    found = calling.result(one)
    rows = {row.pseudonym: row for row in queries.candidates(one.id)}
    followers = sorted(
        (row for row in rows.values() if row.replaces), key=lambda row: (row.called_at or clock.now(), row.place or 0)
    )
    called = [row.pseudonym for row in followers]
    gone = [name for name in found.reserve if name in rows and rows[name].state in {C.REFUSED, C.WITHDRAWN}]
    words = [*(name for name in gone if name not in called), *(str(row.replaces) for row in followers)]
    return Told(
        [_called(name, listing, rows.get(name)) for name in found.drawn],
        [_called(name, listing, rows[name]) for name in called],
        [name for name in found.reserve if name not in called and name not in gone],
        " ".join(words),
    )


def _called(name: str, listing: Listing, row: Candidate | None) -> Called:
    groups = group_words(listing.people[name])
    return Called(name, groups, STATES[row.state] if row else None, (row.replaces or "") if row else "")


@dataclass(frozen=True)
class Row:
    """A candidate as the office sees them."""

    id: Any
    name: str
    pseudonym: str
    words: str
    look: tuple[str, str, str]
    state: str
    is_young: bool


def quota_words(one: Sortition) -> str:
    """« Femme : de 3 à 3, Homme : de 3 à 3 »; empty without any."""
    if one.algorithm is None:
        return ""
    quotas = freezing.listing(one).quotas
    return ", ".join(f"{quota.value}\u00a0: de {quota.least} à {quota.most}" for quota in quotas)


def managed(one: Sortition) -> Mapping[str, Any]:
    """The page of one draw for the office: with names."""
    rows = queries.candidates(one.id)
    emails = queries.emails(one.id)
    shown = [_row(row, one, emails.get(row.person_id, "")) for row in rows]
    count = Counter(row.state for row in rows)
    return {
        "draw": one,
        "council": one.term.council,
        "title": title(one),
        "look": look(one),
        "facts": [*facts(one), ("Quotas", quota_words(one))],
        "seed": f"{one.seed_source} (connue le {date_short(one.seed_on)})" if one.seed_on else "",
        "rows": [row for row in shown if row.state in ({C.DRAWN, C.ACCEPTED} if one.drawn_at else {C.LISTED})],
        "others": [row for row in shown if row.state in {C.REFUSED, C.WITHDRAWN}],
        "reserve": [row for row in shown if row.state == C.RESERVE],
        "vacant": len(calling.left_alone(rows, one.seats)) if one.drawn_at else 0,
        "may_list": bool(one.drawn_at) and bool(count[C.RESERVE]) and calling.is_settled(rows, one.seats),
        "count": plural(sum(count.values()) - count[C.WITHDRAWN], *PEOPLE),
        "can_draw": one.stage is S.FROZEN and one.seed_on is not None and clock.today() >= one.seed_on,
        "can_read": one.stage is not S.PREPARING,
    }


def _row(row: Candidate, one: Sortition, email: str) -> Row:
    place = row.neighborhood.name if row.neighborhood else ""
    reach = (email if can("member.contact", one) else "a un courriel") if email else "sans courriel"
    words = [row.gender.label, row.age_band.label, place, reach]
    if row.replaces:
        words.append(f"à la place de {row.replaces}")
    name = name_in(row.person, one.council_id)
    said = ", ".join(word for word in words if word)
    is_young = row.age_band is AgeBand.UNDER_18 and row.person.minor_until is None
    return Row(row.id, name, row.pseudonym, said, STATES[row.state], row.state, is_young)


def office(council: Council) -> Mapping[str, Any] | None:
    """For the council's office: how many draws there are."""
    if not can("sortition.run", council):
        return None
    return {"council": council, "count": queries.count(council.id, everything=True)}


def council_panel(council: Council) -> Mapping[str, Any] | None:
    """For the council's public page: the draws that everybody may know of."""
    count = once(("draws", council.id), lambda: queries.count(council.id, everything=False))
    return {"url": address("sortition.index", slug=council.slug), "count": count} if count else None
