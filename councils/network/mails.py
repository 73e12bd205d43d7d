from __future__ import annotations

from citizens.notifications.recipients import Recipient
from councils.accreditation.due import Due
from foundation.outbox import Letter

_REASON = "Vous recevez ce message de l’animation du réseau, à cause de votre rôle auprès de ce conseil."


def reminder(to: Recipient, due: Due, signed: str) -> Letter:
    """A reminder sent by hand from the board: what is due, then the sender's own word if there is one."""
    return Letter(
        to=to.email,
        subject=due.subject,
        text=f"Bonjour {to.given_name},\n\n{due.words}{signed}",
        reason=_REASON,
        action_label="Voir",
        action_url=due.url,
    )
