from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice
from wtforms.validators import InputRequired, NumberRange

from foundation.forms import Form
from meetings.ballots.paper import Counted
from meetings.ballots.slips import CHOICES
from meetings.votes.models import VoteChoice
from meetings.votes.wording import ANSWERS


class ChoiceForm(Form):
    """What somebody puts on a ballot, and for which seat. What is sent is as long whatever one chose."""

    seat = RadioField("Pour qui déposez-vous ce bulletin\u202f?", [InputRequired("Dites pour qui est ce bulletin.")])
    ballot = RadioField(
        "Votre choix",
        [InputRequired("Choisissez une réponse.")],
        choices=[SelectChoice(str(place), ANSWERS[choice]) for place, choice in enumerate(CHOICES)],
    )

    def prepare(self, seats: Sequence[tuple[str, str]]) -> None:
        """Offer the seats for which this person may still deposit; the only one there is needs no answer."""
        self.seat.choices = [SelectChoice(*pair) for pair in seats]
        if len(seats) == 1:
            self.seat.data = seats[0][0]
            self.seat.validators = []

    def choice(self) -> VoteChoice:
        """The answer chosen, of a form that holds."""
        return CHOICES[int(self.ballot.data)]


class DepositForm(Form):
    """A ballot shown to its voter, to be deposited."""

    ballot = HiddenField("Bulletin", [InputRequired("Recommencez\u00a0: ce bulletin n’est pas complet.")])


def _whole(label: str, description: str = "") -> Any:
    return IntegerField(
        label,
        [
            InputRequired("Écrivez un nombre, 0 s’il n’y en a pas."),
            NumberRange(0, 9999, "Écrivez un nombre de 0 à 9999."),
        ],
        description=description,
        render_kw={"inputmode": "numeric"},
    )


class CountForm(Form):
    """What was counted from the paper ballots."""

    ballots_found = _whole("Bulletins trouvés dans l’urne")
    votes_for = _whole("Pour")
    votes_against = _whole("Contre")
    votes_abstain = _whole("Abstention", "Avec les bulletins blancs et nuls.")

    def counted(self) -> Counted:
        """The totals written, of a form that holds."""
        return Counted(self.ballots_found.data, self.votes_for.data, self.votes_against.data, self.votes_abstain.data)


class ConfirmForm(Form):
    """Totals read by a second person; `read` says which."""

    read = HiddenField("Totaux", [InputRequired("Relisez les totaux, puis confirmez.")])

    def counted(self) -> Counted | None:
        """The totals that were on the page; None when it says none."""
        parts = str(self.read.data or "").split("-")
        if len(parts) != 4 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
            return None
        return Counted(*(int(part) for part in parts))
