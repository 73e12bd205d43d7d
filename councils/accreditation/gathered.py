"""What a dossier has gathered, as its pages show it: papers, opinions, points to complete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for

from councils.accreditation import reading
from councils.accreditation.looks import Look, answer_look, authority
from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.papers import AccreditationPaper, ConsultationAnswer, ConsultationRequest, ReviewPoint
from foundation import clock, documents
from foundation.text import date_short, moment_words

S = AccreditationState


@dataclass(frozen=True)
class Paper:
    """One paper as its line shows it."""

    key: Any
    title: str
    name: str
    url: str
    words: str
    sha256: str
    is_gone: bool


@dataclass(frozen=True)
class Opinion:
    """What one authority was asked and what it answered. `open`: its link answers; `again`: it may have a new one."""

    key: Any
    who: str
    look: Look
    facts: str
    text: str
    open: bool
    again: bool


@dataclass(frozen=True)
class Round:
    """What belongs to one round of consultation, or of returns."""

    number: int
    rows: Sequence[Any]


def paper_line(paper: AccreditationPaper) -> Paper:
    """One paper with its date, its weight and the hash of what is kept."""
    document = paper.document
    words = f"{document.kind.label}, {documents.size_words(document)}, jointe le {moment_words(paper.added_at)}"
    return Paper(
        paper.id,
        paper.kind.label,
        document.name,
        url_for("accreditation.paper", key=paper.accreditation_id, paper=paper.id),
        words,
        document.sha256,
        paper.withdrawn_at is not None,
    )


def consultations(dossier: Accreditation) -> list[Round]:
    """The opinions asked for, round by round, the latest first."""
    rows = reading.requests(dossier)
    is_open = dossier.state is S.CONSULTING
    found = groupby(rows, key=lambda row: row.round)
    return [Round(number, [opinion(row, is_open=is_open) for row in group]) for number, group in found]


def opinion(row: ConsultationRequest, *, is_open: bool) -> Opinion:
    """What one authority was asked, and its answer."""
    today = clock.today()
    if row.answer is not None:
        shown: Look = answer_look(row.answer)
    elif row.revoked_at is not None:
        shown = ("square", "quiet", "Lien retiré")
    else:
        shown = ("alert", "late", "Délai passé") if row.due_on < today else ("half", "ongoing", "Réponse attendue")
    return Opinion(
        row.id,
        authority(row.municipality),
        shown,
        f"{'. '.join(_days(row))}.",
        row.text or "",
        open=is_open and row.answer is None and row.revoked_at is None,
        again=is_open and row.answer is None and row.revoked_at is not None,
    )


def _days(row: ConsultationRequest) -> Iterator[str]:
    yield f"Demandé le {date_short(row.sent_at.astimezone(clock.PARIS).date())}"
    if row.asked_email:
        yield f"Lien envoyé à {row.asked_email}"
    yield f"Réponse attendue au plus tard le {date_short(row.due_on)}"
    if row.answered_at is not None and row.answer is not ConsultationAnswer.NO_ANSWER:
        by = f", par\u00a0: {row.signatory}" if row.signatory else ""
        yield f"Répondu le {date_short(row.answered_at.astimezone(clock.PARIS).date())}{by}"


def returns(dossier: Accreditation) -> list[Round]:
    """What was to be completed, round by round, the latest first."""
    found = groupby(reading.points(dossier), key=lambda row: row.round)
    return [Round(number, [(row, point_look(row)) for row in group]) for number, group in found]


def point_look(point: ReviewPoint) -> Look:
    """Shape, tone and words of where a point stands."""
    if point.resolved_at is not None:
        return "full", "on", f"Complété le {date_short(point.resolved_at.astimezone(clock.PARIS).date())}"
    if point.due_on < clock.today():
        return "alert", "late", f"À compléter depuis le {date_short(point.due_on)}"
    return "half", "ongoing", f"À compléter au plus tard le {date_short(point.due_on)}"
