"""What a dossier is opened and composed with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from councils.accreditation.models import AccreditationKind
from councils.accreditation.papers import PaperKind
from foundation.documents import Received
from foundation.forms import AtMost, Form, cleaned
from foundation.workflow import Refused

NEW = "nouveau"
LONGEST_TEXT, LONGEST_NAME = 4000, 160
MOST_SEATS = 200
K = AccreditationKind
KINDS = {kind.value: kind for kind in K}
PAPERS = {kind.value: kind for kind in PaperKind}
Pairs = Iterable[tuple[str, str]]


def chosen(pairs: Pairs, first: str = "Choisir…") -> list[SelectChoice]:
    """The lines of a list that begins with none of them."""
    return [SelectChoice("", first), *(SelectChoice(value, words) for value, words in pairs)]


def long_text(label: str, hint: str, *, required: str = "", rows: int = 4) -> TextAreaField:
    """Some paragraphs; `required` is the sentence that asks for them."""
    wanted = [InputRequired(required)] if required else []
    return TextAreaField(
        label, [*wanted, AtMost(LONGEST_TEXT)], filters=[cleaned], description=hint, render_kw={"rows": rows}
    )


class FileForm(Form):
    """What is changed in a dossier: it says which state of it its reader saw."""

    version = HiddenField()
    seen = HiddenField()

    def saw(self, version: int, steps: int) -> None:
        """Note what the reader sees now: the version of the dossier and the number of its steps."""
        self.version.data, self.seen.data = str(version), str(steps)

    def read_version(self) -> int:
        """The version that the reader saw; 0, which is none, when the form does not say."""
        return _count(self.version.data)

    def read_steps(self) -> int:
        """How many steps the reader saw."""
        return _count(self.seen.data)

    def ready(self, **received: Received | Refused | None) -> bool:
        """Whether it was sent and holds, and each file that came with it may be kept."""
        holds = self.sent()
        for name, one in received.items():
            if isinstance(one, Refused):
                self[name].errors = list(one.sentences)
        return holds and not self.errors


def _count(typed: Any) -> int:
    words = str(typed or "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 8 else 0


class NewForm(Form):
    """A dossier to open, for a council that is there or for one that begins with it."""

    council = SelectField("Pour quel conseil\u202f?", [InputRequired("Choisissez un conseil.")])
    name = StringField(
        "Nom du conseil",
        [AtMost(LONGEST_NAME)],
        filters=[cleaned],
        description="Exemple\u00a0: Conseil citoyen des Deux Rives.",
        render_kw={"autocomplete": "off"},
    )
    places = SelectMultipleField(
        "Quartiers que le conseil couvrira",
        [Optional()],
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    slug = StringField(
        "Adresse de sa page",
        [AtMost(120)],
        filters=[cleaned],
        description="Laissez vide\u00a0: le site la tire du nom. Elle ne changera plus.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
    code = StringField(
        "Code du conseil",
        [AtMost(24)],
        filters=[cleaned],
        description="Laissez vide\u00a0: le site le propose. Il commence le numéro de ses propositions.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    kind = RadioField(
        "Que demandez-vous\u202f?",
        [InputRequired("Choisissez ce que vous demandez.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in K],
    )
    reason = long_text("Pourquoi", "En une ou deux phrases, pour une modification ou un retrait.")
    clerical = BooleanField(
        "Une faute d’écriture seulement",
        description="Un nom mal écrit, un numéro faux\u00a0: elle va droit à la préfecture, sans consultation.",
    )

    def offer(self, councils: Pairs, places: Pairs, *, founds: bool) -> None:
        """Put what this person may choose into the form; `founds`: a new council too."""
        listed = [(NEW, "Un nouveau conseil, qui n’est pas dans la liste")] if founds else []
        self.council.choices = chosen([*listed, *councils])
        self.places.choices = [SelectChoice(value, words) for value, words in places]

    @property
    def is_new(self) -> bool:
        """Whether the council begins with this dossier."""
        return bool(self.council.data == NEW)

    def validate_name(self, field: StringField) -> None:
        """A new council has a name."""
        if self.is_new and not field.data:
            raise ValidationError("Donnez un nom au conseil.")

    def validate_places(self, field: SelectMultipleField) -> None:
        """A new council covers something."""
        if self.is_new and not field.data:
            raise ValidationError("Cochez au moins un quartier que le conseil couvrira.")

    def validate_kind(self, field: RadioField) -> None:
        """A new council begins with its first dossier."""
        if self.is_new and field.data != K.INITIAL.value:
            raise ValidationError("Un nouveau conseil commence par une première labellisation.")

    def validate_reason(self, field: TextAreaField) -> None:
        """What changes is said."""
        if self.kind.data in {K.AMENDMENT.value, K.WITHDRAWAL.value} and not field.data:
            raise ValidationError("Dites en une phrase pourquoi ce dossier est ouvert.")

    def validate_clerical(self, field: BooleanField) -> None:
        """Only an amendment is clerical."""
        if field.data and self.kind.data != K.AMENDMENT.value:
            raise ValidationError("La voie rapide ne sert qu’à une modification.")


class DescribeForm(FileForm):
    """What a dossier says in words and dates; `only` leaves what its kind needs."""

    start_on = DateField("Premier jour du mandat", [Optional()])
    end_on = DateField("Dernier jour du mandat", [Optional()])
    residents_target = IntegerField(
        "Places d’habitants", [Optional(), NumberRange(0, MOST_SEATS, f"Un nombre de 0 à {MOST_SEATS}.")]
    )
    local_actors_target = IntegerField(
        "Places d’associations et d’acteurs locaux",
        [Optional(), NumberRange(0, MOST_SEATS, f"Un nombre de 0 à {MOST_SEATS}.")],
    )
    duration_source = StringField(
        "D’où vient cette durée",
        [AtMost(300)],
        filters=[cleaned],
        description="Exemple\u00a0: contrat de ville, article 12\u202f; ou\u00a0: règlement intérieur.",
    )
    diagnosis = long_text(
        "Ce qui existe déjà",
        "Les façons de participer dans ces quartiers aujourd’hui\u00a0: réunions, comités, associations, conseils.",
        rows=6,
    )
    host_intention = long_text(
        "Qui accueillera le conseil",
        "Une association, le conseil lui-même, la commune au début\u00a0: dites ce qui est prévu.",
    )
    no_sortition_reason = long_text(
        "S’il n’y a pas de tirage au sort, pourquoi", "Laissez vide si le procès-verbal du tirage est joint."
    )
    parity_reason = long_text(
        "S’il n’y a pas autant de femmes que d’hommes, pourquoi",
        "Parmi les habitants tirés au sort. Laissez vide si l’écart est d’une personne au plus.",
    )
    reason = long_text("Pourquoi ce dossier est ouvert", "En une ou deux phrases.")
    council_heard_on = DateField(
        "Jour où le conseil a été entendu",
        [Optional()],
        description="Un label ne se retire pas sans avoir entendu le conseil. Joignez ses observations aux pièces.",
    )
    new_host_id = SelectField(
        "Nouvelle structure d’accueil",
        [Optional()],
        choices=[],
        description="Seulement si elle change.",
    )

    def validate_end_on(self, field: DateField) -> None:
        """A term ends after it begins."""
        if field.data and self.start_on.data and field.data < self.start_on.data:
            raise ValidationError("Le dernier jour vient avant le premier\u00a0: vérifiez les deux dates.")

    def only(self, names: Sequence[str]) -> None:
        """Leave these fields alone in the form."""
        kept = {*names, "version", "seen", "form_token"}
        for name in [name for name in self._fields if name not in kept]:
            del self[name]


TERM_FIELDS = ("start_on", "end_on", "residents_target", "local_actors_target", "duration_source")
FIELDS = {
    K.INITIAL: (*TERM_FIELDS, "diagnosis", "host_intention", "no_sortition_reason", "parity_reason"),
    K.RENEWAL: (*TERM_FIELDS, "diagnosis", "host_intention", "no_sortition_reason", "parity_reason"),
    K.AMENDMENT: ("reason", "new_host_id"),
    K.WITHDRAWAL: ("reason", "council_heard_on"),
}


class PaperForm(FileForm):
    """One paper to join."""

    kind = SelectField(
        "Quelle pièce est-ce\u202f?",
        [InputRequired("Dites quelle pièce vous joignez.")],
        choices=chosen((kind.value, kind.label) for kind in PaperKind),
    )
    file = FileField(
        "Fichier",
        description="Un PDF ou une image JPEG, PNG ou WebP, de 10\u00a0Mo au plus.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.webp"},
    )
