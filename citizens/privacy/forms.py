from __future__ import annotations

from wtforms import (
    DateField,
    PasswordField,
    RadioField,
    SearchField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from citizens.accounts.forms import TYPED, NameForm, is_address, is_phone
from citizens.models import Channel, Gender
from citizens.privacy.models import RightKind
from foundation.forms import AtMost, Form, cleaned

KINDS = {kind.value: kind for kind in RightKind}
GENDERS = {one.value: one for one in Gender}
CHANNELS = {one.value: one for one in Channel}
MOST = 2000


def _kind() -> RadioField:
    return RadioField(
        "Ce qui est demandé",
        [InputRequired("Choisissez une demande.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in RightKind],
    )


def _message(label: str, description: str) -> TextAreaField:
    return TextAreaField(label, [AtMost(MOST)], filters=[cleaned], description=description, render_kw={"rows": 5})


class AskForm(Form):
    """What one asks about one's own data, by who proves again who they are."""

    kind = _kind()
    message = _message("Précisions", "Ce qui est faux, ce que vous refusez, ou ce que vous cherchez.")
    current = PasswordField(
        "Votre mot de passe",
        [InputRequired("Donnez votre mot de passe."), TYPED],
        description="Pour être sûr que c’est bien vous\u00a0: personne d’autre ne doit pouvoir effacer vos données.",
        render_kw={"autocomplete": "current-password"},
    )


class EnterForm(Form):
    """What somebody asked by letter."""

    kind = _kind()
    received_on = DateField(
        "Courrier arrivé le",
        [InputRequired("Donnez le jour où le courrier est arrivé.")],
        description="Le mois pour répondre compte à partir de ce jour.",
    )
    message = _message("Ce que dit le courrier", "En quelques mots. N’ajoutez rien qui ne serve à répondre.")


class IdentityForm(Form):
    """How somebody was recognized."""

    identity_check = StringField(
        "Comment la personne a été reconnue",
        [DataRequired("Dites comment vous l’avez reconnue."), Length(max=300, message="300 caractères au plus.")],
        filters=[cleaned],
        description="Exemple\u00a0: carte d’identité vue à la mairie. Ne gardez pas de copie de la pièce.",
        render_kw={"autocomplete": "off"},
    )


class DecideForm(Form):
    """What is answered to the person; reasons are needed to refuse."""

    answer = TextAreaField(
        "Votre réponse",
        [AtMost(MOST)],
        filters=[cleaned],
        description="Elle part par courriel à la personne, si elle en a un. Pour refuser, écrivez pourquoi.",
        render_kw={"rows": 6},
    )


class FindForm(Form):
    """Whose letter has come: sent in the body, since no address may hold a name."""

    q = SearchField(
        "Prénom ou nom",
        [DataRequired("Écrivez un prénom ou un nom."), Length(max=100)],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )


class CorrectForm(NameForm):
    """What somebody corrects of what is known of them."""

    gender = SelectField(
        "Femme, homme ou autre",
        choices=[SelectChoice(one.value, one.label) for one in Gender],
        description="Sert seulement à compter la parité. Ne s’affiche jamais pour une personne.",
    )
    email = StringField(
        "Courriel pour vous écrire",
        [Optional(), Length(max=254), is_address],
        filters=[cleaned],
        description="Il peut être autre que celui qui sert à se connecter.",
        render_kw={"type": "email", "autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )
    phone = StringField(
        "Téléphone", [Optional(), is_phone], filters=[cleaned], render_kw={"type": "tel", "autocomplete": "tel"}
    )
    postal_address = TextAreaField(
        "Adresse postale", [AtMost(300)], filters=[cleaned], render_kw={"rows": 3, "autocomplete": "street-address"}
    )
    prefers = SelectField("Préfère recevoir", choices=[SelectChoice(one.value, one.label) for one in Channel])
