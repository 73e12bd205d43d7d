from __future__ import annotations

from collections.abc import Iterable

from wtforms import SearchField, SelectChoice, SelectField
from wtforms.validators import AnyOf, Length, ValidationError

from councils.status import LABELED, LAPSED, CouncilStatus
from foundation.forms import FilterForm, cleaned

LONGEST = 200
GROUPS: dict[str, tuple[str, frozenset[CouncilStatus]]] = {
    "labellises": ("Labellisés", LABELED),
    "en-cours": ("En cours de labellisation", frozenset({CouncilStatus.IN_PROGRESS})),
    "echus": ("Mandat échu", LAPSED),
    "autres": (
        "Non reconnus, retirés ou arrêtés",
        frozenset({CouncilStatus.NOT_RECOGNIZED, CouncilStatus.WITHDRAWN, CouncilStatus.DISSOLVED}),
    ),
}


class CouncilFilters(FilterForm):
    """The filters of the list of councils."""

    statut = SelectField(
        "État",
        [AnyOf(["", *GROUPS], message="Choisissez un état dans la liste.")],
        choices=[
            SelectChoice("", "Tous les états"),
            *(SelectChoice(name, label) for name, (label, _) in GROUPS.items()),
        ],
        default="",
        validate_choice=False,
    )
    commune = SelectField("Commune", choices=[], default="", validate_choice=False)
    q = SearchField(
        "Mots du nom ou quartier",
        [Length(max=LONGEST, message=f"Cherchez avec moins de mots\u00a0: {LONGEST} caractères au plus.")],
        filters=[cleaned],
    )

    def __init__(self, communes: Iterable[tuple[str, str]]) -> None:
        """`communes` are (slug, name) pairs, in the order of the list."""
        super().__init__()
        self.known = dict(communes)
        listed = (SelectChoice(slug, name) for slug, name in self.known.items())
        self.commune.choices = [SelectChoice("", "Toutes les communes"), *listed]

    def validate_commune(self, field: SelectField) -> None:
        """A commune of the contract, or all."""
        if field.data and field.data not in self.known:
            raise ValidationError("Cette commune n’est pas dans le contrat de ville\u00a0: choisissez dans la liste.")

    @property
    def statuses(self) -> frozenset[CouncilStatus] | None:
        """The statuses asked for, or None for all."""
        return GROUPS[self.statut.data][1] if self.statut.data else None


class FinderForm(FilterForm):
    """Where one lives."""

    q = SearchField(
        "Votre commune ou votre quartier",
        [
            Length(
                max=LONGEST,
                message="C’est trop long\u00a0: écrivez seulement le nom de votre commune ou de votre quartier.",
            )
        ],
        filters=[cleaned],
    )
