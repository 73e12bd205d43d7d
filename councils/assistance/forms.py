from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import DateField, FileField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from councils.models import Membership
from foundation.forms import AtMost, Form, cleaned


class MandateForm(Form):
    """A mandate that a member signed."""

    person = SelectField("Membre du conseil", [InputRequired("Choisissez la personne qui a signé le mandat.")])
    written_on = DateField("Date écrite sur le mandat", [InputRequired("Écrivez la date qui est sur le mandat signé.")])
    valid_to = DateField(
        "Dernier jour du mandat",
        [Optional()],
        description="Sans date, il vaut jusqu’à ce que la personne y mette fin, ou ne siège plus.",
    )
    file = FileField("Mandat signé", description="Un PDF ou une photo du papier, 10\u202fMo au plus.")
    kept_at_place = StringField(
        "Où le papier est rangé",
        [AtMost(200)],
        filters=[cleaned],
        description="Si vous ne joignez pas de copie. Par exemple\u00a0: classeur des mandats, local du conseil.",
    )

    def prepare(self, seats: Iterable[Membership]) -> None:
        """Offer the members, by their names."""
        self.person.choices = [
            SelectChoice("", "Choisissez…"),
            *(SelectChoice(str(one.person_id), f"{one.person.family_name} {one.person.given_name}") for one in seats),
        ]

    def last_day(self) -> date | None:
        """The last day of the mandate, or None when it has no end."""
        day: date | None = self.valid_to.data
        return day
