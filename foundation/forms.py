"""Forms as the whole site makes them: French messages, typed text kept, a token on what writes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from flask import current_app, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from wtforms import Form as PlainForm
from wtforms import SelectChoice
from wtforms.csrf.core import CSRF
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError
from wtforms.widgets import Select, html_params

from foundation import identity
from foundation.html import element, visible_length
from foundation.text import nfc, number, plural

TOKEN_LIFE = 4 * 3600
SIGNING = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


def cleaned(value: str | None) -> str | None:
    """A filter for text fields: NFC, no control characters, no outer blanks; what is not typed stays None."""
    return None if value is None else nfc(value)


_PLAIN_WORDS = {
    "Not a valid choice.": "Choisissez une réponse de la liste.",
    "Not a valid choice": "Choisissez une réponse de la liste.",
    "'%(value)s' is not a valid choice for this field.": "Choisissez une réponse de la liste.",
    "Not a valid integer value.": "Écrivez un nombre entier, par exemple 12.",
    "Not a valid decimal value.": "Écrivez un nombre, par exemple 12,50.",
    "Not a valid date value.": "Écrivez une date, par exemple 03/12/2026.",
    "Not a valid datetime value.": "Donnez une date et une heure, par exemple le 03/12/2026 à 18:30.",
    "This field is required.": "Remplissez ce champ.",
}


def complain_of_excess(length: int, most: int) -> None:
    """Refuse a text that is too long, with its exact excess (R-TXT-03)."""
    if length > most:
        excess = plural(length - most, "caractère", "caractères")
        raise ValidationError(f"Il y a {excess} de trop\u00a0: {number(most)} au plus.")


class AtMost:
    """A text may have so many characters; one that is longer stays as typed, with its exact excess (R-TXT-03)."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002
        complain_of_excess(len(field.data or ""), self.most)


class AtMostVisible(AtMost):
    """A Markdown text may show so many characters to its reader (R-TXT-02); what draws them is not counted."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002
        complain_of_excess(visible_length(field.data or ""), self.most)


class PlainFrench:
    """The messages of the forms library in plain French: ours where we have better ones, well typeset always."""

    def __init__(self, messages: Any) -> None:
        self._messages = messages

    def gettext(self, message: str) -> str:
        """A message without a number."""
        return _PLAIN_WORDS.get(message) or str(self._messages.gettext(message)).replace("'", "’")

    def ngettext(self, one: str, many: str, count: int) -> str:
        """A message with a number."""
        return str(self._messages.ngettext(one, many, count)).replace("'", "’")


@lru_cache(maxsize=2048)
def option(value: str, label: str, *, selected: bool) -> Any:
    """One line of a list as HTML."""
    choice = SelectChoice(value, label)
    choice.selected = selected
    return Select.render_option(choice)


class QuickSelect(Select):  # type: ignore[misc]
    """A list whose options are each written once for all readers: some have fifty, on pages read all day."""

    def __call__(self, field: Any, **attributes: Any) -> Any:
        """The list as HTML; choices in groups, or that are no text, the library’s way."""
        if field.coerce is not str or any(type(c) is not SelectChoice or c.optgroup for c in field.choices or ["?"]):
            return super().__call__(field, **attributes)
        chosen = field.data
        lines = [option(choice.value, choice.label, selected=choice.value == chosen) for choice in field.choices]
        return self.written(field, lines, **attributes)

    def written(self, field: Any, lines: Sequence[Any], **attributes: Any) -> Any:
        """The list around its lines."""
        flags = {name: True for name in self.validation_attrs if getattr(field.flags, name)}
        opening = html_params(**{"name": field.name, "id": field.id, **flags, **attributes})
        return element("select", opening, lines)

    @classmethod
    def render_option(cls, choice: Any) -> Any:
        """One option as HTML."""
        return option(choice.value, choice.label, selected=bool(choice.selected))


QUICK_SELECT = QuickSelect()


class FrenchMeta(DefaultMeta):  # type: ignore[misc]
    """What all forms share."""

    locales: ClassVar[list[str]] = ["fr"]

    def render_field(self, field: Any, render_kw: Any) -> Any:
        """A field as HTML; plain lists of choices by our own, quicker widget."""
        if type(field.widget) is Select and not field.widget.multiple:
            field.widget = QUICK_SELECT
        return super().render_field(field, render_kw)

    def get_translations(self, form: Any) -> PlainFrench:
        """The words of the messages."""
        return PlainFrench(super().get_translations(form))


class FormToken(CSRF):  # type: ignore[misc]
    """A signed token that expires: bound to one session, or for a stranger to the form’s address (ruling 20).

    No two are alike: what was sent from one page is told from what was sent from another (`submissions`).
    """

    def setup_form(self, form: Any) -> Any:
        self.address = form.meta.address
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: Any) -> str:  # noqa: ARG002
        return _signer().dumps([secrets.token_urlsafe(9), _owner(self.address)])

    def validate_csrf_token(self, form: Any, field: Any) -> None:  # noqa: ARG002
        try:
            owner = _signer().loads(field.data or "", max_age=TOKEN_LIFE)[-1]
        except SignatureExpired as late:
            raise ValidationError(
                "Cette page était ouverte depuis longtemps. Vos réponses sont gardées\u00a0: envoyez-les à nouveau."
            ) from late
        except BadSignature as forged:
            raise ValidationError("Cet envoi ne vient pas de cette page. Envoyez à nouveau le formulaire.") from forged
        # a page shown before sign-in may be sent after it, from another tab
        if owner not in (_owner(self.address), self.address):
            raise ValidationError("Cet envoi ne vient pas de cette page. Envoyez à nouveau le formulaire.")


def _owner(address: str) -> str | list[str]:
    key = identity.form_key()
    return ["session", key] if key else address


def _signer() -> URLSafeTimedSerializer:
    key = current_app.extensions["settings"].secret_key
    return URLSafeTimedSerializer(key, salt="form", signer_kwargs=SIGNING)


def session_token() -> str:
    """The token of a form that holds nothing but a button, for who has signed in."""
    return _signer().dumps([secrets.token_urlsafe(9), _owner(request.path)])


class Form(PlainForm):  # type: ignore[misc]
    """A form that writes: built from the request, valid only when it was sent from its own page.

    `address` is where it is sent, when that is not the page that shows it; it is then shown empty.
    """

    class Meta(FrenchMeta):
        csrf = True
        csrf_class = FormToken
        csrf_field_name = "form_token"
        address = ""

    def __init__(self, *, address: str = "", **values: Any) -> None:
        own = not address or address == request.path
        sent = request.form if own and request.method == "POST" else None
        super().__init__(sent, meta={"address": address or request.path}, **values)

    def sent(self) -> bool:
        """Whether it was sent and everything in it holds."""
        return request.method == "POST" and bool(self.validate())


class Press(Form):
    """A form that holds nothing but its button."""


class UnsentForm(PlainForm):  # type: ignore[misc]
    """A form without a token, since it changes nothing: what it reads comes from an address, or a row of a file."""

    class Meta(FrenchMeta):
        csrf = False


class FilterForm(UnsentForm):
    """A form that only asks (GET): the filters of a list, without a token."""

    def __init__(self, **values: Any) -> None:
        super().__init__(request.args, **values)

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name, as they stand in the address."""
        return {name: str(field.data) for name, field in self._fields.items() if field.data}
