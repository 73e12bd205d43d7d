"""The register of a council, its public page and its gauges, ready for their templates."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from citizens.models import Contact
from councils.members import inviting, people_queries, queries, term_queries, visibility, wording
from councils.members.gauges import Gauges, Vacancy
from councils.members.models import BoardRole
from councils.models import College, Council, Membership, Rank
from councils.presentation import composition_day
from councils.queries import card_of
from foundation import clock
from foundation.addresses import page as address
from foundation.policy import Actor, can
from foundation.text import FIXED_SPACE, date_short, plural

Look = tuple[str, str, str]


@dataclass(frozen=True)
class Row:
    """One person in a list of the register. `url` leads to their sheet, for those who may change it."""

    name: str
    url: str
    look: Look | None
    facts: str
    reach: str = ""
    invite: str = ""


@dataclass(frozen=True)
class Empty:
    """A seat that stands empty: words, and where to fill it."""

    words: str
    url: str


@dataclass(frozen=True)
class Drawer:
    """Those of one college."""

    college: College
    count: str
    rows: Sequence[Row]


class Lines:
    """Turns memberships into rows for one reader: who may see what is asked once for the whole page."""

    def __init__(self, council: Council, day: date, who: Actor, rows: Sequence[Membership]) -> None:
        self.council = council
        self.day = day
        self.edits = can("membership.edit", council, who)
        self.board = queries.functions(council.id, day)
        self.reach = visibility.contacts_for(who, council, rows, self.board)

    def row(self, one: Membership, facts: str = "", invite: str = "") -> Row:
        """One membership as a row."""
        return Row(
            wording.name_of(one),
            address("members.edit_page", slug=self.council.slug, key=one.id) if self.edits else "",
            wording.look(one, self.day),
            facts or self.facts(one),
            reach_words(self.reach.get(one.person_id)),
            invite,
        )

    def facts(self, one: Membership) -> str:
        """Function, structure or how they came, and since when."""
        told = [wording.functions_words(self.board.get(one.id, []))]
        told.append(one.organization.name if one.organization else one.origin.label)
        since = "depuis le" if one.accepted_on is not None else "sur la liste depuis le"
        told.append(f"{since} {date_short(one.start_on)}")
        return ", ".join(part for part in told if part)


def reach_words(contact: Contact | None) -> str:
    """How to reach somebody, in one line."""
    if contact is None:
        return ""
    phone = (contact.phone or "").replace(" ", FIXED_SPACE)
    told = [contact.email, phone, contact.postal_address, f"préfère\u00a0: {contact.prefers.label.lower()}"]
    return " · ".join(part for part in told if part)


def register(council: Council, day: date, who: Actor) -> Mapping[str, Any]:
    """Who sits on a day; today also who is awaited, who left, and the seats to fill."""
    today = clock.today()
    sitting = queries.on_day(council.id, day)
    awaited = queries.waiting(council.id, today) if day == today else ()
    lines = Lines(council, day, who, [*sitting, *awaited])
    found = queries.gauges(council.id, day)
    return {
        "day": day,
        "is_today": day == today,
        "drawers": [_drawer(college, sitting, lines) for college in College],
        "awaited": _awaited(awaited, lines),
        "left": _left(council, found, day) if day == today and lines.edits else (),
        "empty": [_empty(council, one, day, lines.edits and day == today) for one in found.vacancies],
        "gauges": gauge_facts(found),
        "terms": term_queries.terms(council.id),
        "edits": lines.edits,
    }


def _drawer(college: College, sitting: Sequence[Membership], lines: Lines) -> Drawer:
    mine = [one for one in sitting if one.college is college]
    titular = sum(one.rank is Rank.TITULAR for one in mine)
    count = plural(titular, "membre", "membres")
    if len(mine) > titular:
        count += f", {plural(len(mine) - titular, 'suppléant ou suppléante', 'suppléants et suppléantes')}"
    return Drawer(college, count, [lines.row(one) for one in mine])


def _awaited(rows: Sequence[Membership], lines: Lines) -> list[Row]:
    sent = queries.last_acts([one.id for one in rows], inviting.INVITE) if lines.edits and rows else {}
    return [_awaited_row(one, lines, sent) for one in rows]


def _awaited_row(one: Membership, lines: Lines, sent: Mapping[uuid.UUID, Any]) -> Row:
    facts = lines.facts(one)
    if not lines.edits or one.accepted_on is not None:
        return lines.row(one, facts)
    at = sent.get(one.id)
    asked = f"Invité ou invitée le {date_short(at.astimezone(clock.PARIS).date())}" if at else "Pas encore invité·e"
    url = address("members.invite", slug=lines.council.slug, key=one.id)
    return lines.row(one, f"{facts}. {asked}.", url if at else "")


def _left(council: Council, found: Gauges, day: date) -> list[Row]:
    since = found.term.first if found.term is not None and found.runs else day.replace(month=1, day=1)
    rows = queries.gone(council.id, min(since, day), day)
    return [
        Row(
            wording.name_of(one),
            address("members.edit_page", slug=council.slug, key=one.id),
            ("square", "quiet", one.end_reason.label if one.end_reason else ""),
            f"{one.college.label}, du {date_short(one.start_on)} au {date_short(one.end_on) if one.end_on else ''}",
        )
        for one in rows
    ]


def _empty(council: Council, one: Vacancy, day: date, fills: bool) -> Empty:
    url = ""
    if fills:
        left = {"key": one.left} if one.left else {}
        url = address("members.replace_page" if left else "members.add_page", slug=council.slug, **left)
    return Empty(wording.vacancy_words(one, day), url)


def gauge_facts(found: Gauges) -> list[tuple[str, str]]:
    """The gauges as (what, how it stands) pairs. Counts only."""
    return [
        ("Habitants", wording.half_words(found)),
        ("Parité", wording.parity_words(found)),
        ("Sièges vides", wording.vacancies_words(found) if found.runs else _to_find(found)),
        ("Mandat", wording.age_of_term(found)),
    ]


def _to_find(found: Gauges) -> str:
    if found.term is None:
        return ""
    missing = plural(found.to_find, "place reste à pourvoir", "places restent à pourvoir")
    return f"{missing} avant le mandat." if found.to_find else "La liste est complète."


def gauges_panel(council: Council) -> Mapping[str, Any] | None:
    """The gauges for the council's public page: counts, nothing about one person."""
    found = queries.known_gauges(council.id, composition_day(card_of(council).public, clock.today()))
    url = address("members.public", slug=council.slug)
    return {"facts": gauge_facts(found), "url": url} if found.members else None


@dataclass(frozen=True)
class PublicCollege:
    """What everybody may know of one college: names agreed to, structures, and how many more there are."""

    label: str
    count: str
    named: Sequence[tuple[str, str]]
    others: str
    structures: Sequence[str]


def public_members(council: Council) -> Mapping[str, Any]:
    """Who sits, as the public may know it: names only of those who agreed (ruling 17), the others in counts."""
    day = composition_day(card_of(council).public, clock.today())
    rows, board = queries.on_day(council.id, day), queries.functions(council.id, day)
    agreed = people_queries.public_names(council.id, day)
    colleges = [_public_college(college, rows, board, agreed) for college in College]
    return {"day": day, "colleges": colleges, "board": _public_board(rows, board, agreed), "total": len(rows)}


def _public_college(
    college: College,
    rows: Sequence[Membership],
    board: Mapping[uuid.UUID, list[BoardRole]],
    agreed: set[uuid.UUID],
) -> PublicCollege:
    mine = [one for one in rows if one.college is college]
    named = [(wording.name_of(one), wording.functions_words(board.get(one.id, []))) for one in mine if one.id in agreed]
    structures = sorted({one.organization.name for one in mine if one.organization is not None})
    total = plural(len(mine), "personne", "personnes")
    return PublicCollege(college.label, total, named, _others(len(mine) - len(named), bool(named)), structures)


def _others(count: int, after_names: bool) -> str:
    if not count:
        return ""
    one, many = ("autre personne", "autres personnes") if after_names else ("personne", "personnes")
    if count == 1:
        return f"1 {one} siège sans que son nom soit public."
    return f"{plural(count, one, many)} siègent sans que leur nom soit public."


def _public_board(
    rows: Sequence[Membership], board: Mapping[uuid.UUID, list[BoardRole]], agreed: set[uuid.UUID]
) -> list[tuple[str, str]]:
    held = [(role, wording.name_of(one) if one.id in agreed else "") for one in rows for role in board.get(one.id, [])]
    order = list(BoardRole)
    return [
        (role.label, name or "Une personne dont le nom n’est pas public")
        for role, name in sorted(held, key=lambda pair: (order.index(pair[0]), pair[1]))
    ]
