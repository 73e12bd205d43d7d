"""What requests about data ask of the officer, for « À faire »."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from citizens.privacy import queries
from foundation import clock
from foundation.addresses import path
from foundation.policy import Actor, can
from foundation.text import plural
from foundation.todos import Todo


def to_answer(actor: Actor) -> Iterable[Todo]:
    """The requests that wait for a decision, until the first is due."""
    if not can("personal.list", None, actor):
        return
    count, first = queries.waiting()
    if first is not None:
        yield Todo(
            f"Répondre à {plural(count, 'demande', 'demandes')} sur des données personnelles",
            path("privacy.office"),
            "Chaque personne doit recevoir sa réponse dans le mois.",
            datetime.combine(first.due_on, time(23, 59), clock.PARIS),
        )


TODOS = (to_answer,)
