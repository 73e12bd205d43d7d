"""Writing to a council without an account (A1, step 4): by a letter to those who prepare its meetings, kept nowhere."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import astuple

from citizens.notifications.recipients import Recipient
from citizens.notifications.services import holders, recipients, write_to
from citizens.roles.models import Role
from councils.contact import mails
from councils.contact.mails import Inquiry
from councils.models import Council
from foundation import audit, clock
from foundation.policy import Actor, require
from foundation.workflow import Refused

GONE = "Ce conseil n’existe plus\u00a0: plus personne ne lit ce qui lui est écrit."
NOBODY_READS = (
    "Personne ne peut lire ce message pour l’instant\u00a0: il n’est pas parti. Gardez-le, et parlez-en à votre mairie."
)


def is_gone(council: Council) -> bool:
    """Whether a council no longer exists today."""
    return council.closed_on is not None and council.closed_on <= clock.today()


def readers(council_id: uuid.UUID) -> list[Recipient]:
    """Who reads what is written to a council: its facilitators, else its board, else those who animate the network.

    Each time those of them who have an open account: a message is read by somebody, or refused.
    """
    sides = (
        (Role.COUNCIL_FACILITATOR, council_id),
        (Role.BOARD_MEMBER, council_id),
        (Role.NETWORK_COORDINATOR, None),
    )
    for role, scope in sides:
        found = recipients(holders(role, scope))
        if found:
            return found
    return []


def write(council: Council, sent: Inquiry, page: str, *, actor: Actor) -> None:
    """Bring a message to those who read for a council; sent twice from one page, it arrives once. Raises Refused.

    `page` is what tells the page it was sent from. The trail says that somebody wrote, never who nor what.
    """
    require(actor, "council.contact", council)
    if is_gone(council):
        raise Refused(GONE)
    found = readers(council.id)
    if not found:
        raise Refused(NOBODY_READS)
    written = write_to(found, lambda to: mails.message(to, council, sent), once=f"contact/{_mark(council, sent, page)}")
    if written:
        audit.record(actor, "council.contact", council)


def _mark(council: Council, sent: Inquiry, page: str) -> str:
    """What tells this message, sent from this page, from every other; nobody reads in it what it said."""
    told = json.dumps([str(council.id), page, *astuple(sent)])
    return hashlib.sha256(told.encode()).hexdigest()
