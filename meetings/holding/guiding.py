"""What comes next for whoever holds a meeting: one sentence, and where on the page it is done."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.text import plural
from meetings.ballots.counting import LEAST
from meetings.ballots.queries import Standing
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingState
from meetings.presence.roll import Roll
from meetings.quorum import Quorum
from meetings.votes.models import Motion, MotionResult, VoteMethod

UNSETTLED = frozenset({MotionResult.NOT_PUT, MotionResult.NOT_OPENED})
ENDING = {
    VoteMethod.SHOW_OF_HANDS: "comptez les mains, écrivez les totaux, puis closez le vote.",
    VoteMethod.CONSENSUS: "demandez si quelqu’un s’y oppose.",
    VoteMethod.NAMED: "appelez les personnes qui n’ont pas répondu, puis closez le vote.",
    VoteMethod.SECRET: "chacun dépose son bulletin depuis son compte, puis closez le vote.",
}


@dataclass(frozen=True)
class Step:
    """What to do now; `link` leads to `anchor` on the same page."""

    words: str
    link: str
    anchor: str


def next_step(
    meeting: Meeting, found: Quorum, roll: Roll, items: Sequence[AgendaItem], motions: Sequence[Motion]
) -> Step | None:
    """What a meeting that is open waits for; None when it is not open."""
    if meeting.state is not MeetingState.OPEN:
        return None
    running = next((one for one in motions if one.closed_at is None), None)
    if running is not None:
        return Step(ENDING.get(running.method, ""), "Finir le vote", "finir")
    if not any(one.is_here for one in roll.places):
        return Step("notez qui est là, ou montrez le code de la salle.", "Noter les présences", "presences")
    left = _to_decide(items, motions) if meeting.council_id is not None else []
    if left and not found.is_reached:
        missing = plural(found.required - found.counted, "personne", "personnes")
        return Step(f"il manque {missing} pour pouvoir voter.", "Noter les présences", "presences")
    if left:
        place, item = left[0]
        return Step(
            f"le point {place}, «\u202f{item.title}\u202f», attend une décision.",
            "Aller à ce point",
            f"point-{item.id}",
        )
    words = "plus rien n’attend de vote" if meeting.council_id is not None else "notez ce qui se dit et se décide"
    return Step(f"{words}. Terminez quand tout est dit.", "Terminer", "terminer")


def settled(motions: Sequence[Motion]) -> set[uuid.UUID | None]:
    """The items on which something was voted, or is: a question withdrawn and ballots left shut settle nothing."""
    return {one.agenda_item_id for one in motions if one.result not in UNSETTLED}


def _to_decide(items: Sequence[AgendaItem], motions: Sequence[Motion]) -> list[tuple[int, AgendaItem]]:
    """The items that are there to be decided and on which nothing was voted yet, with their places."""
    put, rows = settled(motions), enumerate(items, 1)
    return [(n, one) for n, one in rows if one.kind is ItemKind.DECISION and not one.added_later and one.id not in put]


def place_after(roll: Roll, seat_id: uuid.UUID) -> str:
    """Where on the page to go on once somebody is noted: the next person who is awaited, or the list."""
    keys = [one.seat.id for one in roll.places]
    later = roll.places[keys.index(seat_id) + 1 :] if seat_id in keys else []
    following = next((one for one in later if not one.is_here), None)
    return f"place-{following.seat.id}" if following is not None else "presences"


def answered_words(answered: int, voters: int) -> str:
    """How many have answered a roll call, and that the others will not be counted."""
    said = f" {answered} {'a' if answered < 2 else 'ont'} répondu."
    left = voters - answered
    return said + (f" Sans réponse\u00a0: {left}, qui ne compteront pas si vous closez maintenant." if left else "")


def deposited_words(found: Standing) -> str:
    """How many ballots are in, and how many it takes for them to be opened (`R-VOT-05`)."""
    said = f" {plural(found.deposited, 'bulletin est', 'bulletins sont')} dans l’urne."
    short = LEAST - found.deposited
    return said + (f" Il en faut au moins {LEAST} pour les ouvrir." if short > 0 else "")
