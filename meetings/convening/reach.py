"""How the members of a council are reached for its meetings: by e-mail, or otherwise as each prefers (`R-MTG-04`)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from citizens.accounts.models import Account
from citizens.models import Channel, Contact, Person
from citizens.notifications.recipients import Recipient
from foundation.database import db
from meetings.models import DeliveryChannel

BY_HAND = {Channel.LETTER: DeliveryChannel.LETTER, Channel.SMS: DeliveryChannel.SMS}


@dataclass(frozen=True)
class Reached:
    """How one person is reached: `reader` is whom letters go to, None without an address."""

    channel: DeliveryChannel
    reader: Recipient | None


def of(people: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Reached]:
    """How each of some people gets a notice. Two addresses are no better than one: that of an open account comes first.

    Somebody whose account was closed is not written to: only paper reaches them.
    """
    rows = db.session.execute(
        select(Person.id, Person.given_name, Account.login_email, Account.disabled_at, Contact.email, Contact.prefers)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Contact, Contact.person_id == Person.id)
        .where(Person.id.in_(people))
        .order_by(Person.id)
    )
    return {row.id: _reached(row) for row in rows}


def _reached(row: Any) -> Reached:
    address = None if row.disabled_at else row.login_email or row.email
    reader = Recipient(row.id, row.given_name, address) if address else None
    if reader is not None and row.prefers in (None, Channel.EMAIL):
        return Reached(DeliveryChannel.EMAIL, reader)
    return Reached(BY_HAND.get(row.prefers, DeliveryChannel.LETTER), reader)


def by_mail(people: Collection[uuid.UUID]) -> list[Recipient]:
    """Those of some people who get their notices by e-mail."""
    return [one.reader for one in of(people).values() if one.reader and one.channel is DeliveryChannel.EMAIL]


def with_address(people: Collection[uuid.UUID]) -> list[Recipient]:
    """Those of some people who have an address at all: what is urgent goes there too, whatever they prefer."""
    return [one.reader for one in of(people).values() if one.reader]
