"""What the minutes give to search and to open data: what is public of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from foundation import search
from foundation.addresses import path
from foundation.clock import PARIS
from foundation.database import db
from foundation.datasets import Cell, Column, Dataset
from foundation.html import visible_text
from foundation.search import Entry, SearchSource
from foundation.text import date_short
from meetings.minutes import queries, standing
from meetings.minutes.models import Minutes, MinutesRevision
from meetings.minutes.workflow import PUBLIC
from meetings.models import WITH_CONVENER

KIND = "minutes"


def renew(minutes: Minutes) -> None:
    """Put what is public of some minutes in the search, or take it out when nothing is."""
    entry = _entry(minutes)
    if entry is None:
        search.remove(KIND, minutes.id.hex)
    else:
        search.put(KIND, entry.key, title=entry.title, body=entry.body, url=entry.url, on=entry.on)


def _entry(minutes: Minutes) -> Entry | None:
    shown = standing.public(minutes)
    if shown is None or not shown.number:
        return None
    meeting = minutes.meeting
    title = f"{minutes.kind.label}\u00a0: {meeting.title}, {date_short(meeting.day)}"
    body = f"{visible_text(shown.public_html)} {minutes.convener.name}."
    return Entry(minutes.id.hex, title, body, path("minutes.public", key=meeting.id), meeting.day)


def _entries() -> Iterable[Entry]:
    return [entry for row in queries.findable() if (entry := _entry(row)) is not None]


SEARCHES = (SearchSource(KIND, "Comptes rendus", _entries),)


def _rows() -> Iterable[Sequence[Cell]]:
    demo = bool(current_app.extensions["settings"].demo)
    last = (
        select(MinutesRevision.sha256)
        .where(
            MinutesRevision.minutes_id == Minutes.id,
            MinutesRevision.published_at.is_not(None),
            MinutesRevision.hidden_at.is_(None),
            MinutesRevision.number > 0,
        )
        .order_by(MinutesRevision.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Minutes, last)
        .where(Minutes.state.in_(PUBLIC))
        .options(joinedload(Minutes.meeting).options(*WITH_CONVENER))
        .order_by(Minutes.published_at, Minutes.id)
    )
    return [_row(minutes, sha256) for minutes, sha256 in rows if demo or not minutes.is_demo]


def _row(minutes: Minutes, sha256: str | None) -> Sequence[Cell]:
    return (
        minutes.convener.slug,
        minutes.convener.name,
        minutes.meeting.title,
        minutes.meeting.day,
        minutes.kind.label,
        minutes.approved_at.astimezone(PARIS).date() if minutes.approved_at else None,
        minutes.published_at.astimezone(PARIS).date() if minutes.published_at else None,
        minutes.state.label,
        sha256,
        path("minutes.public", key=minutes.meeting_id),
    )


DATASETS = (
    Dataset(
        "comptes-rendus",
        "Les comptes rendus publics des réunions",
        "Un compte rendu public par ligne, avec ses dates et l’empreinte de son texte.",
        (
            Column("conseil", "Fin de l’adresse de la page du conseil, après /conseils/"),
            Column("nom_conseil", "Nom du conseil"),
            Column("reunion", "Titre de la réunion"),
            Column("jour", "Jour de la réunion"),
            Column("nature", "Compte rendu, procès-verbal ou relevé de décisions"),
            Column("approuve_le", "Jour où le conseil l’a approuvé"),
            Column("publie_le", "Jour de sa première publication"),
            Column("etat", "Publié, ou rectifié depuis"),
            Column("empreinte", "SHA-256 du texte public d’aujourd’hui, en UTF-8"),
            Column("adresse", "Adresse de sa page sur le site, qui ne change pas"),
        ),
        _rows,
        "Site Porte-Voix, d’après les comptes rendus approuvés par les conseils",
        invented=True,
    ),
)
