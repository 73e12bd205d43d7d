"""What the pages of seats in committees ask."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wtforms import DateField, HiddenField, IntegerField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from councils.committees.models import SeatVoice
from foundation.forms import Form

Pairs = Iterable[tuple[str, str]]
VOICES = {voice.value: voice for voice in SeatVoice}
NOBODY = "Personne pour l’instant"
MOST_SEATS = 500


def _voice() -> SelectField:
    return SelectField(
        "Voix",
        [InputRequired("Choisissez une voix.")],
        choices=[SelectChoice(voice.value, voice.label) for voice in SeatVoice],
        description="Délibérative\u00a0: vote. Consultative\u00a0: donne son avis. Observation\u00a0: écoute.",
    )


class Seen(Form):
    """A form about a seat that others may change too: `seen` is its version when the page was opened."""

    seen = HiddenField()

    def version(self) -> int:
        """The version that was seen; one that no seat has when it is missing."""
        return int(self.seen.data) if (self.seen.data or "").isdecimal() else 0


class GiveForm(Form):
    """A seat to give to a council."""

    council = SelectField("Conseil", [InputRequired("Choisissez un conseil.")], choices=[])
    voice = _voice()
    first = DateField("À partir du", [InputRequired("Donnez le premier jour.")])

    def offer(self, councils: Pairs) -> None:
        """Which councils may sit: (address, name) pairs."""
        self.council.choices = [SelectChoice("", "Choisir…"), *(SelectChoice(*pair) for pair in councils)]


class CountForm(Form):
    """How many seats a committee has."""

    total = IntegerField(
        "Nombre de sièges du comité, en tout",
        [Optional(), NumberRange(1, MOST_SEATS, message=f"Entre 1 et {MOST_SEATS}.")],
        description="Avec ceux des conseils, sans les places d’observation. Laissez vide si on ne le sait pas.",
    )


class VoiceForm(Seen):
    """The voice of a seat."""

    voice = _voice()


class EndForm(Seen):
    """The end of a seat."""

    last = DateField("Dernier jour", [InputRequired("Donnez le dernier jour.")], description="Ce jour compte encore.")


class NameForm(Seen):
    """Who holds a seat, and who stands in."""

    titular = SelectField("Titulaire", choices=[], description="La personne qui tient le siège.")
    substitute = SelectField("Suppléance", choices=[], description="Qui la remplace quand elle ne peut pas venir.")

    def offer(self, people: Pairs) -> None:
        """Who may be named: (id of the membership, name) pairs."""
        choices = [SelectChoice("", NOBODY), *(SelectChoice(*pair) for pair in people)]
        self.titular.choices = self.substitute.choices = choices

    def chosen(self) -> tuple[uuid.UUID | None, uuid.UUID | None]:
        """The memberships chosen: titular, substitute."""
        first, second = self.titular.data, self.substitute.data
        return uuid.UUID(first) if first else None, uuid.UUID(second) if second else None
