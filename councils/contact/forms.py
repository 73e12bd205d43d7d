from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from citizens.accounts.forms import is_address
from foundation.forms import AtMost, Form, cleaned
from foundation.text import number

MOST_OF_A_NAME, MOST_OF_A_TOPIC, MOST_OF_A_MESSAGE = 100, 120, 4000


def one_line(value: str | None) -> str | None:
    """A filter for what stands in a line of a letter: no break in it, whatever was sent."""
    return None if value is None else " ".join((cleaned(value) or "").split())


class ContactForm(Form):
    """A message to a council, from anybody."""

    writer = StringField(
        "Votre nom",
        [DataRequired("Écrivez votre nom."), AtMost(MOST_OF_A_NAME)],
        filters=[one_line],
        description="Pour que l’on sache à qui répondre.",
        render_kw={"autocomplete": "name"},
    )
    address = StringField(
        "Votre adresse de courriel",
        [DataRequired("Donnez une adresse de courriel."), is_address],
        filters=[cleaned],
        description="La réponse y sera envoyée. Elle ne sera pas publiée.",
        render_kw={"type": "email", "autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )
    topic = StringField(
        "Sujet",
        [AtMost(MOST_OF_A_TOPIC)],
        filters=[one_line],
        description="En quelques mots. Par exemple\u00a0: l’éclairage du square.",
    )
    message = TextAreaField(
        "Votre message",
        [DataRequired("Écrivez votre message."), AtMost(MOST_OF_A_MESSAGE)],
        filters=[cleaned],
        description=f"{number(MOST_OF_A_MESSAGE)} caractères au plus.",
        render_kw={"rows": 8},
    )
