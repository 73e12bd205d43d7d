from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from citizens.accounts.forms import is_address
from citizens.discussion.models import CommentKind, ReportGround
from citizens.discussion.workflow import MOST_CHARACTERS
from foundation.forms import AtMost, AtMostVisible, Form, cleaned
from foundation.html import visible_length
from foundation.text import number

# drawing a text costs more than reading it: what no reader would ever see is not drawn
MOST_TYPED = 20_000
NO_NAMES = "Ne nommez personne\u00a0: parlez des lieux, des faits et des fonctions."
KINDS = (CommentKind.ARGUMENT_FOR, CommentKind.ARGUMENT_AGAINST, CommentKind.QUESTION)


def says_something(_form: object, field: TextAreaField) -> None:
    """Refuse a text that shows nothing to its reader."""
    if visible_length(field.data) == 0:
        raise ValidationError("Écrivez votre texte.")


def _text(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired("Écrivez votre texte."), AtMost(MOST_TYPED), says_something, AtMostVisible(MOST_CHARACTERS)],
        filters=[cleaned],
        description=f"{NO_NAMES} {number(MOST_CHARACTERS)} caractères au plus.",
        render_kw={"rows": 6},
    )


def _reasons(label: str, description: str) -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired("Écrivez pourquoi."), AtMost(1000)],
        filters=[cleaned],
        description=description,
        render_kw={"rows": 5},
    )


class ReplyForm(Form):
    """Words in a discussion whose kind is known."""

    text = _text("Votre texte")


class CommentForm(Form):
    """Something to say about a subject."""

    kind = RadioField(
        "Ce que vous apportez",
        [InputRequired("Dites ce que vous apportez.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in KINDS],
    )
    text = _text("Votre texte")


class DeclineForm(Form):
    """Why a newcomer's words are not shown."""

    reason = _reasons("Pourquoi", "Cette raison sera envoyée à la personne qui a écrit.")
    version = HiddenField()


class ReportForm(Form):
    """Why a comment should not stay."""

    ground = RadioField(
        "Ce qui ne va pas",
        [InputRequired("Dites ce qui ne va pas.")],
        choices=[SelectChoice(ground.value, ground.label) for ground in ReportGround],
    )
    words = TextAreaField(
        "Précisions",
        [AtMost(1000)],
        filters=[cleaned],
        description="Tout ce qui peut aider à comprendre.",
        render_kw={"rows": 4},
    )
    email = StringField(
        "Votre adresse de courriel",
        [InputRequired("Donnez une adresse de courriel."), Length(max=254), is_address],
        filters=[cleaned],
        description="Pour vous dire ce qui est décidé. Elle n’est jamais montrée.",
        render_kw={"type": "email", "autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )


class DecisionForm(Form):
    """What a moderator decides."""

    decision = RadioField(
        "Votre décision",
        [InputRequired("Choisissez de retirer ou de garder.")],
        choices=[SelectChoice("keep", "Garder le commentaire"), SelectChoice("remove", "Retirer le commentaire")],
    )
    ground = RadioField(
        "Motif du retrait, s’il est retiré",
        [],
        choices=[SelectChoice(ground.value, ground.label) for ground in ReportGround],
        description="Être hors sujet n’est pas un motif. Le motif est montré à la place du commentaire.",
    )
    reasons = _reasons("Vos raisons", "Elles seront envoyées à qui a écrit et à qui a signalé. Ne nommez personne.")
    version = HiddenField()


class ReversalForm(Form):
    """Why what was taken away comes back."""

    reasons = _reasons("Vos raisons", "Elles seront envoyées à qui a écrit et à qui avait signalé. Ne nommez personne.")
