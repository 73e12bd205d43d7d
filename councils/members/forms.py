from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from citizens.accounts.forms import is_address, is_name, is_phone
from citizens.models import Channel, Gender
from councils.members.wording import NOT_GIVEN
from councils.models import College, EndReason, Origin
from foundation.choices import Choice
from foundation.forms import AtMost, FilterForm, Form, cleaned

COLLEGES = {one.value: one for one in College}
GENDERS = {one.value: one for one in Gender}
ORIGINS = {one.value: one for one in Origin}
CHANNELS = {one.value: one for one in Channel}
REASONS = {one.value: one for one in EndReason if one not in NOT_GIVEN}
SOMEBODY_NEW = "new"
MOST_SEATS = 200


def options(kind: Iterable[Choice]) -> list[SelectChoice]:
    """The answers of a list, in the order of the enumeration."""
    return [SelectChoice(one.value, one.label) for one in kind]


def name_field(label: str, *, needed: bool = True) -> StringField:
    """A part of a name."""
    present = InputRequired(f"Donnez le {label.lower()}.") if needed else Optional()
    rules = [present, Length(max=100, message="100 caractères au plus."), is_name]
    return StringField(label, rules, filters=[cleaned], render_kw={"autocomplete": "off"})


def email_field(description: str) -> StringField:
    """An address to write to, if there is one."""
    return StringField(
        "Courriel",
        [Optional(), is_address],
        filters=[cleaned],
        description=description,
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )


def organization_field() -> StringField:
    """The structure that a local actor speaks for."""
    return StringField(
        "Structure",
        [Length(max=200, message="200 caractères au plus.")],
        filters=[cleaned],
        description="Pour une association ou un acteur local\u00a0: celle que la personne représente.",
    )


def _college() -> RadioField:
    return RadioField("Collège", [InputRequired("Choisissez un collège.")], choices=options(College))


class WithStructure:
    """What both forms that name a college ask: a local actor comes from somewhere."""

    def validate_organization(self, field: Any) -> None:
        """A local actor speaks for a structure."""
        college: Any = getattr(self, "college", None)
        if college is not None and college.data == College.LOCAL_ACTORS and not field.data:
            raise ValidationError("Donnez le nom de la structure que cette personne représente.")


class AddForm(WithStructure, Form):
    """Somebody to add to a list: four fields. `same` appears when somebody of that name is known in the council."""

    given_name = name_field("Prénom")
    family_name = name_field("Nom")
    college = _college()
    organization = organization_field()
    email = email_field("Pour l’inviter à accepter son siège. Sans courriel, vous noterez son accord donné sur papier.")
    same = RadioField("Une personne de ce nom est déjà connue ici. Est-ce elle\u202f?", [Optional()], choices=[])

    def offer(self, known: Sequence[tuple[str, str]]) -> None:
        """Ask whether it is one of those (key, words), or somebody else of the same name."""
        self.same.choices = [
            *(SelectChoice(key, words) for key, words in known),
            *([SelectChoice(SOMEBODY_NEW, "Non, c’est une autre personne du même nom")] if known else []),
        ]

    def is_settled(self) -> bool:
        """Whether the question about namesakes needs no answer or has one; else the field complains."""
        keys = {choice.value for choice in self.same.choices}
        if not keys or self.same.data in keys:
            return True
        self.same.errors = ["Dites si c’est la même personne ou une autre\u00a0: rien n’est encore enregistré."]
        return False


class EditForm(WithStructure, Form):
    """The sheet of a member. `seen` is the mark of what stood on the page when it was opened."""

    seen = HiddenField()
    given_name = name_field("Prénom")
    family_name = name_field("Nom")
    gender = SelectField(
        "Femme, homme ou autre",
        choices=options(Gender),
        description="Sert seulement à compter la parité. Ne s’affiche jamais pour une personne.",
    )
    minor_until = DateField(
        "Mineur ou mineure jusqu’au",
        [Optional()],
        description="Le jour de ses 18 ans, si la personne est mineure. Son nom n’est alors jamais public.",
    )
    college = _college()
    organization = organization_field()
    origin = SelectField("Comment la personne est venue", choices=options(Origin))
    voting = BooleanField("Son siège donne le droit de vote")
    elected_official = BooleanField(
        "A un mandat électif",
        description="Une personne élue ne peut pas siéger\u00a0: le dossier du conseil ne pourra pas être déposé.",
    )
    independent_on = DateField(
        "Déclaration d’indépendance signée le",
        [Optional()],
        description="Pour un acteur local\u00a0: sa structure n’a pas de lien direct avec les institutions du contrat.",
    )
    suspended_from = DateField("Premier jour de suspension", [Optional()])
    suspended_to = DateField("Dernier jour de suspension", [Optional()])
    accepted_on = DateField(
        "A accepté par écrit le",
        [Optional()],
        description="Si la personne a dit oui sans passer par le site. Gardez son accord signé.",
    )


class FullEditForm(EditForm):
    """The sheet of a member with how to reach them, for those who may know it."""

    email = email_field("Pour lui écrire. Une adresse partagée par deux personnes convient.")
    phone = StringField(
        "Téléphone", [Optional(), is_phone], filters=[cleaned], render_kw={"type": "tel", "autocomplete": "off"}
    )
    postal_address = TextAreaField("Adresse postale", [AtMost(300)], filters=[cleaned], render_kw={"rows": 3})
    prefers = SelectField("Préfère recevoir", choices=options(Channel))


class EndForm(Form):
    """The end of a seat."""

    last_day = DateField(
        "Dernier jour",
        [InputRequired("Donnez le dernier jour.")],
        description="Ce jour compte encore\u00a0: la personne siège jusqu’au soir.",
    )
    reason = SelectField(
        "Raison",
        [InputRequired("Choisissez une raison.")],
        choices=[SelectChoice("", "Choisir…"), *options(REASONS.values())],
    )


class ReplaceForm(EndForm):
    """The end of a seat and who takes it over: the next of the reserve, or somebody new."""

    who = RadioField("Qui prend ce siège", [InputRequired("Choisissez qui prend ce siège.")], choices=[])
    given_name = name_field("Prénom", needed=False)
    family_name = name_field("Nom", needed=False)
    email = email_field("Pour l’inviter à accepter son siège. Sans courriel, vous noterez son accord donné sur papier.")

    def offer(self, reserve: Sequence[tuple[str, str]]) -> None:
        """Whom one can choose: (key, words) of the reserve list, in its order, or somebody new."""
        self.who.choices = [
            *(SelectChoice(key, words) for key, words in reserve),
            SelectChoice(SOMEBODY_NEW, "Une autre personne"),
        ]
        if not reserve and not self.who.data:
            self.who.data = SOMEBODY_NEW

    def left_before(self) -> None:
        """The seat is empty already: nothing is asked about its end."""
        del self.last_day, self.reason

    def validate_who(self, field: Any) -> None:
        """Somebody new has a name."""
        if field.data != SOMEBODY_NEW:
            return
        for name in (self.given_name, self.family_name):
            if not name.data:
                name.errors = [*name.errors, f"Donnez le {name.label.text.lower()}."]
                raise ValidationError("Donnez le prénom et le nom de la personne.")


class TermForm(Form):
    """The dates of a term and how many seats each college has."""

    start_on = DateField("Premier jour", [InputRequired("Donnez le premier jour.")])
    end_on = DateField(
        "Dernier jour",
        [InputRequired("Donnez le dernier jour.")],
        description="Ce jour compte encore.",
    )
    residents_target = IntegerField(
        "Sièges d’habitants",
        [
            InputRequired("Donnez le nombre de sièges, 0 s’il n’y en a pas."),
            NumberRange(0, MOST_SEATS, message=f"Entre 0 et {MOST_SEATS}."),
        ],
    )
    local_actors_target = IntegerField(
        "Sièges d’associations et d’acteurs locaux",
        [
            InputRequired("Donnez le nombre de sièges, 0 s’il n’y en a pas."),
            NumberRange(0, MOST_SEATS, message=f"Entre 0 et {MOST_SEATS}."),
        ],
    )
    duration_source = StringField(
        "D’où vient cette durée",
        [Length(max=300, message="300 caractères au plus.")],
        filters=[cleaned],
        description="Exemple\u00a0: contrat de ville, article 4.",
    )


class DayFilter(FilterForm):
    """A day on which one wants to know who sat."""

    le = DateField("Qui siégeait le", [Optional()])


class SeatForm(Form):
    """Whose a seat is, when its letter reached an account under another row; else it holds nothing but its buttons."""

    whose = RadioField("Ce siège est", [InputRequired("Dites pour qui est ce siège.")], choices=[])

    def offer(self, holder: str) -> None:
        """Ask whether the seat is for the holder of the account, or for somebody who shares the address."""
        self.whose.choices = [
            SelectChoice("mine", f"Pour moi\u00a0: mon compte est au nom de {holder}"),
            SelectChoice("anothers", "Pour une autre personne, qui partage cette adresse"),
        ]
