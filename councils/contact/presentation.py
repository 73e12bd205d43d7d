"""What the form of a council knows already, and where the site leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from citizens.models import Person
from citizens.notifications.services import address_of
from councils.contact.forms import MOST_OF_A_TOPIC, one_line
from councils.contact.services import is_gone
from councils.models import Council
from councils.queries import Card
from councils.status import CouncilStatus
from foundation.database import db
from foundation.policy import Actor


def known(actor: Actor, topic: str) -> Mapping[str, str]:
    """What the form can say already: what one was reading, and for who has signed in their name and address."""
    filled = {"topic": (one_line(topic) or "")[:MOST_OF_A_TOPIC]}
    person = db.session.get(Person, actor.id) if actor.id is not None else None
    if person is None:
        return filled
    return {**filled, "writer": f"{person.given_name} {person.family_name}", "address": address_of(person.id)}


def on_the_council(council: Council) -> Mapping[str, Any] | None:
    """On a council's page: the way to write to it, as long as it exists."""
    return None if is_gone(council) else {"council": council}


def on_the_finder(cards: Sequence[Card]) -> Mapping[str, Any] | None:
    """Where somebody found councils: the way to write to each of those that exist."""
    shown = [card for card in cards if card.status is not CouncilStatus.DISSOLVED]
    return {"cards": shown} if shown else None
