"""Telling people something by letter: to whom, once each. What is said is written by each package's `mails.py`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import select

from citizens.accounts.models import Account
from citizens.models import Contact, Person
from citizens.notifications.recipients import Recipient
from citizens.roles.models import Role, RoleAssignment
from citizens.roles.queries import active_on
from foundation import clock
from foundation.database import db
from foundation.outbox import Letter, OutgoingLetter, post


def recipients(people: Collection[uuid.UUID]) -> list[Recipient]:
    """Those of some people who have an open account, in the order of their ids."""
    rows = db.session.execute(
        select(Account.person_id, Person.given_name, Account.login_email)
        .join(Person, Person.id == Account.person_id)
        .where(Account.person_id.in_(people), Account.disabled_at.is_(None))
        .order_by(Account.person_id)
    )
    return [Recipient(row.person_id, row.given_name, row.login_email) for row in rows]


def address_of(person_id: uuid.UUID) -> str:
    """Where somebody is written to: the address they gave, else that of their account; nothing when there is none."""
    given = db.session.scalar(select(Contact.email).where(Contact.person_id == person_id))
    return given or db.session.scalar(select(Account.login_email).where(Account.person_id == person_id)) or ""


def tell(people: Collection[uuid.UUID], write: Callable[[Recipient], Letter], *, once: str) -> int:
    """Write to each of some people, in the current transaction; whoever has had the letter named `once` gets no second.

    Gives how many letters were written. People without an open account are passed over.
    """
    return write_to(recipients(people), write, once=once)


def write_to(found: Sequence[Recipient], write: Callable[[Recipient], Letter], *, once: str) -> int:
    """The same for people whose addresses are known, with an account or without."""
    names = [f"{once}/{one.person_id}" for one in found]
    # a job asks every few minutes: whoever has had theirs is not written to again to find that out
    had = set(db.session.scalars(select(OutgoingLetter.once).where(OutgoingLetter.once.in_(names))))
    return sum(post(write(one), once=name) for one, name in zip(found, names, strict=True) if name not in had)


def holders(role: Role, scope_id: uuid.UUID | None = None) -> list[uuid.UUID]:
    """The people who hold a role today, in one place when `scope_id` names it."""
    wanted = select(RoleAssignment.person_id).where(RoleAssignment.role == role, active_on(clock.today()))
    if scope_id is not None:
        wanted = wanted.where(RoleAssignment.scope_id == scope_id)
    return sorted(set(db.session.scalars(wanted)))
