"""What a committee is for and how soon it answers, in plain words."""

from __future__ import annotations

from councils.committees.models import Committee, CommitteeKind, CommitteeSeat, SeatVoice
from councils.status import LAPSED, CouncilStatus
from foundation.text import date_short, number, plural

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

VOICES: dict[SeatVoice, str] = {
    SeatVoice.DELIBERATIVE: "Ce siège a une voix délibérative\u00a0: son vote compte dans les décisions du comité.",
    SeatVoice.CONSULTATIVE: "Ce siège a une voix consultative\u00a0: on y donne son avis, sans voter.",
    SeatVoice.OBSERVER: "C’est une place d’observation\u00a0: on y écoute, sans voter.",
}
STEERING = frozenset({K.METROPOLITAN_STEERING, K.LOCAL_STEERING})
THIRD = "Le cadre national des conseils citoyens leur ouvre jusqu’à un tiers des sièges d’un comité de pilotage."


def purpose(committee: Committee) -> str:
    """What a committee is for, in one sentence."""
    return PURPOSES[committee.kind]


def acknowledgement_words(committee: Committee) -> str:
    """How soon it says that it received a proposal."""
    return f"{plural(committee.acknowledgement_days, 'jour', 'jours')} après l’envoi"


def answer_words(committee: Committee) -> str:
    """How soon it answers a proposal."""
    return f"{committee.answer_months} mois après l’envoi"


def share_words(held: int, total: int | None) -> str:
    """How much of a committee the seats of the councils make, against the mark of one third; observers apart."""
    seats = plural(held, "siège", "sièges")
    if total is None:
        return f"{seats} avec une voix. Le nombre de sièges du comité n’est pas encore donné."
    if held == 0:
        return f"Aucun siège avec une voix, sur {number(total)}."
    whole = f"{seats} sur {number(total)}"
    if 3 * held == total:
        return f"{whole}, un tiers tout juste."
    percent = f"environ {round(100 * held / total)}\u00a0%"
    return f"{whole}, {percent}\u00a0: {'moins' if 3 * held < total else 'plus'} d’un tiers."


def over_sentence(seat: CommitteeSeat) -> str:
    """That a seat is over, and since when."""
    last = seat.end_on or seat.start_on
    return f"Ce siège a pris fin le {date_short(last)}\u00a0: il ne change plus."


def refused_voice(status: CouncilStatus) -> str:
    """Why a council of this status may not have a seat with the voice that was asked (table of §2.5)."""
    if status is CouncilStatus.IN_PROGRESS:
        return "Ce conseil est en cours de labellisation\u00a0: il peut observer. Choisissez «\u202fObservation\u202f»."
    if status in LAPSED:
        return "Le mandat de ce conseil est échu\u00a0: il siégera de nouveau quand son label sera renouvelé."
    return "Ce conseil n’a pas de label\u00a0: il ne peut pas siéger dans un comité."
