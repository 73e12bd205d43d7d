"""What the proposals give to search and to open data: the published ones, by their council, never by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.models import Council
from foundation import clock, search
from foundation.addresses import path
from foundation.database import db
from foundation.datasets import Cell, Column, Dataset
from foundation.html import visible_text
from foundation.search import Entry, SearchSource
from meetings.answers.delays import day_of, days_taken
from meetings.answers.models import Answer, AnswerOutcome
from meetings.proposals import reading, wording
from meetings.proposals.models import Proposal

KIND = "proposal"
AT_ONCE = 500


def make_findable(proposal: Proposal) -> None:
    """Put a published proposal in the search, or renew what it knows; one that is not public stays out of it."""
    if proposal.published_at is None:
        return
    entry = findable(proposal, db.session.get_one(Council, proposal.council_id))
    search.put(KIND, entry.key, title=entry.title, body=entry.body, url=entry.url, on=entry.on)


def findable(proposal: Proposal, council: Council) -> Entry:
    """What the search index knows of a published proposal. Its key is what `search.among` looks for."""
    body = f"{visible_text(proposal.html)} {council.name}. {proposal.theme.label}. {proposal.number or ''}"
    moment = proposal.transmitted_at or proposal.published_at
    return Entry(
        proposal.id.hex, proposal.title, body.strip(), _address(proposal, council), day_of(moment) if moment else None
    )


def _address(proposal: Proposal, council: Council) -> str:
    if proposal.number:
        return path("proposals.read_numbered", number=proposal.number)
    return path("proposals.read", slug=council.slug, key=proposal.id)


def _entries() -> Iterable[Entry]:
    rows = db.session.scalars(
        select(Proposal)
        .where(Proposal.published_at.is_not(None))
        .options(joinedload(Proposal.council))
        .order_by(Proposal.published_at, Proposal.id)
    )
    return [findable(row, row.council) for row in rows]


SEARCHES = (SearchSource(KIND, "Propositions", _entries),)


def _rows() -> Iterable[Sequence[Cell]]:
    demo = bool(current_app.extensions["settings"].demo)
    answered = dict(db.session.execute(select(Answer.proposal_id, Answer.outcome).order_by(Answer.number)).all())
    rows = db.session.scalars(
        reading.light()
        .where(Proposal.published_at.is_not(None))
        .order_by(Proposal.published_at, Proposal.id)
        .execution_options(yield_per=AT_ONCE)
    )
    return (_row(row, answered.get(row.id)) for row in rows if demo or not row.is_demo)


def _row(row: Proposal, outcome: AnswerOutcome | None) -> Sequence[Cell]:
    today, motion = clock.today(), row.motion
    return (
        row.number,
        row.title,
        row.kind.label,
        row.council.slug,
        row.council.name,
        row.theme.label,
        row.state.value,
        row.state.label,
        row.committee.name if row.committee else None,
        *(day_of(at) if at else None for at in (row.published_at, row.transmitted_at, row.acknowledged_at)),
        row.answer_due_on,
        day_of(row.answered_at) if row.answered_at else None,
        outcome.value if outcome else None,
        outcome.label if outcome else None,
        days_taken(row),
        wording.days_late(row, today) if wording.is_late(row, today) else None,
        motion.votes_for if motion else None,
        motion.votes_against if motion else None,
        motion.votes_abstain if motion else None,
        _address(row, row.council),
    )


DATASETS = (
    Dataset(
        "propositions",
        "Les propositions des conseils et leurs réponses",
        "Une proposition par ligne, depuis l’ouverture de son premier vote, avec ses dates et la réponse donnée.",
        (
            Column("numero", "Numéro, donné à la transmission\u202f; vide avant"),
            Column("titre", "Ce que demande le conseil, en une ligne"),
            Column("nature", "Proposition, contribution ou question"),
            Column("conseil", "Fin de l’adresse de la page du conseil, après /conseils/"),
            Column("nom_conseil", "Nom du conseil"),
            Column("theme", "Son sujet"),
            Column("etat", "Code de l’état du jour"),
            Column("etat_libelle", "L’état du jour en mots"),
            Column("comite", "Comité à qui elle est adressée"),
            Column("publiee_le", "Jour où son premier vote a ouvert"),
            Column("transmise_le", "Jour de l’envoi au comité\u00a0: les délais comptent de ce jour"),
            Column("recue_le", "Jour de l’accusé de réception"),
            Column("reponse_due_le", "Dernier jour prévu pour la réponse"),
            Column("repondue_le", "Jour de la première réponse"),
            Column("reponse", "Code de la dernière réponse"),
            Column("reponse_libelle", "La dernière réponse en mots"),
            Column("jours_de_reponse", "Nombre de jours entre l’envoi et la première réponse"),
            Column("jours_de_retard", "Nombre de jours depuis le dernier jour prévu, tant que la réponse manque"),
            Column("pour", "Voix pour\u202f; vide tant que le vote n’est pas clos"),
            Column("contre", "Voix contre"),
            Column("abstentions", "Abstentions"),
            Column("adresse", "Adresse de sa page sur le site, qui ne change pas"),
        ),
        _rows,
        "Site Porte-Voix, d’après les actes des conseils et des comités",
        invented=True,
    ),
)
