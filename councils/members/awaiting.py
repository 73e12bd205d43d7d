"""What seats ask of somebody, for « À faire »: to accept one's own, to follow up those of one's council."""

from __future__ import annotations

from collections.abc import Iterable

from citizens.notifications.services import address_of
from councils.members import links, people_queries
from foundation import clock
from foundation.addresses import path
from foundation.policy import Actor
from foundation.text import date_short, plural
from foundation.todos import Todo

FOLLOW_UP = "council_facilitator"


def to_accept(actor: Actor) -> Iterable[Todo]:
    """The seats that wait for one's yes."""
    for one in people_queries.unaccepted_of(actor.id, clock.today()):
        email = address_of(one.person_id)
        if email:
            yield Todo(
                "Accepter votre siège",
                path("members.join_page", token=links.token(one.id, email)),
                f"{one.term.council.name}, à partir du {date_short(one.start_on)}.",
            )


def to_follow_up(actor: Actor) -> Iterable[Todo]:
    """The people of the councils one facilitates who have not answered for as long as an invitation lasts."""
    councils = [grant.scope_id for grant in actor.grants if grant.role == FOLLOW_UP and grant.scope_id is not None]
    if not councils:
        return
    for council, count in people_queries.silent(councils, clock.today() - links.LIFETIME):
        yield Todo(
            f"Relancer {plural(count, 'personne qui n’a', 'personnes qui n’ont')} pas répondu",
            path("members.register", slug=council.slug) + "#attendus",
            f"{council.name}. Leur invitation a plus de 14 jours\u00a0: renvoyez-la, ou notez leur accord écrit.",
        )


TODOS = (to_accept, to_follow_up)
