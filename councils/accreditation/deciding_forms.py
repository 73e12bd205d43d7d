"""What a dossier is consulted on, sent back, changed, signed and published with."""

from __future__ import annotations

import re
import types
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from wtforms import DateField, FileField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from citizens.accounts.forms import is_address, is_name
from citizens.models import Gender
from councils.accreditation.forms import LONGEST_TEXT, FileForm, Pairs, chosen, long_text
from councils.accreditation.models import ActKind
from councils.accreditation.papers import ConsultationAnswer
from councils.models import College, EndReason, Origin, Rank
from foundation.documents import Received
from foundation.forms import AtMost, Form, cleaned
from foundation.workflow import Refused

A = ConsultationAnswer
ACTS = {kind.value: kind for kind in ActKind}
ANSWERS = {answer.value: answer for answer in A if answer is not A.NO_ANSWER}
COLLEGES = {college.value: college for college in College}
ORIGINS = {origin.value: origin for origin in Origin}
RANKS = {rank.value: rank for rank in Rank}
GENDERS = {gender.value: gender for gender in Gender}
ENDS = {reason.value: reason for reason in EndReason if reason is not EndReason.TERM_END}
ROWS, MOST_ROWS = 3, 20
LONGEST_POINT = 1000
_POINT = re.compile(r"point_([1-9]\d?)_(text|reason)")
_OFF = {"autocomplete": "off"}
ACCEPTED = {"accept": ".pdf,.jpg,.jpeg,.png,.webp"}


class ReasonForm(FileForm):
    """Why a step is taken."""

    comment = long_text("Pourquoi", "Ces raisons ne sont pas publiques.", required="Écrivez pourquoi.")


class NoteForm(FileForm):
    """A step whose reader may add a word."""

    comment = long_text("Un mot pour la suite", "Lu par ceux qui suivent ce dossier. Jamais public.", rows=3)


class ConsultForm(FileForm):
    """Where each authority is written to; made by `consult_form`."""

    keys: Sequence[str] = ()

    def emails(self) -> Mapping[uuid.UUID | None, str]:
        """The address of each, by commune; that of the metropolis' president under None."""
        return {uuid.UUID(hex=key) if key else None: self[_email(key)].data or "" for key in self.keys}

    def rows(self) -> Sequence[Any]:
        """The fields in the order of the page."""
        return [self[_email(key)] for key in self.keys]


def _email(key: str) -> str:
    return f"email_{key or 'metropole'}"


def consult_form(authorities: Sequence[tuple[uuid.UUID | None, str, str]]) -> ConsultForm:
    """The form that asks an e-mail address for each: (commune or None, who it is, the address used before)."""
    fields: dict[str, Any] = {"keys": [key.hex if key else "" for key, _, _ in authorities]}
    for key, words, before in authorities:
        fields[_email(key.hex if key else "")] = StringField(
            words,
            [
                Optional(),
                is_address,
            ],
            filters=[cleaned],
            default=before,
            description="Laissez vide si elle n’est pas connue\u00a0: la demande est notée, aucun courriel ne part.",
            render_kw={"inputmode": "email", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
        )
    # WTForms knows the fields of a class by the names set on it
    made = types.new_class("ConsultForm", (ConsultForm,), exec_body=lambda names: names.update(fields))
    return cast(ConsultForm, made())


def rows_of(names: Iterable[str], *, one_more: bool = False) -> int:
    """How many rows of points a form has, from the names that were sent: three at least, twenty at most."""
    found = [int(match[1]) for name in names if (match := _POINT.fullmatch(name))]
    return min(max([ROWS, *found]) + one_more, MOST_ROWS)


class SendBackForm(FileForm):
    """What is to be completed; made by `send_back_form`, with so many rows."""

    rows = 0
    comment: Any

    def row(self, number: int) -> tuple[Any, Any]:
        """The two fields of one row, from 1."""
        return self[f"point_{number}_text"], self[f"point_{number}_reason"]

    def points(self) -> list[tuple[str, str]]:
        """(what, why) of each row in which something is written."""
        typed = ((text.data or "", reason.data or "") for text, reason in map(self.row, range(1, self.rows + 1)))
        return [(text, reason) for text, reason in typed if text or reason]

    def ready(self, **received: Received | Refused | None) -> bool:
        """Whether it was sent and each point has its reason."""
        holds = super().ready(**received)
        for number in range(1, self.rows + 1):
            text, reason = self.row(number)
            if text.data and not reason.data:
                reason.errors = [f"Point {number}\u00a0: dites pourquoi."]
            elif reason.data and not text.data:
                text.errors = [f"Point {number}\u00a0: dites ce qui est à compléter."]
        if not self.points():
            self.row(1)[0].errors = ["Écrivez au moins un point à compléter."]
        return holds and not self.errors


@lru_cache(maxsize=MOST_ROWS)
def send_back_form(rows: int) -> type[SendBackForm]:
    """The form with so many rows of points."""
    fields: dict[str, Any] = {"rows": rows}
    for row in range(1, rows + 1):
        text, reason = ("Ce qui est à compléter ou à corriger", "Pourquoi")
        fields[f"point_{row}_text"] = TextAreaField(
            text, [AtMost(LONGEST_POINT)], filters=[cleaned], render_kw={"rows": 2}
        )
        fields[f"point_{row}_reason"] = TextAreaField(
            reason, [AtMost(LONGEST_POINT)], filters=[cleaned], render_kw={"rows": 2}
        )
    # last, as on the page: the summary of errors follows the order of the fields
    fields["comment"] = long_text("Un mot pour tout le dossier", "Jamais public.", rows=3)
    made = types.new_class("SendBackForm", (SendBackForm,), exec_body=lambda names: names.update(fields))
    return cast(type[SendBackForm], made)


class ResolveForm(FileForm):
    """What was done about a point."""

    resolution = TextAreaField(
        "Ce qui a été fait",
        [InputRequired("Dites ce qui a été fait."), AtMost(LONGEST_TEXT)],
        filters=[cleaned],
        render_kw={"rows": 3},
    )


class ChangeForm(FileForm):
    """A change of members that an amendment asks for."""

    leaving = SelectField("Qui s’en va", [Optional()], choices=[])
    end_reason = SelectField(
        "Pourquoi", [Optional()], choices=chosen((reason.value, reason.label) for reason in ENDS.values())
    )
    given_name = StringField("Prénom", [Optional(), AtMost(100), is_name], filters=[cleaned], render_kw=_OFF)
    family_name = StringField("Nom", [Optional(), AtMost(100), is_name], filters=[cleaned], render_kw=_OFF)
    gender = SelectField("Femme ou homme", [Optional()], choices=chosen((one.value, one.label) for one in Gender))
    college = SelectField("Collège", [Optional()], choices=chosen((one.value, one.label) for one in College))
    origin = SelectField("Comment", [Optional()], choices=chosen((one.value, one.label) for one in Origin))
    rank = SelectField("Titulaire ou suppléant", [Optional()], choices=chosen((one.value, one.label) for one in Rank))
    organization = StringField(
        "Sa structure",
        [AtMost(200)],
        filters=[cleaned],
        description="Pour une association ou un acteur local.",
    )
    accepted_on = DateField("A accepté le", [Optional()])

    def offer(self, members: Pairs) -> None:
        """Put those who sit into the form."""
        self.leaving.choices = chosen(members, "Personne")

    @property
    def joins(self) -> bool:
        """Whether somebody joins."""
        return bool(self.given_name.data or self.family_name.data)

    def ready(self, **received: Received | Refused | None) -> bool:
        """Whether it was sent and says a whole change."""
        holds = super().ready(**received)
        if not self.leaving.data and not self.joins:
            self.leaving.errors = ["Dites qui s’en va, qui arrive, ou les deux."]
        if self.leaving.data and not self.end_reason.data:
            self.end_reason.errors = ["Dites pourquoi cette personne s’en va."]
        if self.joins:
            self._ask_about_who_joins()
        return holds and not self.errors

    def _ask_about_who_joins(self) -> None:
        asked = (
            (self.given_name, "Donnez son prénom."),
            (self.family_name, "Donnez son nom."),
            (self.college, "Dites dans quel collège."),
            (self.origin, "Dites comment cette personne arrive."),
            (self.rank, "Dites si elle est titulaire ou suppléante."),
        )
        for field, sentence in asked:
            if not field.data:
                field.errors = [sentence]
        if self.college.data == College.LOCAL_ACTORS.value and not self.organization.data:
            self.organization.errors = ["Dites pour quelle structure cette personne siège."]


class PlaceForm(FileForm):
    """A change of perimeter that an amendment asks for."""

    place = SelectField("Quartier", [InputRequired("Choisissez un quartier.")], choices=[])
    way = RadioField(
        "Ce qui change",
        [InputRequired("Dites si le quartier s’ajoute ou s’en va.")],
        choices=[SelectChoice("add", "Le conseil le couvrira"), SelectChoice("drop", "Le conseil ne le couvrira plus")],
    )

    def offer(self, places: Pairs) -> None:
        """Put the neighborhoods into the form."""
        self.place.choices = chosen(places)


class SignForm(FileForm):
    """The act that was signed."""

    kind = SelectField(
        "Forme de l’acte",
        [InputRequired("Dites quelle forme a l’acte.")],
        choices=chosen(()),
    )
    number = StringField("Numéro", [AtMost(80)], filters=[cleaned], description="Laissez vide s’il n’est pas connu.")
    signed_on = DateField("Signé le", [InputRequired("Donnez la date de la signature.")])
    signatory_capacity = StringField(
        "Qualité de la personne qui signe",
        [InputRequired("Donnez la qualité de la personne qui signe."), AtMost(200)],
        filters=[cleaned],
        description="Sa fonction, pas son nom. Exemple\u00a0: préfet du Nord.",
    )
    document = FileField(
        "L’acte entier",
        description="Avec la liste des membres\u00a0: seuls le conseil et les services le liront.",
        render_kw=ACCEPTED,
    )
    public_document = FileField(
        "L’acte sans aucun nom d’habitant",
        description="Tout le monde pourra le lire. Laissez vide s’il n’y en a pas.",
        render_kw=ACCEPTED,
    )

    def offer(self, kinds: Iterable[ActKind]) -> None:
        """Put the forms that the act may have into the form."""
        self.kind.choices = chosen((kind.value, kind.label) for kind in kinds)


class PublishForm(FileForm):
    """Where the act was published, and from when it holds."""

    published_on = DateField("Publié le", [InputRequired("Donnez la date de publication.")])
    published_in = StringField(
        "Où",
        [AtMost(200)],
        filters=[cleaned],
        description="Exemple\u00a0: recueil des actes administratifs du Nord, n°\u00a0123.",
    )
    effective_on = DateField(
        "En vigueur à partir du", [InputRequired("Donnez le jour à partir duquel l’acte s’applique.")]
    )
    backdating_reason = long_text(
        "Si ce jour est déjà passé, pourquoi",
        "Les votes déjà faits ne seront pas recomptés\u00a0: une mention s’ajoute aux séances concernées.",
    )


class OpinionForm(Form):
    """The opinion of an authority that was consulted."""

    answer = RadioField(
        "Votre avis",
        [InputRequired("Choisissez un avis.")],
        choices=[SelectChoice(answer.value, answer.label) for answer in ANSWERS.values()],
    )
    text = long_text("Vos remarques", "Publiées avec l’acte. Ne nommez personne.", rows=6)
    signatory = StringField(
        "Votre fonction",
        [InputRequired("Donnez votre fonction."), AtMost(200)],
        filters=[cleaned],
        description="Pas votre nom. Exemple\u00a0: maire, ou adjointe au maire.",
        render_kw={"autocomplete": "off"},
    )

    def validate_text(self, field: TextAreaField) -> None:
        """Remarks are written out, and so is a refusal."""
        if self.answer.data in {A.WITH_REMARKS.value, A.UNFAVORABLE.value} and not field.data:
            raise ValidationError("Écrivez vos remarques\u00a0: elles aideront à corriger le dossier.")
