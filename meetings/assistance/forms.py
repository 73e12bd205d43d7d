from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional

from citizens.naming import name_in
from councils.models import Membership
from foundation.forms import Form
from meetings.assistance.voting import Voice
from meetings.convening.forms import ANSWERABLE, NEEDS, ticks
from meetings.convening.wording import ANSWERS
from meetings.models import Coming, Meeting, NeedKind
from meetings.votes.wording import ANSWERS as VOTES

POWER, BACK = "power", "back"


def _named(seats: Iterable[Membership]) -> list[SelectChoice]:
    named = (SelectChoice(str(one.id), name_in(one.person, one.council_id)) for one in seats)
    return [SelectChoice("", "Choisissez…"), *named]


class AssistedAnswerForm(Form):
    """What somebody decided about a meeting to come, recorded for them."""

    person = SelectField("Pour qui", [InputRequired("Choisissez la personne qui vous a dit sa réponse.")])
    answer = RadioField("Sa réponse", [InputRequired("Choisissez ce que la personne a répondu.")])
    holder = SelectField("À qui elle donne pouvoir", [Optional()], description="Seulement si elle donne pouvoir.")
    needs = ticks("Pour venir, elle a besoin de", ())

    def prepare(self, meeting: Meeting, helped: Sequence[Membership], voters: Sequence[Membership]) -> None:
        """Offer those who gave a mandate, what may be answered, and those who may receive a power."""
        self.person.choices, self.holder.choices = _named(helped), _named(voters)
        kept = {one: words for one, words in ANSWERS.items() if meeting.remote_url or one is not Coming.REMOTE}
        self.answer.choices = [
            *(SelectChoice(one.value, words) for one, words in kept.items()),
            SelectChoice(POWER, "Je donne pouvoir à quelqu’un"),
            SelectChoice(BACK, "Je reprends mon pouvoir"),
        ]
        self.needs.choices = [SelectChoice(one.value, one.label) for one in meeting.offers]

    def coming(self) -> Coming | None:
        """Whether the person comes, of a form that holds; None when the answer is about a power."""
        return ANSWERABLE.get(self.answer.data)

    def needed(self) -> frozenset[NeedKind]:
        """What was ticked, of a form that holds."""
        return frozenset(NEEDS[one] for one in self.needs.data or ())


class AssistedVoiceForm(Form):
    """What somebody there votes, recorded for them."""

    voice = SelectField("Pour qui", [InputRequired("Choisissez la personne qui vous a dit sa réponse.")])
    choice = RadioField(
        "Sa réponse",
        [InputRequired("Choisissez l’une des quatre réponses.")],
        choices=[SelectChoice(choice.value, words) for choice, words in VOTES.items()],
    )

    def prepare(self, voices: Iterable[Voice]) -> None:
        """Offer the voices of those who gave a mandate; the id of the seat on the list is the answer."""
        named = (SelectChoice(str(one.elector.id), one.words) for one in voices)
        self.voice.choices = [SelectChoice("", "Choisissez…"), *named]

    def chosen(self, voices: Iterable[Voice]) -> Voice | None:
        """The voice chosen, of a form that holds."""
        return next((one for one in voices if one.elector.id == uuid.UUID(self.voice.data)), None)
