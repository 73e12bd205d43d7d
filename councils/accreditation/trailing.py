"""The way a dossier went, read from the trail: who took each step, when, and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citizens.roles.models import ROLES
from councils.accreditation import reading
from councils.accreditation.models import OPEN_STATES, Accreditation, AccreditationKind, AccreditationState
from councils.history import PATH
from foundation.audit import AuditEntry
from foundation.text import moment_words

S = AccreditationState
K = AccreditationKind


@dataclass(frozen=True)
class Passed:
    """One step as the timeline shows it: who took it, when, and why."""

    title: str
    state: str
    when: str = ""
    who: str = ""
    box: str = ""


@dataclass(frozen=True)
class Note:
    """One act of the trail in words."""

    when: str
    who: str
    what: str
    comment: str


LABELS: Mapping[str, str] = {state.value: state.label for state in S}
NOTES: Mapping[str, str] = {
    "accreditation.describe": "Description du dossier modifiée",
    "accreditation.add_paper": "Pièce jointe",
    "accreditation.withdraw_paper": "Pièce retirée",
    "accreditation.opinion": "Avis reçu",
    "accreditation.revoke_link": "Lien de réponse retiré",
    "accreditation.ask_again": "Nouveau lien de réponse envoyé",
    "accreditation.resolve": "Point complété",
    "accreditation.propose_change": "Changement de membres demandé",
    "accreditation.drop_change": "Changement de membres retiré",
    "accreditation.propose_place": "Changement de quartier demandé",
    "accreditation.change_host": "Nouvelle structure d’accueil",
    "accreditation.drop_place": "Changement de quartier retiré",
}


def who(entry: AuditEntry, names: Mapping[uuid.UUID, str]) -> str:
    """The role under which somebody acted, and their name."""
    role = ROLES.get(entry.actor_role)
    words = role.label if role is not None and entry.actor_role != "visitor" else "Le site"
    if entry.actor_role == "visitor":
        words = "Une autorité consultée, par son lien"
    name = names.get(entry.actor_id) if entry.actor_id else None
    return f"{words}, {name}" if name else words


def path(dossier: Accreditation, entries: Sequence[AuditEntry]) -> list[Passed]:
    """The steps that were taken, then those that still lie ahead."""
    moved = [entry for entry in entries if _moved(entry)]
    names, is_open = reading.names(moved), dossier.state in OPEN_STATES
    taken = [
        Passed(
            LABELS[entry.after or ""],
            "ongoing" if is_open and entry is moved[-1] else "done",
            moment_words(entry.at),
            who(entry, names),
            entry.comment,
        )
        for entry in moved
    ]
    return [*taken, *_ahead(dossier)] if is_open else taken


def _moved(entry: AuditEntry) -> bool:
    return bool(entry.after) and entry.after != entry.before


def _ahead(dossier: Accreditation) -> list[Passed]:
    if dossier.clerical:
        way: Sequence[AccreditationState] = (S.REVIEWING, S.SIGNED, S.PUBLISHED)
    else:
        way = (S.CONSULTING, *PATH[3:]) if dossier.kind is K.WITHDRAWAL else PATH
    at = S.COMPOSING if dossier.state is S.RETURNED else dossier.state
    after = way[way.index(at) + 1 :] if at in way else way
    return [Passed(state.label, "todo", "à venir") for state in after]


def notes(entries: Sequence[AuditEntry]) -> list[Note]:
    """Every act of the trail, the latest first."""
    names = reading.names(entries)
    return [
        Note(
            moment_words(entry.at),
            who(entry, names),
            LABELS[entry.after or ""] if _moved(entry) else NOTES.get(entry.action, "Dossier modifié"),
            entry.comment,
        )
        for entry in reversed(entries)
    ]
