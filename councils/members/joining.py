"""Behind the link of an invitation: whose seat it offers, and what its reader's answer does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from citizens.accounts import queries as accounts
from citizens.accounts import services as access
from citizens.accounts.models import Account
from citizens.merging import services as merging
from citizens.notifications.services import address_of
from councils.members import inviting, links, people_queries, queries
from councils.models import Membership
from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused

MINE, ANOTHERS = "mine", "anothers"
OWN_WORDS = "La personne l’a dit en acceptant son siège, par le lien de son invitation."
ROLE = "member"


@dataclass(frozen=True)
class Behind:
    """What a good link leads to: the seat, the address its letter was sent to, and who signs in with that address.

    `stranger` is the account of another person with that address: the same human under two rows, or somebody who
    shares the mailbox. Only the reader of the mailbox learns that it exists.
    """

    membership: Membership
    email: str
    is_late: bool
    account: Account | None
    stranger: Account | None

    @property
    def themselves(self) -> Actor:
        """The person to whom the seat is offered."""
        return Actor(self.membership.person_id, ROLE)


def behind(token: str) -> Behind | None:
    """What a link leads to, whether or not the seat can still be accepted; None when it leads nowhere."""
    named = links.read(token)
    membership = queries.by_id(named.membership_id) if named else None
    if named is None or membership is None:
        return None
    email = address_of(membership.person_id)
    if not email or links.mark(email) != named.address:
        return None
    account = accounts.by_person(membership.person_id)
    holder = accounts.by_email(email)
    stranger = holder if holder is not None and holder.person_id != membership.person_id else None
    if any(one is not None and one.disabled_at is not None for one in (account, stranger)):
        return None
    return Behind(membership, email, named.is_late, account, stranger)


def accept(found: Behind, whose: str) -> Account | None:
    """Take the seat. Gives the account to open a session for: one that was never entered; None when there is none.

    Raises Refused.
    """
    membership = found.membership
    if found.stranger is not None and found.account is None and whose == MINE:
        hand_over(membership, found.stranger, actor=found.themselves)
    inviting.accept(membership, actor=Actor(membership.person_id, ROLE))
    if found.stranger is not None:
        return None
    account = found.account or access.add(membership.person, found.email)
    return account if account.accepted_at is None else None


def hand_over(membership: Membership, account: Account, *, actor: Actor) -> None:
    """Give the seat to the account that its letter reached, when its reader says that both are one person.

    The row that was made for them is merged into theirs, if nothing else hangs on it but this seat. Raises Refused.
    """
    require(actor, "membership.accept", membership)
    for other in queries.seats_of(account.person_id, membership.council_id):
        apart = membership.end_on is not None and other.start_on > membership.end_on
        if not apart and (other.end_on is None or other.end_on >= membership.start_on):
            raise Refused(
                "Vous avez déjà un siège dans ce conseil\u00a0: celui-ci est sans doute pour une autre personne. "
                "Répondez «\u202fpour une autre personne\u202f», ou parlez-en à l’animateur ou l’animatrice du conseil."
            )
    _give(membership, account.person_id, actor)
    audit.record(actor, "membership.hand_over", membership)


def _give(membership: Membership, person_id: uuid.UUID, actor: Actor) -> None:
    double_id = membership.person_id
    others = select(func.count()).where(Membership.person_id == double_id)
    if db.session.scalar(others) == 1:
        try:
            merging.unite(person_id, double_id, OWN_WORDS, actor=actor)
        except Refused:
            # they may only say whose the seat is: the rest is for who may merge people
            pass
        else:
            return
    contact = people_queries.contact(double_id)
    membership.person_id = person_id
    if contact is not None and people_queries.contact(person_id) is None:
        contact.person_id = person_id
    db.session.flush()
