"""What the board of all councils is asked for: which councils, in which order, whom to remind."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from wtforms import SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from councils.contracts.forms import ListedField
from councils.forms import GROUPS
from councils.network.situations import Situation
from councils.territory.queries import commune_choices
from foundation.forms import AtMost, FilterForm, Form, cleaned

LONGEST_WORD = 600
ENDED = "echu"
EVERYTHING = "tout"
ENDS = {"1": "Dans 1 mois ou moins", "3": "Dans 3 mois ou moins", "6": "Dans 6 mois ou moins"}
ENDS |= {"12": "Dans 12 mois ou moins", ENDED: "Déjà échu"}
CARE = {
    EVERYTHING: "Tout ce qui est en retard ou hors de la règle",
    "renouveler": "Mandat à renouveler",
    "dossier": "Dossier en attente depuis trop longtemps",
    "habitants": "Moins de la moitié d’habitants",
    "parite": "Parité non atteinte",
    "sieges": "Sièges vides depuis plus de 60 jours",
}


class BoardFilters(FilterForm):
    """Which councils stand on the board."""

    statut = ListedField("État")
    fin = ListedField("Fin du mandat")
    suivre = ListedField("À suivre")
    commune = ListedField("Commune")

    def __init__(self) -> None:
        super().__init__()
        self.statut.offers("Tous les états", [(name, label) for name, (label, _) in GROUPS.items()])
        self.fin.offers("Toutes les dates", list(ENDS.items()))
        self.suivre.offers("Tous les conseils", list(CARE.items()))
        self.commune.offers("Toutes les communes", commune_choices())

    def keeps(self, one: Situation) -> bool:
        """Whether a council is one of those asked for."""
        return (
            (not self.statut.data or one.card.status in GROUPS[self.statut.data][1])
            and (not self.commune.data or self.commune.data in {slug for slug, _ in one.card.communes})
            and (not self.fin.data or self._ends(one))
            and (not self.suivre.data or self._asks(one))
        )

    def _ends(self, one: Situation) -> bool:
        return one.has_ended if self.fin.data == ENDED else one.ends_within(int(self.fin.data))

    def _asks(self, one: Situation) -> bool:
        return {
            # told by the cells, those of other packages too
            EVERYTHING: True,
            "renouveler": one.asks_for_renewal,
            "dossier": one.step is not None and one.step.is_late,
            "habitants": bool(one.gauges.residents_missing),
            "parite": one.lacks_parity,
            "sieges": bool(one.empty_too_long),
        }[self.suivre.data]


class ChoiceForm(FilterForm):
    """The councils ticked on the board."""

    conseil = SelectMultipleField(
        "Conseils à relancer", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, rows: Sequence[tuple[uuid.UUID, str]]) -> None:
        super().__init__()
        self.conseil.choices = [(str(key), f"Choisir {name}") for key, name in rows]

    def boxes(self) -> dict[str, object]:
        """One box for each council, by its id."""
        return {box.data: box for box in self.conseil}


class RemindForm(Form):
    """A word to go with the reminders."""

    word = TextAreaField(
        "Un mot de votre part",
        [AtMost(LONGEST_WORD)],
        filters=[cleaned],
        description="Il s’ajoute à chaque lettre, avec votre prénom. Les personnes le liront tel quel.",
        render_kw={"rows": 3},
    )
