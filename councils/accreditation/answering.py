"""What an authority reads before it answers: what is asked, of which council, on which ground. No resident's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from councils.accreditation import presentation, reading
from councils.accreditation.looks import authority
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState
from councils.accreditation.papers import ConsultationAnswer, ConsultationRequest
from councils.models import College
from foundation import clock
from foundation.text import date_words, moment_words, plural

K = AccreditationKind
_ASKED = {
    K.INITIAL: "Que pensez-vous de la reconnaissance de ce conseil\u202f?",
    K.RENEWAL: "Que pensez-vous du nouveau mandat de ce conseil\u202f?",
    K.AMENDMENT: "Que pensez-vous des changements demandés pour ce conseil\u202f?",
    K.WITHDRAWAL: "Que pensez-vous du retrait du label de ce conseil\u202f?",
}
UNKNOWN = "Ce lien n’est pas valable. Vérifiez que l’adresse est entière."
REVOKED = "Ce lien a été retiré. Si vous deviez répondre, demandez-en un nouveau à l’animation du réseau."


@dataclass(frozen=True)
class Asked:
    """What the page of an authority shows."""

    who: str
    question: str
    facts: Sequence[tuple[str, str, str]]
    due: str


def asked(dossier: Accreditation, request: ConsultationRequest) -> Asked:
    """What is asked, in words and counts."""
    told = [fact for fact in presentation.facts(dossier) if fact[0] not in _INSIDE]
    return Asked(
        authority(request.municipality),
        f"{dossier.council.name}. {_ASKED[dossier.kind]}",
        [*told, *_counts(dossier), *_changes(dossier)],
        date_words(request.due_on),
    )


# what those who build the dossier tell each other
_INSIDE = frozenset({"Pas de tirage au sort", "Écart entre femmes et hommes"})


def _counts(dossier: Accreditation) -> list[tuple[str, str, str]]:
    rows = reading.people(dossier.term)
    if not rows:
        return []
    found = presentation.composition(rows)
    residents = plural(found.colleges[College.RESIDENTS], "habitant", "habitants")
    actors = plural(
        found.colleges[College.LOCAL_ACTORS], "association ou acteur local", "associations et acteurs locaux"
    )
    substitutes = plural(found.substitutes, "suppléant ou suppléante", "suppléants et suppléantes")
    return [("Liste proposée", f"{residents}, {actors}, {substitutes}", "")]


def _changes(dossier: Accreditation) -> list[tuple[str, str, str]]:
    changes = reading.changes(dossier)
    leaving = sum(one.leaving_id is not None for one in changes)
    joining = sum(one.joining_id is not None for one in changes)
    words = f"{plural(leaving, 'départ', 'départs')}, {plural(joining, 'arrivée', 'arrivées')}" if changes else ""
    places = ", ".join(
        f"{one.neighborhood.name} ({'ajouté' if one.adds else 'retiré'})" for one in reading.places(dossier)
    )
    return [fact for fact in (("Membres qui changent", words, ""), ("Quartiers qui changent", places, "")) if fact[1]]


def answered(request: ConsultationRequest) -> str:
    """What was answered, in one sentence; empty while nothing is."""
    if request.answer is None or request.answer is ConsultationAnswer.NO_ANSWER or request.answered_at is None:
        return ""
    return f"Vous avez répondu «\u202f{request.answer.label}\u202f» le {moment_words(request.answered_at)}."


def closed(dossier: Accreditation, request: ConsultationRequest) -> list[str]:
    """Why an authority can no longer answer; nothing while it may."""
    if request.revoked_at is not None:
        return [REVOKED]
    if dossier.state is not AccreditationState.CONSULTING:
        why = f"Le dossier a avancé\u00a0: il est maintenant «\u202f{dossier.state.label}\u202f»."
    elif clock.today() > request.due_on:
        why = f"Les avis étaient reçus jusqu’au {date_words(request.due_on)}."
    else:
        return []
    return [why, answered(request) or "Aucun avis n’a été enregistré avec ce lien."]
