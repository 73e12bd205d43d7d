"""What the site holds about a person: each package declares its part, to be shown, exported and erased (ruling 1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app

from foundation.documents import Document

Row = Mapping[str, str]


def _none(_person_id: uuid.UUID) -> Iterable[Document]:
    return ()


def _never(_person_id: uuid.UUID) -> bool:
    return False


def _no_reason(_kept_id: uuid.UUID, _double_id: uuid.UUID) -> Iterable[str]:
    return ()


def _no_row(_kept_id: uuid.UUID, _double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    return ()


def _unseen(_person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {}


@dataclass(frozen=True)
class Together:
    """What one kind of data says when two rows may be one person: the one to keep, and its double.

    `hinders` gives the sentences that say why they cannot be merged as they stand, and what to do first. `stays` gives
    the ids of the double's rows that stay with it, since the kept one has their like. `sketch` gives, for some people
    at once, the words that help to recognize each.
    """

    hinders: Callable[[uuid.UUID, uuid.UUID], Iterable[str]] = _no_reason
    stays: Callable[[uuid.UUID, uuid.UUID], Iterable[uuid.UUID]] = _no_row
    sketch: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Sequence[str]]] = _unseen


SIMPLE = Together()


@dataclass(frozen=True)
class PersonalData:
    """One kind of data about people.

    `columns` names every column that points at a person ("membership.person_id"), straight or through their account or
    their seat. `export` gives the rows about one person as they may read them, French column name → value in words, all
    with the same columns; `documents` their own files. `erase` takes away what may not stay, in the current
    transaction, while the person's names can still be read. `kept` says in French how long it is kept, and what stays
    for ever. `archived` tells whether an act that stays for ever names this person: time alone does not erase them.
    `together` is asked before two rows found to be one person are merged; what it does not foresee is refused.
    """

    slug: str
    title: str
    columns: Sequence[str]
    export: Callable[[uuid.UUID], Iterable[Row]]
    erase: Callable[[uuid.UUID], None]
    kept: str
    documents: Callable[[uuid.UUID], Iterable[Document]] = _none
    archived: Callable[[uuid.UUID], bool] = _never
    together: Together = SIMPLE


def declared() -> Sequence[PersonalData]:
    """Every kind of data about people that the packages declare, the lower packages' first."""
    return cast(Sequence[PersonalData], current_app.extensions["personal"])


def leave(_person_id: uuid.UUID) -> None:
    """For `erase`, where nothing has to go: the row names nobody but by the person's id."""
