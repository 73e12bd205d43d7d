from __future__ import annotations

import uuid

from citizens.notifications.recipients import Recipient
from councils.assistance.models import AssistedAct
from foundation.addresses import whole
from foundation.outbox import Letter
from foundation.text import moment_words
from meetings.ballots.wording import SIGN_IN
from meetings.votes import links
from meetings.votes.models import Motion, VoteMethod
from meetings.votes.wording import next_sentence, result_sentence, totals_sentence

_VOTER = "Vous recevez ce message parce que vous êtes membre de ce conseil et que vous pouvez voter."
_MEMBER = "Vous recevez ce message parce que vous êtes membre de ce conseil."
_LINK = (
    "Le bouton ouvre la page de vote, sans mot de passe. Ce lien est à vous seul\u00a0: ne le transférez à personne. "
    "Vous pouvez changer de réponse jusqu’à la clôture."
)


def opened(to: Recipient, motion: Motion, membership_id: uuid.UUID) -> Letter:
    """The letter that opens a vote to somebody."""
    return Letter(
        to=to.email,
        subject=f"À voter\u00a0: {motion.question}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{motion.council.name} vote sur cette question\u00a0:\n\n"
            f"{motion.question}\n\n"
            f"Le vote est ouvert du {moment_words(motion.opens_at)} au {moment_words(motion.closes_at)}.\n\n"
            f"{_way(motion)}\n\n"
            "Seuls les totaux seront publics, jamais les noms."
        ),
        reason=_VOTER,
        action_label="Voter",
        action_url=_link(motion, membership_id),
    )


def reminder(to: Recipient, motion: Motion, membership_id: uuid.UUID) -> Letter:
    """The letter to somebody who may vote and has not answered."""
    return Letter(
        to=to.email,
        subject=f"Bientôt clos\u00a0: {motion.question}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"Vous n’avez pas encore répondu à cette question de {motion.council.name}\u00a0:\n\n"
            f"{motion.question}\n\n"
            f"Le vote se clôt le {moment_words(motion.closes_at)}.\n\n"
            f"{_way(motion)}"
        ),
        reason=_VOTER,
        action_label="Voter",
        action_url=_link(motion, membership_id),
    )


def closed(to: Recipient, motion: Motion) -> Letter:
    """The letter that tells a result, in totals."""
    return Letter(
        to=to.email,
        subject=f"Résultat du vote\u00a0: {motion.question}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"Le vote de {motion.council.name} est clos. La question était\u00a0:\n\n"
            f"{motion.question}\n\n"
            f"{result_sentence(motion)}\n\n"
            f"{totals_sentence(motion)}\n\n"
            f"{next_sentence(motion)}"
        ).rstrip(),
        reason=_MEMBER,
        action_label="Voir le résultat",
        action_url=whole("votes.read", slug=motion.council.slug, key=motion.id),
    )


def recorded(to: Recipient, motion: Motion, act: AssistedAct) -> Letter:
    """The letter that tells somebody that an answer was recorded for them, and how to say no."""
    return Letter(
        to=to.email,
        subject=f"Votre réponse est notée\u00a0: {motion.question}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            "À votre demande, selon le mandat que vous avez signé, votre réponse à cette question "
            f"de {motion.council.name} est notée\u00a0:\n\n"
            f"«\u202f{motion.question}\u202f»\n\n"
            f"Code du reçu\u00a0: {act.receipt}.\n\n"
            "Vous n’avez rien demandé, ou ce n’est pas ce que vous avez dit\u00a0? Répondez vous-même sur la page du "
            f"vote jusqu’au {moment_words(motion.closes_at)}\u00a0: votre réponse remplacera celle-ci."
        ),
        reason=_MEMBER,
        action_label="Voir le reçu",
        action_url=whole("assistance.receipt", slug=motion.council.slug, receipt=act.receipt),
    )


def _way(motion: Motion) -> str:
    return SIGN_IN if motion.method is VoteMethod.SECRET else _LINK


def _link(motion: Motion, membership_id: uuid.UUID) -> str:
    """What the button of a letter opens: for a secret vote nothing that could vote by itself (ruling 19)."""
    if motion.method is VoteMethod.SECRET:
        return whole("votes.read", slug=motion.council.slug, key=motion.id)
    return whole("votes.by_link_page", token=links.token(motion.id, membership_id))
