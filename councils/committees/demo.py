"""The demonstration's committees: one for the metropolis, and one in each commune of two labelled councils."""

from __future__ import annotations

from sqlalchemy import select

from citizens.accounts import demonstration
from citizens.roles.models import ScopeType
from councils import queries
from councils.committees.models import Committee, CommitteeKind
from councils.committees.services import create
from councils.status import LABELED
from councils.territory.models import Municipality
from foundation.clock import today
from foundation.database import db
from foundation.policy import SYSTEM

MARK = "(démonstration)"
COUNCIL = "Conseil citoyen "
LOCAL = 2


def load() -> None:
    """Make the three committees, and give the account of the demonstration its secretariat; once."""
    if db.session.scalar(select(Committee.id).limit(1)) is not None:
        return
    metropolitan = create(
        f"Comité de pilotage du contrat de ville {MARK}",
        CommitteeKind.METROPOLITAN_STEERING,
        actor=SYSTEM,
        slug="comite-de-pilotage-du-contrat-de-ville",
        chairs="La vice-présidente ou le vice-président de la Métropole chargé de la politique de la ville, avec le "
        "préfet délégué pour l’égalité des chances",
        is_demo=True,
    )
    demonstration.give("copil@example.org", ScopeType.COMMITTEE, metropolitan.id)
    for card in _first_labeled():
        _create_local(card)


def _first_labeled() -> list[queries.Card]:
    cards = sorted(queries.directory_on(today()), key=lambda card: card.code)
    return [card for card in cards if card.is_demo and card.status in LABELED and card.communes][:LOCAL]


def _create_local(card: queries.Card) -> None:
    # « Conseil citoyen d’Hellemmes (démonstration) » gives « d’Hellemmes »
    place = card.name.removeprefix(COUNCIL).partition(",")[0].removesuffix(MARK).strip()
    commune = card.communes[0][0]
    create(
        f"Comité de pilotage local {place} {MARK}",
        CommitteeKind.LOCAL_STEERING,
        actor=SYSTEM,
        slug=f"comite-de-pilotage-local-{commune}",
        chairs="La maire ou le maire, avec la déléguée ou le délégué du préfet",
        municipality=db.session.scalar(select(Municipality).where(Municipality.slug == commune)),
        acknowledgement_days=10,
        answer_months=2,
        is_demo=True,
    )
