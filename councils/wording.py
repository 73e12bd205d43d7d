"""What the pages say of a status and of the law behind it, in plain French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from councils.accreditation.models import ActKind, LegalRegime
from councils.status import LABELED, LAPSED, CouncilStatus, PublicStatus
from foundation.text import date_short

C = CouncilStatus

# shape and tone of the status component
LOOKS: dict[CouncilStatus, tuple[str, str]] = {
    C.DISSOLVED: ("square", "quiet"),
    C.WITHDRAWN: ("alert", "late"),
    C.ACCREDITED: ("full", "on"),
    C.ACCREDITED_RENEWING: ("full", "on"),
    C.LAPSED: ("alert", "late"),
    C.LAPSED_RENEWING: ("alert", "late"),
    C.IN_PROGRESS: ("half", "ongoing"),
    C.NOT_RECOGNIZED: ("empty", "quiet"),
    C.PLANNED: ("empty", "quiet"),
}


def status_looks() -> Mapping[CouncilStatus, tuple[str, str]]:
    """Shape and tone of each public status, for templates."""
    return LOOKS


def bare_name(name: str) -> str:
    """The name of a council or place without the words that say « invented »."""
    return name.replace(" (démonstration)", "").replace(" (quartier fictif)", "")


def short_name(name: str) -> str:
    """A council's name without what all of them share: what stands around it says it."""
    bare = bare_name(name)
    for start in ("Conseil citoyen de ", "Conseil citoyen d’"):
        bare = bare.removeprefix(start)
    return bare


def bare_names(pairs: Iterable[tuple[str, str]]) -> str:
    """The names of (address, name) pairs in one line, without those words."""
    return ", ".join(bare_name(name) for _, name in pairs)


_BY = {
    ActKind.PREFECT_ORDER: "Un arrêté du préfet",
    ActKind.AMENDING_ORDER: "Un arrêté du préfet",
    ActKind.WITHDRAWAL_ORDER: "Un arrêté du préfet",
    ActKind.CONTRACT_CLAUSE: "Une clause du contrat de ville",
    ActKind.PROTOCOL: "Un protocole local",
}

NOT_TO_CONFUSE: tuple[tuple[str, str], ...] = (
    ("Conseil citoyen", "Indépendant des élus. Il suit le contrat de ville dans les quartiers qu’il couvre."),
    ("Conseil de quartier", "Créé par la commune, qui en fixe les règles."),
    ("Conseil municipal", "Les élus de la commune. Ils votent les décisions."),
)


def meaning(found: PublicStatus) -> str:
    """What a status means for the council, in one or two plain sentences."""
    by = _BY[found.act.form] if found.act else "Un acte officiel"
    return _MEANINGS[found.status].format(by=by, until=_day(found.until), since=_day(found.since))


def _day(day: date | None) -> str:
    return date_short(day) if day else ""


_MEANINGS = {
    C.DISSOLVED: "Ce conseil n’existe plus depuis le {since}. Ses pages restent lisibles.",
    C.WITHDRAWN: "{by} lui a retiré son label le {since}. Il garde le droit d’obtenir les réponses encore attendues.",
    C.ACCREDITED: "{by} le reconnaît jusqu’au {until}\u00a0: il peut voter des propositions et siéger aux comités "
    "du contrat de ville.",
    C.ACCREDITED_RENEWING: "{by} le reconnaît jusqu’au {until}. Son renouvellement se prépare\u00a0: d’ici là, "
    "rien ne change pour lui.",
    C.LAPSED: "Son mandat a pris fin le {since}. Il ne peut plus voter de proposition avant d’être renouvelé, "
    "mais on doit encore répondre à celles d’avant.",
    C.LAPSED_RENEWING: "Son mandat a pris fin le {since}. Un nouveau dossier est à l’étude\u00a0: il votera de "
    "nouveau quand il sera reconnu.",
    C.IN_PROGRESS: "Il n’est pas encore reconnu officiellement, mais il travaille déjà\u00a0: il se réunit et "
    "propose en attendant la décision.",
    C.NOT_RECOGNIZED: "Sa demande de labellisation n’a pas été acceptée.",
    C.PLANNED: "Ce conseil est en projet\u00a0: sa labellisation n’a pas commencé.",
}


@dataclass(frozen=True)
class Capability:
    """One thing that a council may do, in part, or not: `shape` and `tone` of its mark, and the words."""

    words: str
    answer: str
    shape: str
    tone: str


_YES, _PART, _NO = ("Oui", "full", "on"), ("En partie", "half", "ongoing"), ("Non", "empty", "quiet")
_FLAGGED = ("Oui, avec la mention «\u202fconseil en cours de labellisation\u202f»", "full", "on")
# columns: in progress, labeled, lapsed, withdrawn
_RIGHTS = (
    (
        "Se réunir et organiser des marches dans le quartier",
        _YES,
        _YES,
        ("Réunions d’information seulement", "half", "ongoing"),
        _NO,
    ),
    ("Voter des propositions", _FLAGGED, _YES, _NO, _NO),
    ("Donner son avis sur le rapport annuel", _FLAGGED, _YES, _NO, _NO),
    ("Saisir le préfet d’une difficulté", _NO, _YES, _NO, _NO),
    (
        "Siéger aux comités qui pilotent le contrat de ville",
        ("Comme observateur", "half", "ongoing"),
        _YES,
        _NO,
        _NO,
    ),
    ("Recevoir les réponses aux propositions déjà transmises", None, _YES, _YES, _YES),
    ("Suivre les formations et les rencontres du réseau", _YES, _YES, _YES, _NO),
)


def rights(status: CouncilStatus) -> list[Capability]:
    """What a council of this status may do (table of §2.5); nothing where the table has no column."""
    column = _column(status)
    if column is None:
        return []
    found = ((row[0], row[column]) for row in _RIGHTS)
    return [Capability(words, *answer) for words, answer in found if answer is not None]


def _column(status: CouncilStatus) -> int | None:
    if status in LABELED:
        return 2
    if status in LAPSED:
        return 3
    return {C.IN_PROGRESS: 1, C.WITHDRAWN: 4}.get(status)


def regime_sentence(regime: LegalRegime) -> str:
    """Which rule applied to a dossier, in plain words (§1.2)."""
    return {
        LegalRegime.ACT_2014: "Règle suivie\u00a0: la loi du 21 février 2014. Le préfet reconnaît le conseil par un "
        "arrêté, après avoir consulté le maire et le président de la Métropole.",
        LegalRegime.DECREE_2024: "Règle suivie\u00a0: les décrets du 15 novembre 2024. L’arrêté du préfet n’est plus "
        "obligatoire\u00a0: une clause du contrat de ville ou un protocole local peut reconnaître le conseil.",
    }[regime]
