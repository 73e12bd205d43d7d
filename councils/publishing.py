"""What the councils give to search and to open data. No person appears in either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from councils import queries, services
from councils.models import Council, Coverage
from councils.territory.models import Municipality, Neighborhood
from councils.territory.services import municipality_entry, neighborhood_entry
from foundation.database import db
from foundation.datasets import Cell, Column, Dataset
from foundation.search import Entry, SearchSource


def _councils() -> Iterable[Entry]:
    return [services.findable(council) for council in db.session.scalars(select(Council).order_by(Council.slug)).all()]


def _neighborhoods() -> Iterable[Entry]:
    whole = select(Neighborhood).options(selectinload(Neighborhood.municipalities)).order_by(Neighborhood.slug)
    return [neighborhood_entry(row) for row in db.session.scalars(whole)]


def _municipalities() -> Iterable[Entry]:
    return [municipality_entry(row) for row in db.session.scalars(select(Municipality).order_by(Municipality.slug))]


SEARCHES = (
    SearchSource("council", "Conseils", _councils),
    SearchSource("neighborhood", "Quartiers", _neighborhoods),
    SearchSource("municipality", "Communes", _municipalities),
)


def _published(is_demo: bool) -> bool:
    """Invented rows leave the site only from a demonstration, whose files say so (R-DATA-01, ruling 27)."""
    return not is_demo or bool(current_app.extensions["settings"].demo)


def _council_rows() -> Iterable[Sequence[Cell]]:
    for card in queries.public_cards():
        if _published(card.is_demo):
            act = card.public.act
            yield (
                card.code,
                card.slug,
                card.name,
                card.status.value,
                card.status.label,
                act.term_start if act else None,
                act.term_end if act else None,
                ";".join(name for _, name in card.communes),
            )


def _coverage_rows() -> Iterable[Sequence[Cell]]:
    rows = db.session.execute(
        select(
            Council.code,
            Council.slug,
            Neighborhood.slug,
            Neighborhood.name,
            Coverage.valid_from,
            Coverage.valid_to,
            Council.is_demo,
        )
        .join(Coverage, Coverage.council_id == Council.id)
        .join(Neighborhood, Neighborhood.id == Coverage.neighborhood_id)
        .order_by(Council.code, Neighborhood.slug, Coverage.valid_from)
    )
    return [row[:6] for row in rows if _published(row[6])]


DATASETS = (
    Dataset(
        "conseils",
        "Les conseils citoyens",
        "Un conseil par ligne, avec son état public du jour.",
        (
            Column("code", "Code court du conseil, qui ne change jamais"),
            Column("adresse", "Fin de l’adresse de sa page, après /conseils/"),
            Column("nom", "Nom du conseil"),
            Column("etat", "Code de son état public"),
            Column("etat_libelle", "Son état public en mots"),
            Column("mandat_debut", "Premier jour du mandat reconnu"),
            Column("mandat_fin", "Dernier jour du mandat reconnu"),
            Column("communes", "Communes où il couvre un quartier, séparées par un point-virgule"),
        ),
        _council_rows,
        "Site Porte-Voix, d’après les actes publiés",
        invented=True,
    ),
    Dataset(
        "conseils-quartiers",
        "Les quartiers que couvre chaque conseil",
        "Une ligne par conseil et quartier, avec ses dates.",
        (
            Column("code_conseil", "Code court du conseil"),
            Column("conseil", "Fin de l’adresse de la page du conseil"),
            Column("quartier", "Fin de l’adresse de la page du quartier, après /quartiers/"),
            Column("nom_quartier", "Nom du quartier"),
            Column("du", "Premier jour"),
            Column("au", "Dernier jour\u202f; vide tant que le conseil couvre le quartier"),
        ),
        _coverage_rows,
        "Site Porte-Voix",
        invented=True,
    ),
)
