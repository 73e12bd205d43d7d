from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from citizens.accounts.models import Account
from citizens.merging.models import MovedRow, PersonMerge
from citizens.models import Contact, Person
from foundation.database import db
from foundation.text import fold

MOST_FOUND = 30


@dataclass(frozen=True)
class Pair:
    """Two rows of an address: the one to keep, and the other."""

    kept: Person
    double: Person


@dataclass(frozen=True)
class Alike:
    """Two people who may be one: by their name, by an address of theirs, or by both."""

    kept_id: uuid.UUID
    double_id: uuid.UUID
    by_name: bool
    by_email: bool


def pair(kept: uuid.UUID, double: uuid.UUID) -> Pair | None:
    """Two different people whom the site knows; None otherwise."""
    one, other = db.session.get(Person, kept), db.session.get(Person, double)
    return Pair(one, other) if one is not None and other is not None and one is not other else None


def standing(key: uuid.UUID) -> Person | None:
    """Somebody whom the site still knows: neither erased, nor the double of another."""
    found = db.session.get(Person, key)
    return found if found is not None and found.erased_at is None and found.merged_into_id is None else None


def _known() -> Select[Person]:
    return select(Person).where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))


def named(words: str, but: uuid.UUID | None = None) -> Sequence[Person]:
    """Those whose names begin with these words, whatever their accents and order; some of them when they are many."""
    asked = fold(words).split()
    found = [key for key, name in _names().items() if asked and key != but and _is_meant(name, asked)]
    by_name = (Person.family_name, Person.given_name, Person.id)
    return db.session.scalars(_known().where(Person.id.in_(found[:MOST_FOUND])).order_by(*by_name)).all()


def _is_meant(name: str, asked: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in name.split()) for word in asked)


def _names() -> Mapping[uuid.UUID, str]:
    """The folded name of everybody, its words in one order: some write their family name first."""
    rows = db.session.execute(_known().with_only_columns(Person.id, Person.given_name, Person.family_name))
    return {row.id: " ".join(sorted(fold(f"{row.given_name} {row.family_name}").split())) for row in rows}


def _emails() -> Iterator[tuple[uuid.UUID, str]]:
    """The addresses of everybody: where they are written to, and where they sign in."""
    for column, owner in ((Contact.email, Contact.person_id), (Account.login_email, Account.person_id)):
        for row in db.session.execute(select(owner, func.lower(column)).where(column.is_not(None))):
            yield row[0], row[1].strip()


def candidates() -> Sequence[Alike]:
    """Those who may be one person, the likeliest first. Nobody is ever merged for being on this list."""
    names = _names()
    by_name = _pairs(names.items())
    by_email = _pairs((key, email) for key, email in _emails() if key in names)
    entered = set(db.session.scalars(select(Account.person_id)))
    found = []
    for couple in by_name | by_email:
        # the row that somebody signs in with is the one to keep
        kept, double = sorted(couple, key=lambda key: (key not in entered, key))
        found.append(Alike(kept, double, couple in by_name, couple in by_email))
    return sorted(found, key=lambda one: (not one.by_email, not one.by_name, names[one.kept_id], one.double_id))


def _pairs(marks: Iterable[tuple[uuid.UUID, str]]) -> set[frozenset[uuid.UUID]]:
    """Every two who bear the same mark."""
    groups: dict[str, set[uuid.UUID]] = {}
    for key, mark in marks:
        groups.setdefault(mark, set()).add(key)
    return {frozenset(couple) for group in groups.values() for couple in combinations(group, 2)}


def share_email(kept_id: uuid.UUID, double_id: uuid.UUID) -> bool | None:
    """Whether two people have an address in common; None when one of them has none."""
    mine: dict[uuid.UUID, set[str]] = {kept_id: set(), double_id: set()}
    for column, owner in ((Contact.email, Contact.person_id), (Account.login_email, Account.person_id)):
        for row in db.session.execute(select(owner, func.lower(column)).where(owner.in_(mine), column.is_not(None))):
            mine[row[0]].add(row[1].strip())
    return bool(mine[kept_id] & mine[double_id]) if mine[kept_id] and mine[double_id] else None


def people(keys: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Person]:
    """Some people by their ids."""
    return {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(set(keys))))}


def _whole() -> Select[PersonMerge]:
    return select(PersonMerge).options(
        joinedload(PersonMerge.kept, innerjoin=True),
        joinedload(PersonMerge.double, innerjoin=True),
        joinedload(PersonMerge.merged_by),
    )


def find(key: uuid.UUID) -> PersonMerge | None:
    """One merge with its people."""
    return db.session.scalar(_whole().where(PersonMerge.id == key))


def listed() -> Select[PersonMerge]:
    """Every merge, undone ones too, with their people."""
    return _whole()


def last_of(double_id: uuid.UUID) -> PersonMerge | None:
    """The merge by which a double stands empty; None when there is none."""
    return db.session.scalar(
        select(PersonMerge).where(PersonMerge.double_id == double_id, PersonMerge.undone_at.is_(None))
    )


def moved(merge_id: uuid.UUID, *, stayed: bool = False) -> Mapping[tuple[str, str], Sequence[uuid.UUID]]:
    """The rows that a merge moved (or left), by table and column."""
    found: dict[tuple[str, str], list[uuid.UUID]] = {}
    rows = select(MovedRow).where(MovedRow.merge_id == merge_id, MovedRow.stayed.is_(stayed))
    for row in db.session.scalars(rows.order_by(MovedRow.table_name, MovedRow.column_name, MovedRow.row_id)):
        found.setdefault((row.table_name, row.column_name), []).append(row.row_id)
    return found
