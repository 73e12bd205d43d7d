"""The filters of the list of actions, and the choice of a place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from wtforms import SearchField, SelectChoice, SelectField
from wtforms.validators import Length, ValidationError

from councils.contracts.models import ActionStatus
from councils.contracts.overview import Options
from councils.contracts.wanted import EVERYWHERE, Wanted
from foundation.forms import FilterForm, QuickSelect, cleaned, option
from foundation.html import joined

Pairs = Sequence[tuple[str, str]]


class Listing:
    """The lines of a list, written once for all readers: there may be a thousand councils."""

    def __init__(self, pairs: Pairs) -> None:
        self.labels = dict(pairs)
        self.choices = [SelectChoice(value, label) for value, label in pairs]
        self._written = joined(option(*pair, selected=False) for pair in pairs)

    def written(self, chosen: str | None) -> str:
        """The lines as HTML, one of them chosen if it is among them."""
        if chosen is None or chosen not in self.labels:
            return self._written
        plain, marked = (option(chosen, self.labels[chosen], selected=selected) for selected in (False, True))
        return self._written.replace(plain, marked, 1)


@lru_cache(maxsize=64)
def _listing(all_of_them: str, pairs: tuple[tuple[str, str], ...]) -> Listing:
    return Listing([("", all_of_them), *pairs])


class ListedSelect(QuickSelect):
    """The list of a `ListedField`."""

    def __call__(self, field: ListedField, **attributes: Any) -> Any:
        """The list as HTML."""
        lines = [field.listing.written(field.data)]
        if field.unknown:
            lines.append(option(*field.unknown, selected=True))
        return self.written(field, lines, **attributes)


class ListedField(SelectField):  # type: ignore[misc]
    """A choice in a list; what the address says and the list lacks is kept and shown, with a sentence."""

    widget = ListedSelect()
    listing: Listing
    unknown: tuple[str, str] | None

    def offers(self, all_of_them: str, pairs: Pairs) -> None:
        """Set what may be chosen; what was asked beyond it is added at the end, and refused by `pre_validate`."""
        self.listing = _listing(all_of_them, tuple(pairs))
        self.choices = self.listing.choices
        known = not self.data or self.data in self.listing.labels
        self.unknown = None if known else (self.data, f"{self.data} (inconnu)")

    def pre_validate(self, form: FilterForm) -> None:  # noqa: ARG002
        if self.unknown:
            raise ValidationError(f"« {self.data[:60]} » n’est pas dans la liste. Choisissez une ligne de la liste.")


class ActionFilters(FilterForm):
    """What one looks for among the actions."""

    q = SearchField(
        "Mots",
        [Length(max=100, message="Cherchez avec moins de mots : 100 caractères au plus.")],
        filters=[cleaned],
    )
    commune = ListedField("Commune")
    theme = ListedField("Thème")
    axe = ListedField("Axe")
    pilote = ListedField("Portée par")
    financeur = ListedField("Payée par")
    statut = ListedField("État en 2016")

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.commune.offers(
            "Toutes", [(EVERYWHERE, "Toute la métropole, sans commune nommée"), *options.municipalities]
        )
        self.theme.offers("Tous", options.themes)
        self.axe.offers("Tous", options.axes)
        self.pilote.offers("Tout le monde", options.leads)
        self.financeur.offers("Tout le monde", options.funders)
        self.statut.offers("Tous", ActionStatus.options())

    def wanted(self) -> Wanted:
        """The filters in use."""
        return Wanted(
            axis=self.axe.data or "",
            theme=self.theme.data or "",
            municipality=self.commune.data or "",
            lead=self.pilote.data or "",
            funder=self.financeur.data or "",
            status=self.statut.data or "",
            words=self.q.data or "",
        )


class PlaceForm(FilterForm):
    """Where one lives."""

    lieu = ListedField("Votre commune ou votre quartier")

    def __init__(self, pairs: Pairs) -> None:
        super().__init__()
        self.lieu.offers("Choisissez", pairs)

    def validate_lieu(self, field: ListedField) -> None:
        """A form that was sent must name a place; the bare address shows them all."""
        if field.raw_data and not field.data:
            raise ValidationError("Choisissez d’abord votre commune ou votre quartier dans la liste.")


class IndicatorFilters(FilterForm):
    """Which indicators one wants to see."""

    theme = ListedField("Thème")

    def __init__(self, themes: Pairs) -> None:
        super().__init__()
        self.theme.offers("Tous", themes)
