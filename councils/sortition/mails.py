from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councils.sortition.models import Candidate
from councils.wording import bare_name
from foundation.outbox import Letter
from foundation.text import date_words, number

REASON = "Vous recevez ce message parce que vous êtes volontaire pour un tirage au sort de ce conseil."


@dataclass(frozen=True)
class Place:
    """Which draw a letter is about: of which council, at which public address, on which day."""

    council: str
    url: str
    day: date


def chance_words(thousandths: int) -> str:
    """« 34 chances sur 100 »; small ones are not rounded away."""
    if thousandths < 10:
        return f"{number(max(1, thousandths))} sur 1\u202f000"
    return f"{number(round(thousandths / 10))} sur 100"


def listed(one: Candidate, email: str, where: Place, chance: int) -> Letter:
    """Tell a volunteer under which pseudonym they stand on the list that was frozen."""
    return Letter(
        to=email,
        subject="Votre pseudonyme pour le tirage au sort",
        text=(
            f"Bonjour {one.person.given_name},\n\n"
            f"{bare_name(where.council)}\u00a0: la liste du tirage au sort est gelée. Elle ne changera plus. Votre nom "
            f"n’y est pas\u00a0: vous y êtes sous le pseudonyme {one.pseudonym}. Gardez-le.\n\n"
            f"Le tirage aura lieu le {date_words(where.day)} au plus tôt. Votre chance d’être tiré ou tirée au sort "
            f"est d’environ {chance_words(chance)}.\n\n"
            "La page du tirage montre la liste, et comment chacun peut vérifier le résultat."
        ),
        reason=REASON,
        action_label="Voir le tirage",
        action_url=where.url,
    )


def called(one: Candidate, email: str, where: Place) -> Letter:
    """Tell somebody that a seat is offered to them; they answer to the council's facilitator."""
    return Letter(
        to=email,
        subject="Une place vous est proposée dans un conseil citoyen",
        text=(
            f"Bonjour {one.person.given_name},\n\n"
            f"{bare_name(where.council)}\u00a0: le tirage au sort vous désigne (pseudonyme {one.pseudonym}). Une place "
            "d’habitant ou d’habitante vous est proposée.\n\n"
            "Vous êtes libre d’accepter ou de refuser. L’équipe du conseil prend contact avec vous pour connaître "
            "votre réponse. Si vous refusez, la personne suivante sera appelée."
        ),
        reason=REASON,
        action_label="Voir le tirage",
        action_url=where.url,
    )
