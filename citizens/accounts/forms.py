from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    SearchField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from citizens.accounts import passwords
from citizens.roles.models import NOT_GIVEN, Role
from foundation.forms import Form, cleaned

_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
# letters of any alphabet with their marks, blanks, hyphen, both apostrophes, period (R-TXT-01)
_NAME = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f .'’\-])+")
_PHONE = re.compile(r"\+?[0-9][0-9 .\-()]{7,25}")
# no password is that long; more would only cost work
TYPED = Length(max=1000, message="Ce mot de passe est trop long.")


def is_address(_form: Any, field: Any) -> None:
    """Refuse what cannot be a mail address."""
    if len(field.data) > 254 or not _ADDRESS.fullmatch(field.data):
        raise ValidationError("Cette adresse n’est pas complète. Exemple\u00a0: samia@example.org.")


def is_name(_form: Any, field: Any) -> None:
    """Refuse what is no name (R-TXT-01)."""
    if not _NAME.fullmatch(field.data):
        raise ValidationError("Un nom s’écrit avec des lettres, des espaces, des tirets et des apostrophes.")


def is_phone(_form: Any, field: Any) -> None:
    """Refuse a number that cannot be dialed."""
    if not _PHONE.fullmatch(field.data):
        raise ValidationError("Ce numéro n’est pas complet. Exemple\u00a0: 06 39 98 00 12.")


def _email(label: str = "Adresse de courriel", description: str = "", autocomplete: str = "username") -> StringField:
    return StringField(
        label,
        [InputRequired("Donnez une adresse de courriel."), is_address],
        filters=[cleaned],
        description=description,
        render_kw={"type": "email", "autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"},
    )


def _name(label: str, autocomplete: str) -> StringField:
    return StringField(
        label,
        [
            InputRequired(f"Donnez le {label.lower()}."),
            Length(max=100, message="100 caractères au plus."),
            is_name,
        ],
        filters=[cleaned],
        render_kw={"autocomplete": autocomplete},
    )


def _code() -> StringField:
    return StringField(
        "Code",
        [InputRequired("Donnez le code."), Length(max=40, message="Ce code est trop long.")],
        filters=[cleaned],
        description="Les 6 chiffres de votre téléphone, ou un de vos codes de secours.",
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"},
    )


def _current() -> PasswordField:
    return PasswordField(
        "Mot de passe actuel",
        [InputRequired("Donnez votre mot de passe actuel."), TYPED],
        render_kw={"autocomplete": "current-password"},
    )


class SignInForm(Form):
    """Who one is; where one was going, and what one had typed, go along unseen."""

    email = _email()
    password = PasswordField(
        "Mot de passe",
        [InputRequired("Donnez votre mot de passe."), TYPED],
        render_kw={"autocomplete": "current-password"},
    )
    kept = BooleanField(
        "Rester connecté 30 jours sur cet appareil",
        description="Seulement si vous êtes seul ou seule à vous en servir.",
    )
    next = HiddenField()
    carried = HiddenField()


class CodeForm(Form):
    """The second proof."""

    code = _code()
    stage = HiddenField()
    next = HiddenField()
    carried = HiddenField()


class AskForm(Form):
    """An address to send a link to."""

    email = _email(description="Celle que vous avez donnée pour votre compte.", autocomplete="email")


class NewPasswordForm(Form):
    """A password to choose; `own_words` are what others know of the person."""

    own_words: Iterable[str] = ()
    password = PasswordField(
        "Nouveau mot de passe",
        [InputRequired("Choisissez un mot de passe.")],
        description=(
            f"Au moins {passwords.SHORTEST} caractères. Quatre mots sans rapport entre eux se retiennent bien et se "
            "devinent mal."
        ),
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Refuse what anybody would try first."""
        reason = passwords.weakness(field.data, self.own_words)
        if reason:
            raise ValidationError(reason)


class JoinForm(NewPasswordForm):
    """The first entry: a password may be chosen, and need not be."""

    password = PasswordField(
        "Mot de passe",
        [Optional(strip_whitespace=False)],
        description=(
            "Vous pouvez vous en passer : un lien vous sera envoyé par courriel chaque fois. Sinon, au moins "
            f"{passwords.SHORTEST} caractères."
        ),
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, by who knows the old one, if there is one."""

    current = _current()


class NameForm(Form):
    """How one is called."""

    given_name = _name("Prénom", "given-name")
    family_name = _name("Nom", "family-name")


class SecondFactorForm(Form):
    """The first code of a telephone, by who knows the password, if there is one; the secret goes along, sealed."""

    current = _current()
    code = StringField(
        "Code à 6 chiffres",
        [InputRequired("Donnez le code que montre votre téléphone.")],
        filters=[cleaned],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    secret = HiddenField()


class CodeAgainForm(Form):
    """One more code, to be asked for none any more or to get new ones for paper."""

    code = _code()


class InviteForm(NameForm):
    """Somebody to bring in."""

    email = _email(autocomplete="off")


class RoleForm(Form):
    """A role to give."""

    role = SelectField(
        "Rôle",
        [InputRequired("Choisissez un rôle.")],
        choices=[
            SelectChoice("", "Choisir…"),
            *(SelectChoice(role.value, role.label) for role in Role if role not in NOT_GIVEN),
        ],
    )
    scope = SelectField("Pour", [Optional()], description="Le conseil, la commune ou l’organisme dont il s’agit.")
    valid_from = DateField("Premier jour", [InputRequired("Donnez le premier jour.")])
    valid_to = DateField("Dernier jour", [Optional()], description="Laissez vide si la fin n’est pas connue.")


class FindForm(Form):
    """Whom one looks for: sent in the body, since no address may hold a name."""

    q = SearchField("Nom ou adresse", [Length(max=100)], filters=[cleaned])
