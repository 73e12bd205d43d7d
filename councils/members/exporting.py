"""The members of a council on a day, as a file to keep and as the annex that goes with an act."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from citizens.models import Contact
from councils.members import people_queries, queries, term_queries, wording
from councils.members.columns import DEMONSTRATION, INFORMATION, REACH, SHEET, Column
from councils.members.models import BoardRole
from councils.models import College, Council, Membership, Rank, Standing, Term
from councils.queries import card_on
from foundation import audit, clock
from foundation.datasets import Cell, office_csv
from foundation.policy import Actor, can, require
from foundation.spreadsheets import CSV_TYPE, XLSX_TYPE, as_xlsx
from foundation.text import date_short


@dataclass(frozen=True)
class File:
    """A file to hand out."""

    content: bytes
    kind: str
    name: str


def export(council: Council, day: date, ending: str, *, actor: Actor) -> File:
    """The register of a day as « csv » or « xlsx »; how to reach people is in it for those who may know it."""
    require(actor, "register.export", council)
    header, rows = table(council, day, actor)
    audit.record(actor, "register.export", council, comment=f"{ending}, {day.isoformat()}")
    name = f"membres-{council.slug}-{day.isoformat()}"
    if current_app.extensions["settings"].demo:
        name += "-demonstration"
        header, rows = [*header, DEMONSTRATION.title], [[*row, "oui"] for row in rows]
    name += f".{ending}"
    if ending == "xlsx":
        return File(as_xlsx(f"Membres au {day.isoformat()}", header, rows), XLSX_TYPE, name)
    return File(office_csv(header, rows).encode(), CSV_TYPE, name)


def table(council: Council, day: date, who: Actor) -> tuple[list[str], list[list[Cell]]]:
    """The header and the rows of that file for one reader."""
    listed = _listed(council.id, day)
    board = queries.functions(council.id, day)
    numbers = {one.id: one.number for one in term_queries.terms(council.id)}
    reaches = can("member.contact", council, who)
    reach = people_queries.contacts([one.person_id for one in listed]) if reaches else {}
    columns = [*SHEET, *(REACH if reaches else ()), *INFORMATION]
    rows = [_row(columns, one, reach.get(one.person_id), numbers[one.term_id], board.get(one.id, ())) for one in listed]
    return [column.title for column in columns], rows


def _listed(council_id: uuid.UUID, day: date) -> Sequence[Membership]:
    """Who sits on a day; today also who is awaited. One line for somebody in each term."""
    found = [*queries.on_day(council_id, day)]
    if day == clock.today():
        found += queries.waiting(council_id, day)
    once: dict[tuple[uuid.UUID, uuid.UUID], Membership] = {}
    for one in found:
        once.setdefault((one.person_id, one.term_id), one)
    return list(once.values())


def _row(
    columns: Sequence[Column], one: Membership, contact: Contact | None, term: int, functions: Sequence[BoardRole]
) -> list[Cell]:
    told = {
        "given_name": one.person.given_name,
        "family_name": one.person.family_name,
        "organization": one.organization.name if one.organization else "",
        "term": term,
        "functions": wording.functions_words(functions),
        "standing": one.standing.label if one.accepted_on is not None else "N’a pas encore accepté",
        **{column.name: getattr(contact, column.name, None) for column in REACH},
    }
    values = [told[column.name] if column.name in told else getattr(one, column.name) for column in columns]
    return [column.written(value) for column, value in zip(columns, values, strict=True)]


@dataclass(frozen=True)
class Listed:
    """Those of one college in the annex: how many, and lists by rank of (name, structure or origin)."""

    label: str
    count: int
    ranks: Sequence[tuple[str, Sequence[tuple[str, str]]]]


def annex(council: Council, day: date) -> Mapping[str, Any]:
    """The list of members that goes with an act of recognition: by college and rank, without how to reach them."""
    listed = queries.on_day(council.id, day)
    spans = [one for one in term_queries.terms(council.id) if one.start_on <= day <= one.end_on]
    return {
        "day": day,
        "facts": _facts(council, day, spans[0] if spans else None),
        "colleges": [_college(college, listed) for college in College],
        "total": len(listed),
        "provisional": sum(one.standing is Standing.PROVISIONAL for one in listed),
    }


def _facts(council: Council, day: date, term: Term | None) -> list[tuple[str, str]]:
    """What an act of recognition says of a council besides its members (§2.1)."""
    card, host = card_on(council, day), council.host_organization
    dates = f"n°\u00a0{term.number}, du {date_short(term.start_on)} au {date_short(term.end_on)}" if term else ""
    return [
        ("Conseil", f"{council.name} ({council.code})"),
        ("Quartiers", ", ".join(name for _, name in card.places)),
        ("Communes", ", ".join(name for _, name in card.communes)),
        ("Structure porteuse", host.name if host else ""),
        ("Mandat", dates),
        ("Composition", f"au {date_short(day)}"),
    ]


def _college(college: College, listed: Sequence[Membership]) -> Listed:
    mine = [one for one in listed if one.college is college]
    ranks = [
        (_RANKS[rank], [_line(one) for one in mine if one.rank is rank]) for rank in (Rank.TITULAR, Rank.SUBSTITUTE)
    ]
    return Listed(college.label, len(mine), [(label, lines) for label, lines in ranks if lines])


_RANKS = {Rank.TITULAR: "Titulaires", Rank.SUBSTITUTE: "Suppléants et suppléantes"}


def _line(one: Membership) -> tuple[str, str]:
    told = [one.organization.name if one.organization else "", one.origin.label]
    return wording.name_of(one), ", ".join(part for part in told if part)
