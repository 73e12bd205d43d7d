"""What a committee is for and how soon it answers, in plain words."""

from __future__ import annotations

from councils.committees.models import Committee, CommitteeKind
from foundation.text import plural

K = CommitteeKind
PURPOSES: dict[CommitteeKind, str] = {
    K.METROPOLITAN_STEERING: "Il décide des grandes orientations du contrat de ville, pour toute la métropole.",
    K.TECHNICAL: "Il prépare les décisions\u00a0: il étudie ce qui est possible, à quel prix et par qui.",
    K.LOCAL_STEERING: "Il suit le contrat de ville dans une commune et y décide des actions à mener.",
    K.INTERCOMMUNAL: "Il réunit des élus de plusieurs communes pour accorder leurs actions.",
    K.MAYORS_NPRU: "Il réunit les maires des communes où des quartiers sont reconstruits ou rénovés.",
    K.PROGRAMMING: "Il choisit chaque année les actions qui reçoivent de l’argent du contrat de ville.",
    K.GUSP: "Il s’occupe de la vie de tous les jours dans un quartier\u00a0: propreté, entretien, tranquillité.",
    K.MAISON_DU_PROJET: "Elle informe les habitants des travaux de leur quartier et recueille leurs avis.",
    K.OTHER: "Il reçoit les propositions des conseils citoyens qui le concernent, et y répond.",
}


def purpose(committee: Committee) -> str:
    """What a committee is for, in one sentence."""
    return PURPOSES[committee.kind]


def acknowledgement_words(committee: Committee) -> str:
    """How soon it says that it received a proposal."""
    return f"{plural(committee.acknowledgement_days, 'jour', 'jours')} après l’envoi"


def answer_words(committee: Committee) -> str:
    """How soon it answers a proposal."""
    return f"{committee.answer_months} mois après l’envoi"
