"""« La balle est chez… depuis N jours »: who is to act on a dossier, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from councils.accreditation import queries, waiting
from councils.accreditation.models import Accreditation, AccreditationState
from foundation import clock

S = AccreditationState
AUTHORITIES = "les maires et le président de la Métropole"
WORDS: Mapping[AccreditationState, str] = {
    S.DRAFT: "la commune et le conseil",
    S.COMPOSING: "la commune et le conseil",
    S.SUBMITTED: "l’animation du réseau",
    S.CONSULTING: "l’animation du réseau ou la préfecture",
    S.REVIEWING: "la préfecture",
    S.RETURNED: "la commune et le conseil",
    S.SIGNED: "la préfecture ou l’animation du réseau",
}


@dataclass(frozen=True)
class Turn:
    """Who is to act, in words; since which day; how many days that is."""

    words: str
    since: date
    days: int


def whose_turn(dossier: Accreditation) -> Turn:
    """Whose turn it is on an open dossier."""
    since = queries.last_moved(dossier).astimezone(clock.PARIS).date()
    consulted = dossier.state is S.CONSULTING and bool(waiting.consulted_now([dossier.id]))
    words = AUTHORITIES if consulted else WORDS[dossier.state]
    return Turn(words, since, (clock.today() - since).days)
