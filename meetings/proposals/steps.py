"""What each step's page says before its button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.policy import Actor
from meetings.proposals import services
from meetings.proposals.models import Proposal


@dataclass(frozen=True)
class StepPage:
    """A step in plain words: what one is about to do, what follows from it, and the act itself."""

    heading: str
    lede: str
    follows: tuple[str, ...]
    button: str
    take: Callable[[Proposal, str, Actor], None]


STEPS: Mapping[str, StepPage] = {
    "discuss": StepPage(
        "Ouvrir la discussion",
        "Votre conseil va lire ce texte et en discuter.",
        (
            "Les membres du conseil, son bureau et la personne qui l’anime reçoivent un courriel.",
            "Ils lisent le texte, écrivent des arguments pour, des arguments contre et des questions.",
            "Vous pouvez encore changer le texte\u00a0: chaque changement est gardé, avec sa raison.",
            "Rien n’est public tant que le bureau n’a pas ouvert le vote, ou la discussion aux habitants. Ce qui "
            "s’écrit d’ici là entre vous ne le devient jamais.",
        ),
        "Ouvrir la discussion",
        lambda proposal, _comment, actor: services.open_discussion(proposal, actor=actor),
    ),
    "discard": StepPage(
        "Jeter ce brouillon",
        "Vous seul ou vous seule l’avez lu.",
        ("Le brouillon et ses documents ne se montrent plus à personne.", "On ne revient pas en arrière."),
        "Jeter ce brouillon",
        lambda proposal, _comment, actor: services.discard(proposal, actor=actor),
    ),
    "rework": StepPage(
        "Reprendre la discussion",
        "Le vote a eu lieu. Le texte peut revenir devant le conseil.",
        (
            "Le conseil reçoit un courriel avec votre raison.",
            "Le texte peut de nouveau changer. Il faudra un nouveau vote avant de le transmettre.",
            "Le vote passé et son résultat restent lisibles par tout le monde.",
        ),
        "Reprendre la discussion",
        lambda proposal, comment, actor: services.rework(proposal, comment, actor=actor),
    ),
    "withdraw": StepPage(
        "Retirer la proposition",
        "Le conseil renonce à ce texte.",
        (
            "Le conseil reçoit un courriel avec votre raison. Si un comité avait reçu la proposition, il est prévenu.",
            "Plus aucune réponse ne sera attendue.",
            "Ce qui était public le reste, avec la mention «\u202fRetirée\u202f». On ne revient pas en arrière.",
        ),
        "Retirer la proposition",
        lambda proposal, comment, actor: services.withdraw(proposal, comment, actor=actor),
    ),
}
