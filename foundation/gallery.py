"""A form with a field of each kind, for the gallery of components."""

from __future__ import annotations

from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from foundation.forms import FilterForm


class SampleForm(FilterForm):
    """Writes nothing: it shows fields with and without an error."""

    heading = StringField(
        "Titre",
        [InputRequired("Donnez un titre."), Length(max=120)],
        description="Une phrase courte. Exemple\u00a0: «\u202fUn banc devant l’école\u202f».",
    )
    addressee = RadioField(
        "À qui s’adresse la demande\u202f?",
        [InputRequired("Choisissez à qui elle s’adresse.")],
        choices=[
            SelectChoice("committee", "Au comité de pilotage (COPIL)"),
            SelectChoice("town", "À la commune"),
            SelectChoice("unknown", "Je ne sais pas"),
        ],
    )
    place = SelectField(
        "Commune",
        [Optional()],
        choices=[SelectChoice("", "Toutes"), SelectChoice("lille", "Lille"), SelectChoice("roubaix", "Roubaix")],
    )
    day = DateField("Jour", [Optional()], description="Exemple\u00a0: 3 décembre 2026.")
    words = TextAreaField("Ce que vous demandez", [Optional(), Length(max=5000)])
    agreed = BooleanField("J’accepte que mon texte soit lu en réunion")


def sample() -> SampleForm:
    """The form as it comes back when what is required was left out."""
    form = SampleForm()
    form.validate()
    return form


class SampleFilters(FilterForm):
    """The filters of an imagined list."""

    commune = SelectField(
        "Commune",
        choices=[
            SelectChoice("", "Toutes les communes"),
            SelectChoice("lille", "Lille"),
            SelectChoice("roubaix", "Roubaix"),
        ],
    )
    etat = SelectField(
        "État",
        choices=[
            SelectChoice("", "Tous les états"),
            SelectChoice("on", "Labellisé"),
            SelectChoice("ongoing", "En cours"),
        ],
    )
    mots = StringField("Mots du titre")
