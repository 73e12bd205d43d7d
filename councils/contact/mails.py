from __future__ import annotations

from dataclasses import dataclass

from citizens.notifications.recipients import Recipient
from councils.models import Council
from foundation.outbox import Letter

_REASON = (
    "Vous recevez ce message parce que vous préparez les réunions de ce conseil, ou animez le réseau. "
    "Le site l’efface 30 jours après son envoi."
)


@dataclass(frozen=True)
class Inquiry:
    """What somebody writes to a council; `address` is where they want the answer. All but `text` are one line."""

    writer: str
    address: str
    topic: str
    text: str


def message(to: Recipient, council: Council, sent: Inquiry) -> Letter:
    """A resident's message, for one of those who read the council's letters; an answer to it goes to the resident."""
    topic = sent.topic or "sans sujet"
    # their lines stay lines in a letter that knows paragraphs alone
    lines = "\n\n".join(line.strip() for line in sent.text.splitlines() if line.strip())
    return Letter(
        to=to.email,
        subject=f"Message au {council.name}\u00a0: {topic}",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{sent.writer} a écrit au {council.name} par le site.\n\n"
            f"Sujet\u00a0: {topic}\n\n"
            f"«\u202f{lines}\u202f»\n\n"
            f"Pour répondre, répondez à ce courriel\u00a0: votre réponse ira à {sent.address}. "
            "La personne verra l’adresse d’où vous écrivez.\n\n"
            "Le site n’a pas vérifié qui écrit. N’ouvrez pas un lien qui vous étonne."
        ),
        reason=_REASON,
        reply_to=sent.address,
    )
