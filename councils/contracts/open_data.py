"""The contract's figures as open data, row by row as the report has them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from councils.contracts.action_models import Action, Funding, Indicator, Result
from councils.contracts.models import Scope
from foundation.database import db
from foundation.datasets import Cell, Column, Dataset

SOURCE = "Rapport politique de la ville 2015-2016, Métropole Européenne de Lille, 2017"
_SECTION = Column("partie_du_rapport", "Partie du rapport qui le dit")
_NOTE = Column("note", "Ce que le rapport imprime, et comment nous le lisons")


def _euros(cents: int | None) -> Cell:
    if cents is None:
        return None
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}" if rest else whole


def _slug(action: Action | None) -> str | None:
    return action.slug if action else None


def _actions() -> Iterator[tuple[Cell, ...]]:
    rows = db.session.scalars(
        select(Action)
        .options(*(joinedload(one) for one in (Action.axis, Action.theme, Action.lead, Action.parent)))
        .options(selectinload(Action.funders), selectinload(Action.municipalities))
        .order_by(Action.tree_key)
    )
    for row in rows:
        yield (
            row.slug,
            row.title,
            row.summary,
            row.axis.title if row.axis else None,
            row.theme.name,
            row.lead.name if row.lead else None,
            "; ".join(funder.name for funder in row.funders),
            row.territory,
            "; ".join(town.name for town in row.municipalities),
            row.period,
            row.status.label,
            _euros(row.amount_cents),
            row.beneficiaries,
            row.beneficiaries_unit,
            _slug(row.parent),
            row.source_section,
        )


def _results() -> Iterator[tuple[Cell, ...]]:
    rows = db.session.scalars(select(Result).options(joinedload(Result.action)).order_by(Result.position))
    for row in rows:
        yield _slug(row.action), row.label, row.value, row.unit, row.period, row.note, row.source_section


def _indicators() -> Iterator[tuple[Cell, ...]]:
    rows = db.session.scalars(
        select(Indicator)
        .options(joinedload(Indicator.theme), selectinload(Indicator.values))
        .order_by(Indicator.position)
    )
    for row in rows:
        values = {value.scope: value for value in row.values}
        yield (
            row.slug,
            row.theme.name,
            row.title,
            row.objective,
            *(values[scope].value if scope in values else None for scope in Scope),
            row.values[0].unit if row.values else None,
            row.period,
            row.trend,
            row.gap_points,
            row.gap_direction.value if row.gap_direction else None,
            row.note,
            row.source_section,
        )


def _funding() -> Iterator[tuple[Cell, ...]]:
    rows = db.session.scalars(select(Funding).options(joinedload(Funding.action)).order_by(Funding.position))
    for row in rows:
        yield (
            row.programme,
            row.line,
            row.kind.label if row.kind else None,
            _euros(row.amount_cents),
            row.share,
            row.period,
            _slug(row.action),
            row.note,
            row.source_section,
        )


DATASETS = (
    Dataset(
        "actions-du-contrat",
        "Actions du contrat de ville",
        "Chaque action, dispositif ou opération que nomme le rapport 2015-2016. Un montant comprend ceux des parties "
        "de l’action : ne les additionnez pas.",
        (
            Column("identifiant", "Fin de l’adresse de sa page"),
            Column("titre", "Son nom"),
            Column("resume", "Ce qu’elle fait, en une phrase"),
            Column("axe", "L’axe du contrat ; vide quand elle en sert plusieurs"),
            Column("theme", "Son sujet"),
            Column("pilote", "Qui la porte ; vide quand le rapport ne nomme que le financeur"),
            Column("financeurs", "Qui la paie"),
            Column("territoire", "Où, dans les mots du rapport"),
            Column("communes", "Les communes nommées"),
            Column("periode", "Quand, dans les mots du rapport"),
            Column("etat", "Où elle en est ; le plus souvent selon notre lecture"),
            Column("montant_euros", "Son montant, quand le rapport en donne un seul"),
            Column("beneficiaires", "Combien de personnes"),
            Column("unite_beneficiaires", "De qui il s’agit"),
            Column("fait_partie_de", "Identifiant de l’action dont elle est une partie"),
            _SECTION,
        ),
        _actions,
        SOURCE,
    ),
    Dataset(
        "resultats-du-contrat",
        "Résultats des actions du contrat de ville",
        "Les chiffres que le rapport 2015-2016 donne comme résultats, moyens ou contexte.",
        (
            Column("action", "Identifiant de l’action ; vide pour un chiffre de contexte"),
            Column("libelle", "Ce qui est compté"),
            Column("valeur", "Le chiffre, comme imprimé"),
            Column("unite", "Son unité"),
            Column("annee", "Une ou deux années ; vide quand le rapport ne le dit pas"),
            _NOTE,
            _SECTION,
        ),
        _results,
        SOURCE,
    ),
    Dataset(
        "indicateurs-du-contrat",
        "Indicateurs de l’observatoire du contrat de ville",
        "Ce que l’observatoire constate dans les quartiers, avec ou sans chiffre. Aucun écart n’est recalculé.",
        (
            Column("identifiant", "Fin de l’adresse de sa page"),
            Column("theme", "Son sujet"),
            Column("libelle", "Ce qui est observé"),
            Column("objectif", "L’objectif du contrat qu’il éclaire"),
            Column("quartiers_prioritaires", "Valeur dans les quartiers prioritaires"),
            Column("quartiers_de_veille", "Valeur dans les quartiers de veille"),
            Column("metropole", "Valeur dans la métropole"),
            Column("unite", "L’unité des valeurs"),
            Column("periode", "Quand, dans les mots du rapport"),
            Column("tendance", "Comment cela évolue"),
            Column("ecart_points", "L’écart imprimé, toujours positif"),
            Column("sens_de_l_ecart", "Les quartiers sont en dessous (inférieur) ou au-dessus (supérieur)"),
            _NOTE,
            _SECTION,
        ),
        _indicators,
        SOURCE,
    ),
    Dataset(
        "financements-du-contrat",
        "Financements du contrat de ville",
        "Chaque montant et chaque part que donne le rapport 2015-2016. Les lignes d’un programme se recouvrent "
        "souvent : ne les additionnez pas.",
        (
            Column("programme", "Le programme"),
            Column("ligne", "Ce que paie la ligne, ou qui la paie"),
            Column("nature", "Droit commun, crédits spécifiques ou fonds européens, quand le rapport le dit"),
            Column("montant_euros", "Le montant, en euros"),
            Column("part_pour_cent", "La part, quand le rapport ne donne qu’un pourcentage"),
            Column("annee", "Une ou plusieurs années ; vide quand le rapport ne le dit pas"),
            Column("action", "Identifiant de l’action concernée"),
            _NOTE,
            _SECTION,
        ),
        _funding,
        SOURCE,
    ),
)
