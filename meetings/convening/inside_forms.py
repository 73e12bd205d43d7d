"""What the members of a council write about its meetings, and in which order its team puts an agenda."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from foundation.forms import AtMost, Form, cleaned


class ProposeForm(Form):
    """An item for a coming meeting."""

    title = StringField(
        "De quoi faut-il parler\u202f?",
        [InputRequired("Écrivez le point en une ligne."), AtMost(200)],
        filters=[cleaned],
        description="En une ligne, comme il serait écrit dans l’ordre du jour.",
    )
    reason = TextAreaField(
        "Pourquoi",
        [Optional(), AtMost(1000)],
        filters=[cleaned],
        description="Lu seulement par les personnes qui préparent la réunion.",
        render_kw={"rows": 4},
    )


class DeclineForm(Form):
    """Why a proposed item is not on an agenda."""

    answer = TextAreaField(
        "Pourquoi ce point n’est pas retenu",
        [InputRequired("Écrivez pourquoi\u00a0: la personne qui a proposé ce point le lira."), AtMost(500)],
        filters=[cleaned],
        description="Envoyé à la personne qui l’a proposé.",
        render_kw={"rows": 3},
    )


class OrderForm(Form):
    """The order in which a page showed an agenda, and the one asked for: ids of items, with commas."""

    seen = HiddenField()
    order = HiddenField()

    def seen_keys(self) -> Sequence[uuid.UUID]:
        """The order shown; nothing when it is no list of ids."""
        return _keys(self.seen.data)

    def order_keys(self) -> Sequence[uuid.UUID]:
        """The order asked for; nothing when it is no list of ids."""
        return _keys(self.order.data)


def _keys(words: str | None) -> Sequence[uuid.UUID]:
    try:
        return [uuid.UUID(word) for word in (words or "").split(",")]
    except ValueError:
        return ()
