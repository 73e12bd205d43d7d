"""Who is told of which step (domain §2.4, last column): each once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from citizens.notifications.services import tell
from councils.accreditation import mails, people
from councils.accreditation.models import Accreditation
from councils.accreditation.people import COMMUNE, COUNCIL, MEMBERS, NETWORK, PREFECTURE

TOLD: Mapping[str, frozenset[str]] = {
    "compose": frozenset({NETWORK, PREFECTURE}),
    "submit": frozenset({NETWORK, PREFECTURE, COUNCIL}),
    "skip_consulting": frozenset({PREFECTURE}),
    "review": frozenset({PREFECTURE, COUNCIL}),
    "review_clerical": frozenset({PREFECTURE}),
    "send_back": frozenset({COMMUNE, COUNCIL}),
    "sign": frozenset({NETWORK, COUNCIL}),
    "publish": frozenset({NETWORK, PREFECTURE, COMMUNE, COUNCIL, MEMBERS}),
    "refuse": frozenset({COMMUNE, COUNCIL}),
    "abandon": frozenset({COUNCIL}),
}


def tell_of(dossier: Accreditation, step: str, entry_id: uuid.UUID) -> None:
    """Tell those concerned that a step was taken; `entry_id` is its line in the trail."""
    if step not in TOLD:
        return
    readers = people.concerned(dossier, TOLD[step])
    tell(readers, lambda to: mails.moved(to, dossier, step), once=f"accreditation/{entry_id}")
