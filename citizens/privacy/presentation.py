"""What is known of somebody, their agreements and their requests, ready for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from citizens.models import Consent, ConsentPurpose, Person
from citizens.privacy import consents, copying, minors, queries
from citizens.privacy.models import RightKind, RightsRequest, RightState
from citizens.privacy.workflow import OPEN
from citizens.roles.models import ROLES
from foundation import clock
from foundation.text import date_short, moment_words, plural

ROWS_SHOWN = 20
COLUMNS_SHOWN = 4
Look = tuple[str, str, str]
LOOKS: Mapping[RightState, Look] = {
    RightState.RECEIVED: ("half", "ongoing", RightState.RECEIVED.label),
    RightState.IDENTIFIED: ("half", "ongoing", RightState.IDENTIFIED.label),
    RightState.CARRIED_OUT: ("full", "on", RightState.CARRIED_OUT.label),
    RightState.REFUSED: ("square", "late", RightState.REFUSED.label),
    RightState.WITHDRAWN: ("empty", "quiet", RightState.WITHDRAWN.label),
}


@dataclass(frozen=True)
class Section:
    """One kind of data as its page shows it: a sheet of facts, or the first rows, folded. `more` are in the copy alone.

    Rows that are too wide for a table are given as `sheets`.
    """

    id: str
    title: str
    kept: str
    count: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    sheets: Sequence[Sequence[tuple[str, str]]]
    more: str


def sections(held: Sequence[copying.Known]) -> list[Section]:
    """The kinds of which something is held."""
    return [_section(one) for one in held if one.rows]


def _section(one: copying.Known) -> Section:
    rest, is_wide, shown = len(one.rows) - ROWS_SHOWN, len(one.columns) > COLUMNS_SHOWN, one.rows[:ROWS_SHOWN]
    is_one = len(one.rows) == 1
    return Section(
        id=one.kind.slug,
        title=one.kind.title,
        kept=one.kind.kept,
        count=plural(len(one.rows), "ligne", "lignes"),
        facts=list(one.rows[0].items()) if is_one else [],
        columns=[(name, "") for name in one.columns],
        rows=[] if is_one or is_wide else [[row[name] for name in one.columns] for row in shown],
        sheets=[list(row.items()) for row in shown] if is_wide and not is_one else [],
        more=f"Et {plural(rest, 'autre ligne', 'autres lignes')}, dans la copie." if rest > 0 else "",
    )


def nothing_of(held: Sequence[copying.Known]) -> list[str]:
    """The kinds of which nothing is held."""
    return [one.kind.title for one in held if not one.rows]


@dataclass(frozen=True)
class Agreement:
    """One purpose with the words agreed to, whether it stands, and what a press does."""

    purpose: ConsentPurpose
    words: str
    look: Look
    said: str
    given: bool


def agreements(person: Person) -> list[Agreement]:
    """What somebody may agree to by themselves, as it stands."""
    standing = consents.standing(person.id)
    return [_agreement(purpose, standing.get(purpose)) for purpose in consents.OFFERED]


def _agreement(purpose: ConsentPurpose, given: Consent | None) -> Agreement:
    terms = consents.TERMS[purpose]
    if given is None:
        return Agreement(
            purpose,
            terms.words,
            ("empty", "quiet", "Non"),
            "Vous ne l’avez pas donné, ou vous l’avez retiré.",
            given=False,
        )
    said = f"Donné le {moment_words(given.given_at)}, texte de la version {given.text_version}."
    return Agreement(purpose, terms.words, ("full", "on", "Oui"), said, given=True)


def own_page(person: Person) -> dict[str, Any]:
    """All that the page of one's own data shows."""
    held = copying.known(person.id)
    return {
        "person": person,
        "sections": sections(held),
        "nothing": nothing_of(held),
        "agreements": agreements(person),
        "minor": minors.is_minor(person),
        "requests": [line(one) for one in queries.of_person(person.id)],
    }


@dataclass(frozen=True)
class Line:
    """One request in a list."""

    request: RightsRequest
    look: Look
    said: str
    is_open: bool
    is_late: bool


def line(request: RightsRequest) -> Line:
    """A request with its words."""
    is_open = request.state in OPEN
    came = "par courrier" if request.by_post else "sur le site"
    said = f"Reçue le {_day(request)} {came}"
    late = is_open and request.due_on < clock.today()
    if is_open:
        said += f", {'en retard depuis le' if late else 'à répondre au plus tard le'} {date_short(request.due_on)}."
    elif request.decided_at is not None:
        said += f", décidée le {date_short(request.decided_at.astimezone(clock.PARIS).date())}."
    return Line(request, LOOKS[request.state], said, is_open, late)


def _day(request: RightsRequest) -> str:
    day: date = request.received_at.astimezone(clock.PARIS).date()
    return date_short(day)


_DONE = {
    "request.receive": "Demande reçue",
    "request.prove": "Identité prouvée par le compte",
    "request.identify": "Identité vérifiée",
    "request.carry_out": "Faite",
    "request.refuse": "Refusée",
    "request.withdraw": "Retirée par la personne",
    "request.lapse": "Sans objet après l’effacement",
    "request.redo": "Refaite après une restauration",
    "request.copy": "Copie préparée",
}


def steps(request: RightsRequest) -> list[tuple[str, str]]:
    """What was done to a request: what, then when and by whom in their function."""
    return [
        (
            _DONE.get(entry.action, entry.action),
            f"{moment_words(entry.at)}, {ROLES[entry.actor_role].label if entry.actor_role in ROLES else 'le site'}",
        )
        for entry in queries.trail(request)
    ]


def summary(person: Person) -> list[tuple[str, str]]:
    """How much is known of somebody, kind by kind: enough to tell namesakes apart, no more."""
    return [(one.kind.title, plural(len(one.rows), "ligne", "lignes")) for one in copying.known(person.id) if one.rows]


def is_erasure(request: RightsRequest) -> bool:
    """Whether carrying it out cannot be undone."""
    return request.kind is RightKind.ERASURE
