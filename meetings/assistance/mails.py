from __future__ import annotations

from citizens.notifications.recipients import Recipient
from councils.assistance.models import AssistedAct
from foundation.addresses import whole
from foundation.outbox import Letter
from meetings.models import Meeting

_REASON = "Vous recevez ce message parce que vous êtes membre de ce conseil."


def recorded(to: Recipient, meeting: Meeting, act: AssistedAct, words: str) -> Letter:
    """The letter that tells somebody what was recorded for them about a meeting, and how to say no."""
    return Letter(
        to=to.email,
        subject=f"Votre réponse est notée\u00a0: {meeting.title}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            "À votre demande, selon le mandat que vous avez signé, votre réponse est notée pour "
            f"«\u202f{act.about}\u202f»\u00a0:\n\n"
            f"«\u202f{words}\u202f»\n\n"
            f"Code du reçu\u00a0: {act.receipt}.\n\n"
            "Vous n’avez rien demandé, ou ce n’est pas ce que vous avez dit\u00a0? Répondez vous-même sur la page de "
            "la réunion\u00a0: votre réponse remplacera celle-ci. Ou prévenez le bureau du conseil."
        ),
        reason=_REASON,
        action_label="Voir le reçu",
        action_url=whole("assistance.receipt", slug=meeting.convener.slug, receipt=act.receipt),
    )
