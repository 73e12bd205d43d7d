"""What the board, the working groups and the reserve list of a council ask."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wtforms import DateField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from councils.members.forms import email_field, name_field, options
from councils.members.groups import Purpose
from councils.members.models import BoardRole
from councils.models import College
from foundation.forms import AtMost, Form, cleaned

Pairs = Iterable[tuple[str, str]]
NOBODY = ""


class ReserveForm(Form):
    """Somebody to put on the reserve list."""

    given_name = name_field("Prénom")
    family_name = name_field("Nom")
    college = SelectField("Collège", [InputRequired("Choisissez un collège.")], choices=options(College))
    email = email_field("Pour l’appeler par courriel quand un siège se libère. Sans courriel, vous noterez sa réponse.")


class FunctionForm(Form):
    """A function to give to a member."""

    member = SelectField("Membre", [InputRequired("Choisissez un membre.")], choices=[])
    function = SelectField("Fonction", [InputRequired("Choisissez une fonction.")], choices=options(BoardRole))
    first = DateField("À partir du", [InputRequired("Donnez le premier jour.")])

    def offer(self, seats: Pairs) -> None:
        """Who sits: (id, name) pairs."""
        self.member.choices = [SelectChoice("", "Choisir…"), *(SelectChoice(*pair) for pair in seats)]


class LastDayForm(Form):
    """The end of a function."""

    last = DateField("Dernier jour", [InputRequired("Donnez le dernier jour.")], description="Ce jour compte encore.")


class GroupForm(Form):
    """A working group."""

    name = StringField("Nom de la commission", [InputRequired("Donnez un nom."), AtMost(120)], filters=[cleaned])
    subject = StringField(
        "Ce qu’elle étudie",
        [Optional(), AtMost(300)],
        filters=[cleaned],
        description="En une phrase. Elle est publique.",
    )
    participants = SelectMultipleField(
        "Qui participe",
        [Optional()],
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    rapporteur = SelectField("Qui rapporte au conseil", [Optional()], choices=[])

    def offer(self, seats: Pairs) -> None:
        """Who sits: (id, name) pairs."""
        known = [SelectChoice(*pair) for pair in seats]
        self.participants.choices = known
        self.rapporteur.choices = [SelectChoice(NOBODY, "Personne pour l’instant"), *known]

    def purpose(self) -> Purpose:
        """What the form says."""
        keys = frozenset(uuid.UUID(key) for key in self.participants.data or ())
        speaks = uuid.UUID(self.rapporteur.data) if self.rapporteur.data else None
        return Purpose(self.name.data, self.subject.data or "", speaks, keys)
