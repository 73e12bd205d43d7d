"""What the site holds about a person: each package declares its part, to be shown, exported and erased (ruling 1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app

from foundation.documents import Document

Row = Mapping[str, str]


def _none(_person_id: uuid.UUID) -> Iterable[Document]:
    return ()


def _never(_person_id: uuid.UUID) -> bool:
    return False


@dataclass(frozen=True)
class PersonalData:
    """One kind of data about people.

    `columns` names every column that points at a person ("membership.person_id"), straight or through their account or
    their seat. `export` gives the rows about one person as they may read them, French column name → value in words, all
    with the same columns; `documents` their own files. `erase` takes away what may not stay, in the current
    transaction, while the person's names can still be read. `kept` says in French how long it is kept, and what stays
    for ever. `archived` tells whether an act that stays for ever names this person: time alone does not erase them.
    """

    slug: str
    title: str
    columns: Sequence[str]
    export: Callable[[uuid.UUID], Iterable[Row]]
    erase: Callable[[uuid.UUID], None]
    kept: str
    documents: Callable[[uuid.UUID], Iterable[Document]] = _none
    archived: Callable[[uuid.UUID], bool] = _never


def declared() -> Sequence[PersonalData]:
    """Every kind of data about people that the packages declare, the lower packages' first."""
    return cast(Sequence[PersonalData], current_app.extensions["personal"])


def leave(_person_id: uuid.UUID) -> None:
    """For `erase`, where nothing has to go: the row names nobody but by the person's id."""
