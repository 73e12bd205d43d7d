"""Where a proposal stands, in plain words: its mark, its day, the sentence that answers why one came."""

from __future__ import annotations

from datetime import date, datetime

from councils.committees.models import CommitteeKind
from foundation.text import date_short, plural
from meetings.answers.delays import acknowledge_by, day_of, days_taken
from meetings.answers.models import AnswerOutcome
from meetings.answers.wording import LOOKS as OUTCOMES
from meetings.proposals.models import Proposal, ProposalKind, ProposalState
from meetings.proposals.workflow import ON_ITS_WAY
from meetings.votes.moments import Stage, last_day, stage
from meetings.votes.wording import STAGE_LOOKS

S = ProposalState
Look = tuple[str, str, str]

# shape, tone and words of the status component
LOOKS: dict[ProposalState, Look] = {
    S.DRAFT: ("empty", "quiet", "Brouillon"),
    S.DISCARDED: ("square", "quiet", "Brouillon jeté"),
    S.DELIBERATING: ("half", "ongoing", "En discussion"),
    S.ADOPTED: ("full", "on", "Adoptée par le conseil"),
    S.REJECTED: ("square", "late", "Rejetée par le conseil"),
    S.TRANSMITTED: ("half", "ongoing", "Transmise, réponse attendue"),
    S.ACKNOWLEDGED: ("half", "ongoing", "Reçue, réponse attendue"),
    S.REDIRECTED: ("half", "ongoing", "Passée à un autre organisme, réponse attendue"),
    S.ANSWERED: ("full", "on", "Réponse rendue"),
    S.WITHDRAWN: ("square", "quiet", "Retirée par le conseil"),
}
# what its author alone knows of
FIRST_STATES = (S.DRAFT, S.DISCARDED)
ASKS = {
    ProposalKind.PROPOSAL: "Ce que demande le conseil",
    ProposalKind.CONTRIBUTION: "Ce que dit le conseil",
    ProposalKind.QUESTION: "La question du conseil",
}


# what each kind of committee is, for who chooses one
COMMITTEES: dict[CommitteeKind, str] = {
    CommitteeKind.METROPOLITAN_STEERING: "Il décide pour tout le contrat de ville. ",
    CommitteeKind.TECHNICAL: "Il prépare les décisions, avec les services de la Métropole, de l’État et des communes. ",
    CommitteeKind.LOCAL_STEERING: "Il décide pour un territoire, avec la commune et l’État. ",
    CommitteeKind.INTERCOMMUNAL: "Il réunit plusieurs communes voisines. ",
    CommitteeKind.MAYORS_NPRU: "Il réunit les maires pour le renouvellement urbain. ",
    CommitteeKind.PROGRAMMING: "Il choisit les projets financés. ",
    CommitteeKind.GUSP: "Il suit l’entretien et la vie quotidienne du quartier. ",
    CommitteeKind.MAISON_DU_PROJET: "On y suit les travaux du quartier. ",
    CommitteeKind.OTHER: "",
}


def is_late(proposal: Proposal, today: date) -> bool:
    """Whether its answer was due on a day that is over (`R-TIM-04`)."""
    due = proposal.answer_due_on
    return proposal.state in ON_ITS_WAY and due is not None and due < today


def days_late(proposal: Proposal, today: date) -> int:
    """How many days it has waited beyond the day on which its answer was due."""
    return (today - proposal.answer_due_on).days if proposal.answer_due_on else 0


def look(proposal: Proposal, outcome: AnswerOutcome | None, now: datetime) -> Look:
    """The mark of where it stands. Its motion must be loaded while people vote on it."""
    today = day_of(now)
    if is_late(proposal, today):
        return "alert", "late", f"Réponse attendue depuis {plural(days_late(proposal, today), 'jour', 'jours')}"
    if proposal.state is S.DELIBERATING and proposal.motion_id and proposal.motion:
        return STAGE_LOOKS.get(stage(proposal.motion, now), LOOKS[S.DELIBERATING])
    if proposal.state is S.DELIBERATING and proposal.published_at is not None:
        return "half", "ongoing", "De retour en discussion"
    if proposal.state is S.ANSWERED and outcome is not None:
        return (*OUTCOMES[outcome], outcome.label)
    return LOOKS[proposal.state]


def note(proposal: Proposal, now: datetime) -> str:
    """The one line under a title in a list: the day something is due, or the days it took."""
    taken, due = days_taken(proposal), proposal.answer_due_on
    if proposal.state is S.ANSWERED and taken is not None:
        return answered_in(taken)
    if proposal.state in ON_ITS_WAY and due is not None:
        if due == day_of(now):
            return "Réponse attendue aujourd’hui au plus tard."
        return (
            f"La réponse était due le {date_short(due)}."
            if due < day_of(now)
            else f"Au plus tard le {date_short(due)}."
        )
    if proposal.state is S.DELIBERATING and proposal.motion_id and proposal.motion:
        return f"Le vote se clôt le {date_short(last_day(proposal.motion))}."
    return "Pas encore transmise à un comité." if proposal.state is S.ADOPTED else ""


def answered_in(days: int) -> str:
    """« Répondue en 41 jours. »"""
    return f"Répondue en {plural(days, 'jour', 'jours')}." if days else "Répondue le jour même."


def lede(proposal: Proposal, outcome: AnswerOutcome | None, now: datetime) -> str:
    """The sentence under the title: where it stands, what comes next and by when."""
    if proposal.state in ON_ITS_WAY:
        return _on_its_way(proposal, day_of(now))
    if proposal.state is S.ANSWERED:
        return _answered(proposal, outcome)
    if proposal.state is S.DELIBERATING and proposal.motion_id and proposal.motion:
        return _voting(stage(proposal.motion, now), date_short(last_day(proposal.motion)))
    return _LEDES[proposal.state]


_LEDES = {
    S.DRAFT: "Vous seul ou vous seule voyez ce brouillon. Ouvrez la discussion quand il est prêt.",
    S.DISCARDED: "Ce brouillon a été jeté.",
    S.DELIBERATING: "Le conseil en discute. Ensuite, son bureau la mettra au vote.",
    S.ADOPTED: "Le conseil l’a adoptée. Son bureau doit maintenant l’envoyer au comité qui répondra.",
    S.REJECTED: "Le conseil l’a rejetée\u00a0: elle ne sera envoyée à personne, mais elle reste lisible ici. "
    "Son bureau peut reprendre la discussion\u00a0: un texte revu serait voté de nouveau.",
    S.WITHDRAWN: "Le conseil l’a retirée\u00a0: plus aucune réponse n’est attendue.",
}


def _voting(found: Stage, last: str) -> str:
    if found is Stage.COUNTING:
        return "Le vote du conseil est clos. Le résultat s’affichera ici dans un instant."
    return f"Le conseil vote jusqu’au {last}. Le résultat s’affichera ici dès la clôture."


def _on_its_way(proposal: Proposal, today: date) -> str:
    due, sent = proposal.answer_due_on, proposal.transmitted_at
    if due is None or sent is None:
        return ""
    if due < today:
        return (
            f"La réponse devait venir le {date_short(due)}. Elle n’est pas venue\u00a0: la proposition reste affichée, "
            "et les jours se comptent jusqu’à la réponse."
        )
    left = (due - today).days
    when = f"au plus tard le {date_short(due)}" + (
        f", dans {plural(left, 'jour', 'jours')}" if left else ", c’est aujourd’hui"
    )
    if proposal.state is S.TRANSMITTED and proposal.committee is not None:
        by = date_short(acknowledge_by(sent, proposal.committee.acknowledgement_days))
        return f"Elle est envoyée au comité. Il doit dire qu’il l’a reçue avant la fin du {by}, et répondre {when}."
    if proposal.state is S.REDIRECTED:
        return f"Le comité l’a passée à l’organisme compétent. La réponse reste attendue {when}."
    return f"Le comité l’a reçue. Sa réponse est attendue {when}."


def _answered(proposal: Proposal, outcome: AnswerOutcome | None) -> str:
    taken = days_taken(proposal)
    how = "" if taken is None else f" en {plural(taken, 'jour', 'jours')}" if taken else " le jour même"
    said = f"\u00a0: «\u202f{outcome.label}\u202f»" if outcome else ""
    return f"La réponse est venue{how}{said}. Ses raisons sont ci-dessous."


def text_note(proposal: Proposal) -> str:
    """What may still happen to the text, beside it."""
    if proposal.state is S.DRAFT:
        return "Ce texte est un brouillon."
    if proposal.motion_id is None:
        return "Texte en discussion\u00a0: il peut encore changer."
    if proposal.state is S.DELIBERATING:
        return "Texte mis au vote\u00a0: il ne change plus pendant le vote."
    return "Texte voté, que personne ne peut modifier."
