from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from wtforms import DateField, FileField, HiddenField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from councils.charter.article_forms import ArticlesForm
from councils.charter.given import Adopted, Given
from councils.charter.models import MeansKind, RulesKind
from foundation.forms import Form, cleaned

RULES_KINDS = {kind.value: kind for kind in RulesKind}
MEANS_KINDS = {kind.value: kind for kind in MeansKind}
_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_BLANKS = re.compile(r"[\s\u00a0\u202f€]")


class RulesForm(ArticlesForm):
    """A version of the rules, as the council adopted it."""

    after = HiddenField()
    kind = SelectField("Quel texte", choices=[SelectChoice(kind.value, kind.label) for kind in RulesKind])
    adopted_on = DateField(
        "Adopté le",
        [InputRequired("Donnez le jour où le conseil a adopté ce texte.")],
        description="Le jour du vote du conseil.",
    )
    in_force_from = DateField(
        "S’applique à partir du",
        [InputRequired("Donnez le premier jour où ce texte s’applique.")],
        description="Ce jour compte. La version d’avant s’applique jusqu’à la veille.",
    )
    file = FileField(
        "Le texte",
        description="Un PDF, ou une image, de 10\u202fMo au plus. Il sera public\u00a0: n’y laissez ni nom, ni "
        "adresse, ni signature.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"},
    )

    def adopted(self) -> Adopted:
        """What was typed, of a form that holds."""
        return Adopted(
            RULES_KINDS[self.kind.data],
            self.adopted_on.data,
            self.in_force_from.data,
            self.articles(),
            int(self.after.data) if (self.after.data or "").isdecimal() else -1,
        )


class MeansForm(Form):
    """Something that a council has for one year."""

    year = IntegerField("Année", [InputRequired("Écrivez l’année.")], render_kw={"inputmode": "numeric"})
    kind = SelectField("Quoi", choices=[SelectChoice(kind.value, kind.label) for kind in MeansKind])
    amount = StringField(
        "Montant en euros",
        [Optional()],
        filters=[cleaned],
        description="Pour un budget. Exemple\u00a0: 1\u202f500 ou 1\u202f500,50.",
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    provider = SelectField("Donné par", [Optional()], description="La structure qui donne ces moyens.")
    note = StringField(
        "Précision",
        [Length(max=300, message="300 caractères au plus.")],
        filters=[cleaned],
        description="Exemple\u00a0: une salle le jeudi soir, à la maison de quartier. Ne nommez personne.",
    )

    def prepare(self, structures: Sequence[tuple[str, str]]) -> None:
        """Offer the structures, by their names."""
        pairs = (SelectChoice(key, name) for key, name in structures)
        self.provider.choices = [SelectChoice("", "Pas précisé"), *pairs]

    def validate_amount(self, field: StringField) -> None:
        """Refuse what is not an amount in euros."""
        if field.data and _AMOUNT.fullmatch(_BLANKS.sub("", field.data)) is None:
            raise ValidationError("Écrivez un montant en euros, par exemple 1\u202f500 ou 1\u202f500,50.")

    def given(self) -> Given:
        """What was typed, of a form that holds."""
        found = _AMOUNT.fullmatch(_BLANKS.sub("", self.amount.data or ""))
        cents = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
        provider = uuid.UUID(self.provider.data) if self.provider.data else None
        return Given(self.year.data, MEANS_KINDS[self.kind.data], cents, provider, self.note.data or "")
