"""What a dossier still lacks for its next step, line by line: the guards of the workflow, put as a list to tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from councils.accreditation import guards as g
from councils.accreditation import queries
from councils.accreditation.guards import TERM_KINDS
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState
from councils.accreditation.workflow import BEGUN, COMPLETE
from foundation.workflow import Guard

S = AccreditationState
K = AccreditationKind


@dataclass(frozen=True)
class Item:
    """One thing that a dossier needs: its name, whether it is there, else what to do, and where that is done."""

    label: str
    done: bool
    sentence: str
    help: str


# guard: (name of the line, form that mends it)
LINES: Mapping[Guard, tuple[str, str]] = {
    g.covers_a_place: ("Les quartiers couverts", "places"),
    g.diagnosis_written: ("Ce qui existe déjà dans les quartiers", "describe"),
    g.has_targets: ("Les dates du mandat et la taille de chaque collège", "describe"),
    g.host_intended: ("La structure d’accueil envisagée", "describe"),
    g.reason_given: ("La raison de la demande", "describe"),
    g.all_accepted: ("La liste des personnes, avec l’accord de chacune", "members"),
    g.half_residents: ("Au moins la moitié d’habitants", "members"),
    g.parity_or_reason: ("Autant de femmes que d’hommes parmi les tirés au sort, ou la raison", "describe"),
    g.nobody_elected: ("Aucun élu sur la liste", "members"),
    g.drawn_or_reason: ("Le procès-verbal du tirage au sort, ou la raison", "papers"),
    g.host_known: ("Les statuts, ou la convention d’accueil", "papers"),
    g.rules_joined: ("Le projet de règlement intérieur, ou la charte", "papers"),
    g.changes_something: ("Ce qui change", "changes"),
    g.points_answered: ("Les points demandés par la préfecture", "points"),
    g.is_withdrawal: ("Le conseil entendu, et ses observations", "papers"),
}
OF_TERMS = (g.has_targets, g.parity_or_reason, g.nobody_elected, g.drawn_or_reason)
# what a list of nobody would meet
OF_A_LIST = (g.half_residents, g.parity_or_reason, g.nobody_elected, g.drawn_or_reason)
FIRST_ONLY = (g.diagnosis_written, g.host_intended, g.rules_joined)


def missing(dossier: Accreditation) -> Sequence[Item]:
    """What the dossier needs before it is complete, done or not; nothing once it is out of its makers' hands."""
    if dossier.state not in {S.DRAFT, S.COMPOSING, S.RETURNED}:
        return ()
    queries.load_for_guards(dossier)
    return [_item(dossier, guard) for guard in LINES if guard in _wanted(dossier) and _concerns(dossier, guard)]


def _wanted(dossier: Accreditation) -> Sequence[Guard]:
    if dossier.clerical:
        return (g.reason_given,)
    if dossier.kind is K.WITHDRAWAL:
        return (g.reason_given, g.is_withdrawal)
    return (*BEGUN, *COMPLETE)


def _concerns(dossier: Accreditation, guard: Guard) -> bool:
    of_term = dossier.kind in TERM_KINDS
    only_when: dict[Guard, bool] = {
        **dict.fromkeys(FIRST_ONLY, dossier.kind is K.INITIAL),
        **dict.fromkeys(OF_TERMS, of_term),
        g.reason_given: not of_term,
        g.host_known: of_term or dossier.new_host_id is not None,
        g.half_residents: of_term or bool(dossier.changes),
        g.changes_something: dossier.kind is K.AMENDMENT,
        g.points_answered: bool(dossier.points),
    }
    return only_when.get(guard, True)


def _item(dossier: Accreditation, guard: Guard) -> Item:
    label, where = LINES[guard]
    if guard in OF_A_LIST and dossier.kind in TERM_KINDS and not g.seated(dossier):
        return Item(label, False, "À voir quand vous aurez dit qui siégera.", where)
    sentence = guard(dossier)
    return Item(label, sentence is None, sentence or "", where)
