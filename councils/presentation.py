"""What a council's page and the home page show, ready for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from citizens.models import Gender
from councils import queries
from councils.models import College, Council
from councils.status import LABELED, LAPSED, CouncilStatus, PublicStatus
from councils.wording import LOOKS, short_name
from foundation import clock
from foundation.text import date_short, number, plural


@dataclass(frozen=True)
class Part:
    """One part of a bar: what it is, its share, the figure in words."""

    label: str
    value: int
    shown: str


@dataclass(frozen=True)
class Group:
    """Councils of one kind of status: (name, address) each."""

    label: str
    shape: str
    tone: str
    rows: Sequence[tuple[str, str]]


def composition_parts(found: queries.Composition) -> Sequence[Part]:
    """The two colleges as parts of a bar."""
    words = {
        College.RESIDENTS: ("habitant", "habitants"),
        College.LOCAL_ACTORS: ("association ou acteur local", "associations et acteurs locaux"),
    }
    return [_part(words[college], count) for college, count in found.colleges.items()]


def parity_parts(found: queries.Composition) -> Sequence[Part]:
    """Women and men among residents; those who said neither are counted together, when there are some."""
    others = found.genders[Gender.OTHER] + found.genders[Gender.UNDECLARED]
    parts = [
        _part(("femme", "femmes"), found.genders[Gender.FEMALE]),
        _part(("homme", "hommes"), found.genders[Gender.MALE]),
    ]
    return [*parts, Part("autre ou non précisé", others, number(others))] if others else parts


def _part(words: tuple[str, str], count: int) -> Part:
    return Part(words[0] if count < 2 else words[1], count, number(count))


def term_words(public: PublicStatus, today: date) -> str:
    """The term in one sentence: since when, until when, how long is left."""
    act = public.act
    if act is None or act.term_start is None or act.term_end is None:
        return ""
    span = f"du {date_short(act.term_start)} au {date_short(act.term_end)}"
    if today > act.term_end:
        return f"Son mandat allait {span}."
    return f"Son mandat va {span}. {_left(act.term_end, today)}"


def _left(end: date, today: date) -> str:
    days = (end - today).days
    if days == 0:
        return "Il se termine aujourd’hui."
    if days < 62:
        return f"Il reste {plural(days, 'jour', 'jours')}."
    months = (end.year - today.year) * 12 + end.month - today.month - (end.day < today.day)
    if months < 24:
        return f"Il reste {plural(months, 'mois', 'mois')}."
    return f"Il reste plus de {plural(months // 12, 'an', 'ans')}."


def composition_day(public: PublicStatus, today: date) -> date:
    """The day to count members on: today, or the last one on which the council had a term."""
    if public.status in LAPSED and public.act and public.act.term_end:
        return public.act.term_end
    if public.status in {CouncilStatus.WITHDRAWN, CouncilStatus.DISSOLVED} and public.since:
        return min(today, public.since)
    return today


def council_page(council: Council) -> Mapping[str, Any]:
    """All that the template of a council's page needs."""
    card, today = queries.card_of(council), clock.today()
    found = queries.composition(council, composition_day(card.public, today))
    regime = card.public.act.regime if card.public.act else card.public.dossier.regime if card.public.dossier else None
    return {
        "council": council,
        "card": card,
        "look": LOOKS[card.status],
        "composition": found,
        "colleges": composition_parts(found),
        "parity": parity_parts(found),
        "term": term_words(card.public, today),
        "regime": regime,
    }


def status_groups() -> Sequence[Group]:
    """The councils by kind of status, for the home page's list."""
    groups = []
    for label, statuses, look in (
        ("Labellisés", LABELED, CouncilStatus.ACCREDITED),
        ("En cours de labellisation", frozenset({CouncilStatus.IN_PROGRESS}), CouncilStatus.IN_PROGRESS),
        ("Mandat échu", LAPSED, CouncilStatus.LAPSED),
    ):
        rows = [
            (short_name(card.name), url_for("councils.read", slug=card.slug))
            for card in queries.public_cards()
            if card.status in statuses
        ]
        if rows:
            groups.append(Group(label, *LOOKS[look], rows))
    return groups
