from __future__ import annotations

from citizens.models import Person
from citizens.naming import name_in
from citizens.notifications.recipients import Recipient
from foundation.addresses import whole
from foundation.outbox import Letter
from meetings.convening import wording
from meetings.models import Meeting

_REASON = "Vous recevez ce message parce que vous êtes membre de ce conseil."


def _letter(to: Recipient, meeting: Meeting, subject: str, text: str) -> Letter:
    return Letter(
        to=to.email,
        subject=subject,
        text=f"Bonjour {to.given_name},\n\n{text}\n\nLa réunion\u00a0: {meeting.title}, {wording.when(meeting)}.",
        reason=_REASON,
        action_label="Voir la réunion",
        action_url=whole("meetings.read", key=meeting.id),
    )


def given(to: Recipient, meeting: Meeting, giver: Person) -> Letter:
    """The letter to whoever holds a power from now on."""
    name = name_in(giver, meeting.council_id)
    return _letter(
        to,
        meeting,
        "On vous donne un pouvoir",
        f"{name} ne peut pas venir et vous donne pouvoir\u00a0: vous voterez aussi en son nom. Il faut pour cela que "
        "vous soyez là. Si vous ne pouvez pas venir, prévenez cette personne dès maintenant.",
    )


def taken_back(to: Recipient, meeting: Meeting, giver: Person) -> Letter:
    """The letter to whoever held a power that was taken back."""
    name = name_in(giver, meeting.council_id)
    return _letter(to, meeting, "Un pouvoir est repris", f"{name} a repris le pouvoir qui vous était donné.")


def void(to: Recipient, meeting: Meeting, reason: str, *, may_give: bool) -> Letter:
    """The letter to whoever gave a power that counts for nothing any more (`R-PRX-03`, `R-PRX-05`)."""
    next_step = (
        "Vous pouvez le donner à quelqu’un d’autre, depuis la page de la réunion, jusqu’à son début."
        if may_give
        else "Personne ne vote en votre nom tant que cela dure. Si vous arrivez, vous voterez vous-même."
    )
    return _letter(to, meeting, "Votre pouvoir ne compte plus", f"{reason} Votre pouvoir ne compte plus. {next_step}")
