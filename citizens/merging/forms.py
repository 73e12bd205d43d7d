from __future__ import annotations

from wtforms import SearchField, TextAreaField
from wtforms.validators import DataRequired, Length

from foundation.forms import AtMost, Form, cleaned

MOST = 1000


class FindForm(Form):
    """Whom one looks for: sent in the body, since no address may hold a name."""

    q = SearchField(
        "Prénom ou nom",
        [DataRequired("Écrivez un prénom ou un nom."), Length(max=100, message="100 caractères au plus.")],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )


class MergeForm(Form):
    """Why two rows are one person."""

    reason = TextAreaField(
        "Pourquoi c’est la même personne",
        [DataRequired("Écrivez comment vous savez que c’est la même personne."), AtMost(MOST)],
        filters=[cleaned],
        description="Exemple\u00a0: l’animateur du conseil l’a appelée, elle est inscrite deux fois. "
        "La personne pourra lire cette raison.",
        render_kw={"rows": 3},
    )
