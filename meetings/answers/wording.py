"""An answer in plain words: how each outcome looks, what it means, what it says beside its reasons."""

from __future__ import annotations

from collections.abc import Mapping

from foundation.text import date_words
from meetings.answers.demands import is_page
from meetings.answers.models import Answer, AnswerOutcome

O = AnswerOutcome  # noqa: E741 - the letter stands for the word
Fact = tuple[str, str, str]

# shape and tone of each outcome
LOOKS: Mapping[AnswerOutcome, tuple[str, str]] = {
    O.RETAINED: ("full", "on"),
    O.RETAINED_MODIFIED: ("half", "on"),
    O.NOT_RETAINED: ("square", "late"),
    O.POSTPONED: ("half", "ongoing"),
    O.ALREADY_DONE: ("square", "on"),
    O.REDIRECTED: ("empty", "ongoing"),
    O.NOTED: ("square", "quiet"),
}

# what choosing each outcome means, for the secretary who chooses
MEANINGS: Mapping[AnswerOutcome, str] = {
    O.RETAINED: "La proposition sera réalisée. Il faut au moins un engagement\u00a0: quoi, qui, pour quand.",
    O.RETAINED_MODIFIED: "Elle sera réalisée autrement. Il faut dire ce qui change, et au moins un engagement.",
    O.NOT_RETAINED: "Elle ne sera pas réalisée. Il faut dire pourquoi.",
    O.POSTPONED: "La décision est remise à plus tard. Il faut donner le jour du nouvel examen.",
    O.ALREADY_DONE: "C’est fait, ou commencé. Il faut dire où, depuis quand, et où chacun peut le vérifier.",
    O.REDIRECTED: "Un autre organisme doit décider, et vous la lui avez envoyée. Le délai de réponse continue.",
    O.NOTED: "Le comité a lu la contribution et dit ce qu’il en fait.",
}


def extras(answer: Answer) -> list[Fact]:
    """What an answer says beside its reasons, as (name, value, address or ""); the organization must be read."""
    found: list[Fact] = []
    if answer.reason_category is not None:
        found.append(("Raison principale", answer.reason_category.label, ""))
    if answer.changes:
        found.append(("Ce qui change, et pourquoi", answer.changes, ""))
    if answer.reexamined_on is not None:
        found.append(("Nouvel examen le", date_words(answer.reexamined_on), ""))
    if answer.done_where and answer.done_on is not None:
        found += [("Où", answer.done_where, ""), ("Depuis le", date_words(answer.done_on), "")]
    if answer.proof_url:
        found.append(("Où le vérifier", answer.proof_url, answer.proof_url if is_page(answer.proof_url) else ""))
    if answer.redirected_to is not None and answer.redirected_on is not None:
        found += [
            ("Transmise à", answer.redirected_to.name, ""),
            ("Transmise le", date_words(answer.redirected_on), ""),
        ]
    return found
