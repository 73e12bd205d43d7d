from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import DateField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from councils.models import Membership
from foundation.forms import FilterForm, Form, cleaned
from meetings.votes.models import VoteChoice
from meetings.votes.wording import ANSWERS

CHOICES = {choice.value: choice for choice in VoteChoice}
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class VoteForm(Form):
    """An answer to a motion: the button that one presses says it."""

    choice = RadioField(
        "Votre réponse",
        [InputRequired("Appuyez sur l’une des quatre réponses.")],
        choices=[SelectChoice(choice.value, words) for choice, words in ANSWERS.items()],
    )

    def answer(self) -> VoteChoice:
        """The answer pressed, of a form that holds."""
        return CHOICES[self.choice.data]


class AssistedVoteForm(VoteForm):
    """The answer that somebody decided, recorded for them."""

    person = SelectField("Pour qui", [InputRequired("Choisissez la personne qui vous a dit sa réponse.")])

    def prepare(self, seats: Iterable[Membership]) -> None:
        """Offer those who gave a mandate, by their names; a seat’s id is the answer."""
        named = ((str(one.id), f"{one.person.family_name} {one.person.given_name}") for one in seats)
        self.person.choices = [SelectChoice("", "Choisissez…"), *(SelectChoice(*pair) for pair in named)]


class DissentForm(Form):
    """A diverging opinion."""

    text = TextAreaField(
        "Votre avis",
        filters=[cleaned],
        description="5\u202f000 caractères au plus. Il sera lu par tout le monde\u00a0: n’y mettez ni nom, ni adresse, "
        "ni santé de quelqu’un.",
        render_kw={"rows": 12},
    )


class DayForm(FilterForm):
    """The day on which one asks who may vote."""

    le = DateField("Jour", [Optional()])

    def chosen_day(self, otherwise: date) -> date | None:
        """The day asked for, or another when none was; None when what was asked is no day of these times."""
        if not self.validate():
            return None
        if self.le.data is None:
            self.le.process_data(otherwise)
        day: date = self.le.data
        return day if EARLIEST <= day <= LATEST else None
