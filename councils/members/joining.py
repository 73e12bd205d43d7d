"""Behind the link of an invitation: whose seat it offers, and what its reader's answer does."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from citizens.accounts import queries as accounts
from citizens.accounts import services as access
from citizens.accounts.models import Account
from citizens.notifications.services import address_of
from councils.members import inviting, links, people_queries, queries
from councils.models import Membership
from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused

MINE, ANOTHERS = "mine", "anothers"
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

    The row that was made for them stands empty from then on, if nothing else hangs on it. Raises Refused.
    """
    require(actor, "membership.accept", membership)
    double, contact = membership.person, people_queries.contact(membership.person_id)
    for other in queries.seats_of(account.person_id, membership.council_id):
        apart = membership.end_on is not None and other.start_on > membership.end_on
        if not apart and (other.end_on is None or other.end_on >= membership.start_on):
            raise Refused(
                "Vous avez déjà un siège dans ce conseil\u00a0: celui-ci est sans doute pour une autre personne. "
                "Répondez «\u202fpour une autre personne\u202f», ou parlez-en à l’animateur ou l’animatrice du conseil."
            )
    membership.person_id = account.person_id
    if contact is not None and people_queries.contact(account.person_id) is None:
        contact.person_id = account.person_id
    db.session.flush()
    others = select(func.count()).where(Membership.person_id == double.id)
    if not db.session.scalar(others):
        double.merged_into_id = account.person_id
    audit.record(actor, "membership.hand_over", membership)
