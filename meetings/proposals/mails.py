from __future__ import annotations

from collections.abc import Callable

from citizens.notifications.recipients import Recipient
from foundation.addresses import whole
from foundation.outbox import Letter
from meetings.proposals.models import Proposal

_COUNCIL = "Vous recevez ce message parce que vous faites partie de ce conseil."

Writer = Callable[[Recipient, Proposal], Letter]


def discussion_opened(to: Recipient, proposal: Proposal) -> Letter:
    """The letter that brings a draft before the council."""
    return _letter(
        to,
        proposal,
        about="À discuter",
        before=f"{proposal.council.name} discute un nouveau texte\u00a0:",
        after=(
            "Lisez-le, dites ce qui est pour et ce qui est contre, posez vos questions. Seuls les membres du conseil "
            "et la personne qui l’anime lisent cette discussion. Le texte peut encore changer. Le bureau ouvrira "
            "ensuite le vote."
        ),
        action="Lire et discuter",
    )


def returned(to: Recipient, proposal: Proposal) -> Letter:
    """The letter that tells that a vote decided nothing: too few answered, or its ballots stayed shut."""
    return _letter(
        to,
        proposal,
        about="Vote sans décision",
        before=f"Le vote de {proposal.council.name} n’a rien décidé sur ce texte, faute de réponses ou de bulletins "
        "que l’on puisse ouvrir\u00a0:",
        after="Rien n’est décidé. Le texte revient en discussion\u00a0: il peut changer, et le bureau "
        "peut ouvrir un nouveau vote.",
        action="Reprendre la discussion",
    )


def reopened(reason: str) -> Writer:
    """The letter that tells that a voted text is discussed again, and why."""

    def write(to: Recipient, proposal: Proposal) -> Letter:
        return _letter(
            to,
            proposal,
            about="De nouveau en discussion",
            before=f"Le bureau de {proposal.council.name} reprend la discussion sur ce texte\u00a0:",
            after=f"La raison donnée\u00a0: {reason}\n\nLe texte peut changer. Il faudra un nouveau vote.",
            action="Lire et discuter",
        )

    return write


def withdrawn(reason: str) -> Writer:
    """The letter that tells the council that a text goes no further, and why."""

    def write(to: Recipient, proposal: Proposal) -> Letter:
        return _letter(
            to,
            proposal,
            about="Texte retiré",
            before=f"Le bureau de {proposal.council.name} retire ce texte\u00a0:",
            after=f"La raison donnée\u00a0: {reason}\n\nLe texte et la discussion restent lisibles.",
            action="Voir le texte",
        )

    return write


def _letter(to: Recipient, proposal: Proposal, *, about: str, before: str, after: str, action: str) -> Letter:
    return Letter(
        to=to.email,
        subject=f"{about}\u00a0: {proposal.title}",
        text=f"Bonjour {to.given_name},\n\n{before}\n\n«\u202f{proposal.title}\u202f»\n\n{after}",
        reason=_COUNCIL,
        action_label=action,
        action_url=whole("proposals.read", slug=proposal.council.slug, key=proposal.id),
    )
