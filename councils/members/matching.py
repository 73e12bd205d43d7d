"""Whom a row of a file speaks of: a person of this council, somebody new, or nobody that one can be sure of."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.models import Contact, Person
from councils.members import people_queries
from councils.members.columns import Unreadable
from councils.members.wording import person_name
from councils.models import EndReason, Membership, Term
from foundation import clock
from foundation.database import db
from foundation.text import fold

ADD = "«\u202fAjouter quelqu’un\u202f»"


@dataclass(frozen=True)
class Known:
    """Somebody of this council: who they are, how to reach them if the reader may know it, their seats in order."""

    person: Person
    contact: Contact | None
    seats: Sequence[Membership]

    @property
    def open_seats(self) -> Sequence[Membership]:
        """The seats that are not over, the first to begin first."""
        return [one for one in self.seats if is_open(one)]

    def has_email(self, email: str) -> bool:
        """Whether an address is theirs, as far as the reader may know."""
        return self.contact is not None and bool(email) and (self.contact.email or "").lower() == email.lower()


def is_open(one: Membership) -> bool:
    """Whether a seat holds today or later and was not refused."""
    return one.end_reason is not EndReason.REFUSED and (one.end_on is None or one.end_on >= clock.today())


def name_key(given_name: str, family_name: str) -> str:
    """What two of one name share, whichever of their names is written first."""
    return " ".join(sorted(fold(f"{given_name} {family_name}").split()))


class People:
    """Those who sit, sat or were called in a council, found by address or by name and college."""

    def __init__(self, council_id: uuid.UUID, *, reaches: bool) -> None:
        seats: dict[uuid.UUID, list[Membership]] = defaultdict(list)
        for one in _seats(council_id):
            seats[one.person_id].append(one)
        contacts = people_queries.contacts(list(seats)) if reaches else {}
        self.known = [Known(mine[0].person, contacts.get(key), mine) for key, mine in seats.items()]
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for known in self.known:
            self._by_name[name_key(known.person.given_name, known.person.family_name)].append(known)

    def reached_at(self, email: str) -> Sequence[Known]:
        """Those who share an address; nobody when the reader may not know addresses."""
        return [one for one in self.known if one.has_email(email)]

    def find(self, values: Mapping[str, Any]) -> Collection[Known]:
        """Whom a row may mean: nobody (somebody new), one, or several of one name. Raises Unreadable."""
        email, college = values.get("email", ""), values["college"]
        same_name = self._by_name.get(name_key(values["given_name"], values["family_name"]), [])
        sharing = self.reached_at(email)
        exactly = _narrowed([one for one in sharing if one in same_name], college)
        if exactly:
            return exactly
        here = [one for one in same_name if _college_of(one) is college]
        if here:
            return self._by_name_alone(here, email)
        if same_name:
            raise Unreadable(
                "Quelqu’un de ce nom est connu dans l’autre collège. Si c’est la même personne, corrigez sa "
                f"fiche\u00a0; si c’en est une autre, ajoutez-la par {ADD}."
            )
        return self._by_address_alone(sharing, values)

    def _by_name_alone(self, here: Sequence[Known], email: str) -> Collection[Known]:
        present = [one for one in here if one.open_seats]
        if not present:
            raise Unreadable(
                f"Quelqu’un de ce nom a déjà siégé dans ce conseil. Ajoutez cette personne par {ADD}\u00a0: le site "
                "vous demandera si c’est elle."
            )
        if email and all(one.contact is not None and one.contact.email for one in present):
            raise Unreadable(
                f"Quelqu’un de ce nom siège déjà, avec une autre adresse de courriel. Si c’est la même personne, "
                f"corrigez l’adresse sur sa fiche\u00a0; si c’en est une autre, ajoutez-la par {ADD}."
            )
        return present

    def _by_address_alone(self, sharing: Sequence[Known], values: Mapping[str, Any]) -> Collection[Known]:
        given = fold(values["given_name"])
        close = [one for one in sharing if fold(one.person.given_name) == given]
        if len(close) == 1 or not sharing:
            return close
        raise Unreadable(
            f"Cette adresse de courriel est celle de {person_name(sharing[0].person)}. Si c’est elle, corrigez le nom "
            f"sur sa fiche\u00a0; si deux personnes partagent l’adresse, ajoutez l’autre par {ADD}."
        )


def seat_for(known: Known, term: Term, *, asked: bool) -> Membership | None:
    """The seat that a row means: that of the term, or when the row names no term any that is not over."""
    mine = [one for one in known.open_seats if one.term_id == term.id]
    return (mine or (() if asked else known.open_seats) or (None,))[0]


def _narrowed(found: Sequence[Known], college: object) -> Sequence[Known]:
    here = [one for one in found if _college_of(one) is college]
    return here or found


def _college_of(known: Known) -> object:
    return (known.open_seats or known.seats)[-1].college


def _seats(council_id: uuid.UUID) -> Iterable[Membership]:
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.council_id == council_id, Person.merged_into_id.is_(None), Person.erased_at.is_(None))
        .options(
            contains_eager(Membership.person),
            joinedload(Membership.organization),
            joinedload(Membership.term).joinedload(Term.council),
        )
        .order_by(Membership.start_on, Membership.id)
    )
