"""What minutes ask of those who write, read again, check and correct them."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from foundation.forms import AtMost, Form, cleaned
from meetings.minutes import people
from meetings.minutes.models import MinutesKind
from meetings.minutes.remarks import LONGEST

KINDS = {kind.value: kind for kind in MinutesKind}
LONGEST_TEXT, LONGEST_REASON = 200_000, 500
ACCEPT, DECLINE = "accept", "decline"
REPLACE, KEEP = "replace", "keep"
OTHER = "other"


class StartForm(Form):
    """What is written of a meeting."""

    kind = SelectField("Que faut-il écrire", choices=[SelectChoice(one.value, one.label) for one in MinutesKind])

    def chosen(self) -> MinutesKind:
        """The kind, of a form that holds."""
        return KINDS[self.kind.data]


class TextForm(Form):
    """A text with the count that its writer had read."""

    text = TextAreaField(
        "Texte",
        [InputRequired("Écrivez le texte."), AtMost(LONGEST_TEXT)],
        description="Ce qui s’est dit et décidé. Ni santé, ni situation de famille, ni papiers de quelqu’un.",
        render_kw={"rows": 24},
    )
    version = HiddenField()

    def read_version(self) -> int:
        """The count that the writer had read; -1, which is none, when the form does not say."""
        return int(self.version.data) if str(self.version.data or "").isdecimal() else -1


class RemarkForm(Form):
    """What should change."""

    text = TextAreaField(
        "Votre remarque",
        [InputRequired("Écrivez votre remarque."), AtMost(LONGEST)],
        filters=[cleaned],
        description="Dites le passage, et ce qu’il devrait dire. La personne qui rédige vous répondra.",
        render_kw={"rows": 4},
    )


class AnswerForm(Form):
    """What becomes of a remark."""

    decision = RadioField(
        "La remarque",
        [InputRequired("Choisissez.")],
        choices=[
            SelectChoice(ACCEPT, "Reprise\u00a0: le texte le dit maintenant"),
            SelectChoice(DECLINE, "Pas reprise"),
        ],
    )
    answer = TextAreaField(
        "Pourquoi",
        [Optional(), AtMost(1000)],
        filters=[cleaned],
        description="Obligatoire pour une remarque qui n’est pas reprise. Son auteur ou autrice le lira.",
        render_kw={"rows": 3},
    )


class ReasonForm(Form):
    """Why a text is taken up again."""

    reason = TextAreaField(
        "Pourquoi\u202f?",
        [InputRequired("Écrivez pourquoi."), AtMost(LONGEST_REASON)],
        filters=[cleaned],
        description="Une phrase. Ne citez ni le nom ni les coordonnées de quelqu’un.",
        render_kw={"rows": 3},
    )


class AgendaForm(Form):
    """On the agenda of which meeting."""

    meeting = SelectField("Sur l’ordre du jour de")


class PassageForm(Form):
    """What becomes of a passage that may tell who somebody is."""

    words = HiddenField()
    instead = SelectField(
        "Écrire à la place",
        choices=[*(SelectChoice(words, words) for words in people.WORDINGS), SelectChoice(OTHER, "Autre chose…")],
        validate_choice=False,
    )
    other = StringField("Autre chose", [Optional(), AtMost(120)], filters=[cleaned])

    def suggest(self, instead: str) -> None:
        """Offer what the site proposes first."""
        if instead not in people.WORDINGS:
            self.instead.choices = [SelectChoice(instead, instead), *(self.instead.choices or [])]
        self.instead.data = instead

    def wanted(self) -> str:
        """What is to be written instead, of a form that was sent."""
        typed = self.other.data or ""
        return typed if typed or self.instead.data == OTHER else str(self.instead.data or "")[:120]


class MaskForm(Form):
    """Words to take out everywhere, at once."""

    passage = StringField(
        "Mots à retirer",
        [InputRequired("Écrivez les mots à retirer."), AtMost(200)],
        filters=[cleaned],
        description="Copiez-les du texte\u00a0: un nom, une adresse, un numéro.",
        render_kw={"autocomplete": "off"},
    )
    instead = StringField(
        "À la place",
        [Optional(), AtMost(120)],
        filters=[cleaned],
        description="Par exemple «\u202fune habitante\u202f». Vide\u00a0: «\u202f(retiré)\u202f».",
        render_kw={"autocomplete": "off"},
    )
