"""What the form that opens a dossier offers to whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from councils import queries
from councils.accreditation.forms import NewForm
from councils.accreditation.models import AccreditationKind
from councils.territory.queries import Place, commune_choices, places
from councils.wording import bare_name
from foundation.policy import Actor, can

K = AccreditationKind
MEANINGS: Mapping[str, str] = {
    K.INITIAL.value: "Le conseil n’a jamais été reconnu.",
    K.RENEWAL.value: "Le mandat se termine, ou vient de se terminer.",
    K.AMENDMENT.value: "Des membres, la structure d’accueil ou les quartiers changent pendant le mandat.",
    K.WITHDRAWAL.value: "Le conseil ne serait plus reconnu. Il est entendu d’abord.",
}
Group = tuple[str, Sequence[str]]


def offer(form: NewForm, actor: Actor) -> Sequence[Group]:
    """Fill the form; gives the neighborhoods by commune, (name, slugs) each, those of several communes once."""
    councils = [
        (card.slug, bare_name(card.name)) for card in queries.directory() if can("accreditation.open", card, actor)
    ]
    known = places()
    founds = can("council.create", None, actor)
    form.offer(councils, [(place.slug, _words(place)) for place in known], founds=founds)
    return _grouped(known) if founds else ()


def _words(place: Place) -> str:
    return f"{place.name} ({place.where})" if len(place.communes) > 1 else place.name


def _grouped(known: Sequence[Place]) -> Sequence[Group]:
    groups: dict[str, list[str]] = {slug: [] for slug, _ in commune_choices()}
    for place in known:
        groups[place.communes[0][0]].append(place.slug)
    return [(name, groups[slug]) for slug, name in commune_choices() if groups[slug]]
