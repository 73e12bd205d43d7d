"""Two rows side by side, and merges as lines to read. Nothing that a person wrote or voted is shown here."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort

from citizens.deeds import object_words
from citizens.merging import queries, services
from citizens.merging.models import PersonMerge
from citizens.merging.planning import plan
from citizens.merging.queries import Alike, Pair
from citizens.models import Person
from foundation.database import Model
from foundation.pagination import Page
from foundation.personal import declared
from foundation.policy import actor
from foundation.text import moment_words, plural
from foundation.workflow import Refused

ON_A_PAGE = 20
NOTHING = "Ni siège, ni compte"


@dataclass(frozen=True)
class Line:
    """Two people who may be one: their names, why, and what is known of each to tell them apart."""

    kept: Person
    double: Person
    why: str
    sketches: Sequence[str]


def _why(one: Alike) -> str:
    if one.by_name and one.by_email:
        return "Même nom et même courriel"
    return "Même courriel" if one.by_email else "Même nom"


def name(person: Person) -> str:
    """How somebody is called."""
    return f"{person.given_name} {person.family_name}"


def sketches(keys: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    """What helps to recognize some people: what each package says of them."""
    found: dict[uuid.UUID, list[str]] = {key: [] for key in keys}
    for kind in declared():
        for key, words in kind.together.sketch(list(found)).items():
            found[key] += words
    return {key: words or [NOTHING] for key, words in found.items()}


def in_a_line(sketch: Sequence[str]) -> str:
    """The same on one line."""
    return "\u202f; ".join(sketch)


def candidates(cursor: str | None) -> tuple[Page[Alike], Sequence[Line]]:
    """A page of those who may be one person."""
    found = queries.candidates()
    start = _start(cursor)
    rows = found[start : start + ON_A_PAGE]
    following = str(start + ON_A_PAGE) if start + ON_A_PAGE < len(found) else None
    page = Page(rows, len(found), False, following, str(max(start - ON_A_PAGE, 0)) if start else None)
    keys = {key for one in rows for key in (one.kept_id, one.double_id)}
    people, said = queries.people(keys), sketches(keys)
    lines = [
        Line(
            people[one.kept_id],
            people[one.double_id],
            _why(one),
            [in_a_line(said[one.kept_id]), in_a_line(said[one.double_id])],
        )
        for one in rows
    ]
    return page, lines


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    return int(cursor) if cursor.isdecimal() and len(cursor) < 8 else abort(400)


def found(people: Sequence[Person]) -> Sequence[tuple[Person, str]]:
    """People with what helps to recognize each."""
    said = sketches([one.id for one in people])
    return [(one, in_a_line(said[one.id])) for one in people]


def compared(pair: Pair) -> Mapping[str, Any]:
    """All that the page of two rows shows: each beside the other, what would go, what would stay, what forbids it."""
    kept, double = pair.kept, pair.double
    said = sketches([kept.id, double.id])
    return {"pair": pair, "sides": [said[kept.id], said[double.id]], "emails": _emails(pair), **_planned(pair)}


def _emails(pair: Pair) -> str:
    same = queries.share_email(pair.kept.id, pair.double.id)
    if same is None:
        return "Une fiche au moins n’a pas de courriel\u00a0: on ne peut pas les comparer"
    return "Les deux fiches ont le même courriel" if same else "Les deux fiches ont un courriel différent"


def _planned(pair: Pair) -> Mapping[str, Any]:
    kept, double = pair.kept, pair.double
    try:
        services.refuse_state(kept, double)
    except Refused as refusal:
        return {"over": refusal.sentences, "merge": queries.last_of(double.id), "hindrances": ()}
    made = plan(kept.id, double.id)
    mine = (services.ONESELF,) if actor().id in {kept.id, double.id} else ()
    return {
        "over": (),
        "merge": None,
        "hindrances": (*mine, *made.hindrances),
        "moving": _counted({lot.reference.name: lot.moving for lot in made.lots}),
        "staying": _counted({lot.reference.name: lot.staying for lot in made.lots}),
    }


def _counted(rows: Mapping[tuple[str, str], Collection[uuid.UUID]]) -> Sequence[tuple[str, str]]:
    """How many rows of each table, in words."""
    models = {mapper.local_table.name: mapper.class_.__name__ for mapper in Model.registry.mappers}  # type: ignore[attr-defined]
    counts: dict[str, int] = {}
    for (table, _), keys in rows.items():
        words = object_words(models.get(table, table))
        counts[words] = counts.get(words, 0) + len(keys)
    return [(words, plural(count, "ligne", "lignes")) for words, count in counts.items() if count]


def merge_said(row: PersonMerge) -> str:
    """When two rows were merged, by whom, and when it was undone."""
    by = f" par {name(row.merged_by)}" if row.merged_by is not None else ""
    undone = f" Séparées le {moment_words(row.undone_at)}." if row.undone_at else ""
    return f"Réunies le {moment_words(row.merged_at)}{by}.{undone}"


def merge_page(row: PersonMerge) -> Mapping[str, Any]:
    """One merge: what it moved, what it left, and why it can no longer be undone if so."""
    try:
        services.refuse_undoing(row, row.kept, row.double)
    except Refused as refusal:
        against = refusal.sentences
    else:
        against = (services.ONESELF,) if actor().id in {row.kept_id, row.double_id} else ()
    return {
        "row": row,
        "said": merge_said(row),
        "against": against,
        "moved": _counted(queries.moved(row.id)),
        "stayed": _counted(queries.moved(row.id, stayed=True)),
    }
