from __future__ import annotations

from citizens.notifications.recipients import Recipient
from councils.committees.models import Committee
from foundation.addresses import whole
from foundation.clock import PARIS
from foundation.outbox import Letter
from foundation.text import date_words, plural
from meetings.proposals.models import Proposal

_SECRETARY = "Vous recevez ce message parce que vous tenez le secrétariat de ce comité."
_COUNCIL = "Vous recevez ce message parce que vous faites partie de ce conseil."


def to_answer(to: Recipient, proposal: Proposal, committee: Committee) -> Letter:
    """The letter that brings a proposal to the secretary of the committee that must answer."""
    days = plural(committee.acknowledgement_days, "jour", "jours")
    return Letter(
        to=to.email,
        subject=f"Proposition à recevoir\u00a0: {proposal.number}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{proposal.council.name} envoie une proposition à votre comité ({committee.name})\u00a0:\n\n"
            f"{_named(proposal)}\n\n"
            f"Accusez-en réception dans les {days}. La réponse est attendue au plus tard le {_due(proposal)}.\n\n"
            "Vous faites les deux depuis le bureau du comité. Le texte voté et le résultat du vote y sont."
        ),
        reason=_SECRETARY,
        action_label="Ouvrir le bureau du comité",
        action_url=whole("answers.office", slug=committee.slug),
    )


def transmitted(to: Recipient, proposal: Proposal, committee: Committee) -> Letter:
    """The letter that tells the council that its proposal has left."""
    return Letter(
        to=to.email,
        subject=f"Proposition transmise\u00a0: {proposal.number}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"La proposition de votre conseil est partie. Elle porte maintenant un numéro\u00a0:\n\n"
            f"{_named(proposal)}\n\n"
            f"Elle est adressée à\u00a0: {committee.name}. La réponse est attendue au plus tard le {_due(proposal)}. "
            "Tant qu’elle n’est pas venue, la proposition reste affichée, et les jours de retard se comptent."
        ),
        reason=_COUNCIL,
        action_label="Suivre la proposition",
        action_url=_page(proposal),
    )


def acknowledged(to: Recipient, proposal: Proposal, committee: Committee) -> Letter:
    """The letter that tells the council that the committee has its proposal."""
    day = date_words(proposal.acknowledged_at.astimezone(PARIS).date()) if proposal.acknowledged_at else ""
    return Letter(
        to=to.email,
        subject=f"Accusé de réception\u00a0: {proposal.number}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"La proposition de votre conseil est bien arrivée ({committee.name}, {day})\u00a0:\n\n"
            f"{_named(proposal)}\n\n"
            f"La réponse est attendue au plus tard le {_due(proposal)}."
        ),
        reason=_COUNCIL,
        action_label="Suivre la proposition",
        action_url=_page(proposal),
    )


def withdrawn(to: Recipient, proposal: Proposal, reason: str) -> Letter:
    """The letter that tells the committee that nothing is asked of it any more."""
    return Letter(
        to=to.email,
        subject=f"Proposition retirée\u00a0: {proposal.number}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{proposal.council.name} retire sa proposition\u00a0:\n\n"
            f"{_named(proposal)}\n\n"
            f"La raison donnée\u00a0: {reason}\n\n"
            "Vous n’avez plus à répondre. La page de la proposition reste lisible."
        ),
        reason=_SECRETARY,
        action_label="Voir la proposition",
        action_url=_page(proposal),
    )


def _named(proposal: Proposal) -> str:
    return f"«\u202f{proposal.title}\u202f» ({proposal.number})"


def _due(proposal: Proposal) -> str:
    return date_words(proposal.answer_due_on) if proposal.answer_due_on else ""


def _page(proposal: Proposal) -> str:
    return whole("proposals.read_numbered", number=proposal.number)
