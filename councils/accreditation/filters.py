"""The filters of the list of dossiers."""

from __future__ import annotations

from councils.accreditation.models import AccreditationKind, AccreditationState
from councils.accreditation.waiting import SIDES
from councils.contracts.forms import ListedField
from councils.territory.queries import commune_choices
from foundation.forms import FilterForm

EVERY_STATE, MINE, WITH_AUTHORITIES = "tous", "moi", "consultes"


class DeskFilters(FilterForm):
    """What one looks for among the dossiers."""

    tour = ListedField("La balle est chez")
    etat = ListedField("État")
    demande = ListedField("Ce qui est demandé")
    commune = ListedField("Commune")

    def __init__(self) -> None:
        super().__init__()
        sides = [(name, words) for name, (words, _) in SIDES.items()]
        authorities = (WITH_AUTHORITIES, "Les autorités consultées")
        self.tour.offers("Tout le monde", [(MINE, "Moi"), *sides, authorities])
        states = [(state.value, state.label) for state in AccreditationState]
        self.etat.offers("En cours", [(EVERY_STATE, "Tous, même terminés"), *states])
        self.demande.offers("Tout", [(kind.value, kind.label) for kind in AccreditationKind])
        self.commune.offers("Toutes", commune_choices())
