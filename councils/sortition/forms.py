"""What the office asks of a draw: its record, its plan, its volunteers, its seed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from citizens.models import Gender
from councils.members.forms import GENDERS, MOST_SEATS, email_field, name_field, options
from councils.models import Term
from councils.sortition.asked import Applicant, Details, Plan, Quotas
from councils.sortition.models import AgeBand, Sortition, SourceKind
from councils.territory.models import Neighborhood
from foundation.documents import Received
from foundation.forms import AtMost, Form, cleaned
from foundation.text import date_short

AGES = {one.value: one for one in AgeBand}
MOST_NAMES = 10_000_000
WITHIN_SEATS = NumberRange(0, MOST_SEATS, message=f"Entre 0 et {MOST_SEATS}.")
LEAST, MOST = "least", "most"


def _seats(label: str) -> IntegerField:
    present = InputRequired("Donnez le nombre de personnes.")
    return IntegerField(label, [present, NumberRange(1, MOST_SEATS, message=f"Entre 1 et {MOST_SEATS}.")])


class WithTerm:
    """What both forms that begin a draw ask: for which term."""

    term = SelectField("Pour le mandat", [InputRequired("Choisissez un mandat.")], choices=[])

    def offer(self, terms: Sequence[Term]) -> None:
        """Which terms one can choose."""
        self.term.choices = [
            SelectChoice(str(one.id), f"Du {date_short(one.start_on)} au {date_short(one.end_on)}") for one in terms
        ]


class DetailsForm(Form):
    """What the protocol of a draw says; a field `size_…` for each kind of list is added below."""

    place = StringField("Lieu du tirage", [AtMost(200)], filters=[cleaned], description="Public.")
    witnesses = TextAreaField(
        "Témoins",
        [AtMost(1000)],
        filters=[cleaned],
        description="Public\u00a0: donnez leur qualité, pas leur nom. Par exemple\u00a0: une représentante de l’État, "
        "deux habitants.",
        render_kw={"rows": 3},
    )
    note = TextAreaField(
        "Ce qu’il faut savoir de ce tirage",
        [AtMost(2000)],
        filters=[cleaned],
        description="Public, sans aucun nom.",
        render_kw={"rows": 3},
    )
    protocol = FileField(
        "Procès-verbal signé",
        description="Un PDF ou une photo du papier, 10\u202fMo au plus. Réservé au conseil et à ses partenaires.",
    )

    def sources(self) -> list[Any]:
        """The fields that ask how many names each kind of list had."""
        return [self[f"size_{kind.value}"] for kind in SourceKind]

    def show(self, sortition: Sortition) -> None:
        """Fill in what is known of the lists."""
        for one in sortition.sources:
            self[f"size_{one.kind.value}"].data = one.size

    def details(self, protocol: Received | None) -> Details:
        """What the form says."""
        sizes = {kind: self[f"size_{kind.value}"].data for kind in SourceKind}
        return Details(
            self.place.data or "",
            self.witnesses.data or "",
            self.note.data or "",
            {kind: size for kind, size in sizes.items() if size is not None},
            protocol,
        )


for _kind in SourceKind:
    _size = IntegerField(_kind.label, [Optional(), NumberRange(0, MOST_NAMES, message="Donnez un nombre de noms.")])
    setattr(DetailsForm, f"size_{_kind.value}", _size)


class RecordForm(WithTerm, DetailsForm):
    """A draw that was made without the site."""

    drawn_on = DateField("Jour du tirage", [InputRequired("Donnez le jour du tirage.")])
    seats = _seats("Personnes tirées au sort")


class PlanForm(WithTerm, Form):
    """How a draw will be made. `quota_form` adds two fields for each group."""

    seen = HiddenField()
    seats = _seats("Places à tirer au sort")
    seed_on = DateField(
        "Jour où la graine sera connue",
        [InputRequired("Donnez le jour du tirage.")],
        description="Après le jour où vous gèlerez la liste. Le tirage se fait ce jour-là au plus tôt.",
    )
    seed_source = StringField(
        "Quelle valeur publique servira de graine",
        [InputRequired("Dites quelle valeur publique servira de graine."), AtMost(300)],
        filters=[cleaned],
        description="Une valeur que personne ne peut connaître ni choisir avant ce jour, et que chacun pourra "
        "retrouver. Par exemple\u00a0: les cinq numéros du Loto du 12 décembre 2026, dans l’ordre croissant, séparés "
        "par une espace.",
    )
    groups: Mapping[str, Sequence[tuple[str, str]]]

    def validate_seed_source(self, field: Any) -> None:
        """It is kept on one line of the list."""
        if any(sign in field.data for sign in "\r\n"):
            raise ValidationError("Écrivez-la sur une seule ligne.")

    def pairs(self, kind: str) -> list[tuple[str, Any, Any]]:
        """The groups of one sort, each with its two fields."""
        return [
            (label, self[_name(LEAST, kind, key)], self[_name(MOST, kind, key)]) for key, label in self.groups[kind]
        ]

    def is_used(self, kind: str) -> bool:
        """Whether something is asked of the groups of one sort."""
        return any(one.data is not None or one.errors for _, *both in self.pairs(kind) for one in both)

    def plan(self) -> Plan:
        """What the form says."""
        quotas = {kind: self._quotas(kind) for kind in self.groups if self.is_used(kind)}
        return Plan(self.seats.data, self.seed_on.data, self.seed_source.data, quotas)

    def _quotas(self, kind: str) -> Mapping[str, tuple[int, int]]:
        found = {}
        for key, _ in self.groups[kind]:
            least, most = (self[_name(bound, kind, key)].data for bound in (LEAST, MOST))
            if least is not None or most is not None:
                found[key] = (least or 0, self.seats.data if most is None else most)
        return found


def _name(bound: str, kind: str, key: str) -> str:
    return f"{bound}_{kind}_{key.replace('-', '')}"


def quota_form(places: Iterable[Neighborhood]) -> type[PlanForm]:
    """The form of a plan for a council: it asks the least and the most of each gender, age and neighborhood."""
    groups = {
        "gender": [(one.value, one.label) for one in Gender if one is not Gender.UNDECLARED],
        "age": [(one.value, one.label) for one in AgeBand if one is not AgeBand.UNDECLARED],
        "neighborhood": [(str(one.id), one.name) for one in places],
    }
    fields: dict[str, Any] = {"groups": groups}
    for kind, pairs in groups.items():
        for key, label in pairs:
            for bound, words in ((LEAST, "au moins"), (MOST, "au plus")):
                fields[_name(bound, kind, key)] = IntegerField(f"{label}\u00a0: {words}", [Optional(), WITHIN_SEATS])
    return type("CouncilPlanForm", (PlanForm,), fields)


def shown_quotas(quotas: Quotas) -> dict[str, int]:
    """The quotas of a plan, as the fields of its form."""
    return {
        _name(bound, kind, key): value
        for kind, values in quotas.items()
        for key, pair in values.items()
        for bound, value in zip((LEAST, MOST), pair, strict=True)
    }


class VolunteerForm(Form):
    """Somebody for the list."""

    given_name = name_field("Prénom")
    family_name = name_field("Nom")
    gender = SelectField("Femme, homme ou autre", choices=options(Gender), default=Gender.UNDECLARED.value)
    age_band = SelectField("Âge", choices=options(AgeBand), default=AgeBand.UNDECLARED.value)
    neighborhood = SelectField("Quartier", [Optional()], choices=[])
    email = email_field("Pour lui donner son pseudonyme et l’appeler. Sans courriel, vous lui direz vous-même.")

    def offer(self, places: Iterable[Neighborhood]) -> None:
        """Which neighborhoods the council covers."""
        known = [SelectChoice(str(one.id), one.name) for one in places]
        self.neighborhood.choices = [SelectChoice("", "Non précisé"), *known]

    def volunteer(self) -> Applicant:
        """What the form says."""
        return Applicant(
            self.given_name.data,
            self.family_name.data,
            GENDERS[self.gender.data],
            AGES[self.age_band.data],
            uuid.UUID(self.neighborhood.data) if self.neighborhood.data else None,
            self.email.data or "",
        )


class PasteForm(Form):
    """Lines copied from a spreadsheet."""

    lines = TextAreaField(
        "Une ligne par personne",
        [InputRequired("Collez au moins une ligne."), AtMost(100_000)],
        description="Prénom\u202f; nom\u202f; femme, homme ou autre\u202f; âge\u202f; quartier\u202f; courriel. Vous "
        "pouvez copier ces six colonnes d’un tableur. Seuls le prénom et le nom sont nécessaires.",
        render_kw={"rows": 12, "spellcheck": "false", "autocomplete": "off"},
    )


class AnswerForm(Form):
    """What somebody who was called says; whoever is under 18 also until when."""

    answer = HiddenField()
    minor_until = DateField(
        "Le jour de ses 18 ans",
        [Optional()],
        description="La personne s’est dite mineure. Son nom n’est alors jamais public, et un parent donne son accord.",
    )


class FreezeForm(Form):
    """The list is to be frozen as it stood on the page: `seen` is its SHA-256."""

    seen = HiddenField()


class SeedForm(Form):
    """The seed, twice: a slip of the hand cannot be mended."""

    seed = StringField("La graine", [InputRequired("Écrivez la graine."), AtMost(200)], filters=[cleaned])
    again = StringField(
        "La graine, une seconde fois",
        [InputRequired("Écrivez la graine une seconde fois.")],
        filters=[cleaned],
        description="De préférence par une autre personne présente\u00a0: après, plus rien ne peut être changé.",
    )

    def validate_again(self, field: Any) -> None:
        """Both say the same."""
        if " ".join((field.data or "").split()) != " ".join((self.seed.data or "").split()):
            raise ValidationError("Les deux graines ne sont pas les mêmes\u00a0: relisez-les.")
