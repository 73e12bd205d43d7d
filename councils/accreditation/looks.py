"""How a dossier and an opinion look (shape, tone and word: see the status component), and who is asked for one."""

from __future__ import annotations

from collections.abc import Mapping

from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.papers import ConsultationAnswer
from councils.territory.models import Municipality

S = AccreditationState
Look = tuple[str, str, str]
LOOKS: Mapping[AccreditationState, tuple[str, str]] = {
    S.DRAFT: ("empty", "quiet"),
    S.COMPOSING: ("half", "ongoing"),
    S.SUBMITTED: ("half", "ongoing"),
    S.CONSULTING: ("half", "ongoing"),
    S.REVIEWING: ("half", "ongoing"),
    S.RETURNED: ("alert", "late"),
    S.SIGNED: ("half", "ongoing"),
    S.PUBLISHED: ("full", "on"),
    S.REFUSED: ("alert", "late"),
    S.ABANDONED: ("square", "quiet"),
    S.SUPERSEDED: ("square", "quiet"),
}
ANSWERS: Mapping[ConsultationAnswer, tuple[str, str]] = {
    ConsultationAnswer.FAVORABLE: ("full", "on"),
    ConsultationAnswer.WITH_REMARKS: ("half", "ongoing"),
    ConsultationAnswer.UNFAVORABLE: ("alert", "late"),
    ConsultationAnswer.NO_ANSWER: ("empty", "quiet"),
}


def look(dossier: Accreditation) -> Look:
    """Where a dossier stands."""
    return (*LOOKS[dossier.state], dossier.state.label)


def answer_look(answer: ConsultationAnswer) -> Look:
    """What an authority answered."""
    return (*ANSWERS[answer], answer.label)


def authority(municipality: Municipality | None) -> str:
    """Who is asked: the mayor of a commune, or the metropolis' president when no commune is named."""
    if municipality is None:
        return "Le président de la Métropole"
    return f"Le maire ou la maire ({municipality.name})"
