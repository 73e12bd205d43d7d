from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from citizens.notifications.recipients import Recipient
from foundation.addresses import whole
from foundation.outbox import Letter
from foundation.text import moment_words
from meetings.convening import links, wording
from meetings.convening.models import ProposedItem
from meetings.models import Meeting

Writing = Callable[[Recipient], Letter]

_REASON = "Vous recevez ce message parce que vous siégez dans un conseil citoyen."
_LINK = (
    "Le bouton ouvre une page où vous dites si vous venez, sans mot de passe. Ce lien est à vous seul\u00a0: ne le "
    "transférez à personne. Vous pouvez changer de réponse jusqu’au début de la réunion."
)


def notice(
    to: Recipient, meeting: Meeting, text: str, membership_id: uuid.UUID, before: datetime | None = None
) -> Letter:
    """The letter that convenes somebody; `before` is when the meeting was to be, of one that moves."""
    again = "Nouvelle date" if meeting.round > 1 else "Convocation"
    moved = (
        f"La réunion prévue le {moment_words(before)} change de date ou de lieu. Votre réponse d’avant ne compte "
        "plus\u00a0: répondez de nouveau.\n\n"
        if before is not None
        else ""
    )
    return Letter(
        to=to.email,
        subject=f"{again}\u00a0: {meeting.title}",
        text=f"Bonjour {to.given_name},\n\n{moved}{text}\n\n{_LINK}",
        reason=_REASON,
        action_label="Dire si je viens",
        action_url=_link(meeting, membership_id),
    )


def reminder(to: Recipient, meeting: Meeting, membership_id: uuid.UUID, *, answered: bool) -> Letter:
    """The letter of the days before."""
    ask = "" if answered else "\n\nVous n’avez pas encore dit si vous venez."
    return Letter(
        to=to.email,
        subject=f"Bientôt\u00a0: {meeting.title}",
        text=(
            f"Bonjour {to.given_name},\n\n{meeting.convener.name} se réunit bientôt\u00a0: {meeting.title}.\n\n"
            f"Quand\u00a0: {wording.when(meeting)}.\n\nOù\u00a0: {wording.where(meeting)}.{ask}\n\n{_LINK}"
        ),
        reason=_REASON,
        action_label="Dire si je viens",
        action_url=_link(meeting, membership_id),
    )


def cancelled(to: Recipient, meeting: Meeting) -> Letter:
    """The letter that calls a meeting off."""
    return Letter(
        to=to.email,
        subject=f"Réunion annulée\u00a0: {meeting.title}",
        text=(
            f"Bonjour {to.given_name},\n\nCette réunion de {meeting.convener.name} n’aura pas lieu\u00a0: "
            f"{meeting.title}, {wording.when(meeting)}.\n\nPourquoi\u00a0: {meeting.cancelled_reason}"
        ),
        reason=_REASON,
        action_label="Voir la réunion",
        action_url=whole("meetings.read", key=meeting.id),
    )


def item_proposed(to: Recipient, item: ProposedItem) -> Letter:
    """To those who prepare the meetings: a member proposes an item."""
    return Letter(
        to=to.email,
        subject=f"Un point proposé\u00a0: {item.title}",
        text=(
            f"Bonjour {to.given_name},\n\nUn membre de {item.council.name} propose un point pour une prochaine "
            f"réunion\u00a0: {item.title}.\n\nMettez-le à l’ordre du jour, ou répondez-lui pourquoi il n’y sera pas."
        ),
        reason="Vous recevez ce message parce que vous préparez les réunions de ce conseil.",
        action_label="Voir les points proposés",
        action_url=whole("meetings.office", slug=item.council.slug),
    )


def item_accepted(to: Recipient, item: ProposedItem, meeting: Meeting) -> Letter:
    """To who proposed an item: it will be spoken of."""
    when = f", {wording.when(meeting)}" if meeting.convened_at else ", en préparation"
    return Letter(
        to=to.email,
        subject=f"Votre point est à l’ordre du jour\u00a0: {item.title}",
        text=(
            f"Bonjour {to.given_name},\n\nLe point que vous avez proposé sera abordé à cette réunion de "
            f"{item.council.name}\u00a0: {meeting.title}{when}."
        ),
        reason=_REASON,
        action_label="Voir ce que j’ai proposé",
        action_url=whole("meetings.propose_page", slug=item.council.slug),
    )


def item_declined(to: Recipient, item: ProposedItem) -> Letter:
    """To who proposed an item: why it will not be spoken of."""
    return Letter(
        to=to.email,
        subject=f"Votre point n’est pas retenu\u00a0: {item.title}",
        text=(
            f"Bonjour {to.given_name},\n\nLe point que vous avez proposé à {item.council.name} ne sera pas à l’ordre "
            f"du jour.\n\nPourquoi\u00a0: {item.answer}"
        ),
        reason=_REASON,
        action_label="Voir ce que j’ai proposé",
        action_url=whole("meetings.propose_page", slug=item.council.slug),
    )


def _link(meeting: Meeting, membership_id: uuid.UUID) -> str:
    return whole("meetings.by_link_page", token=links.token(meeting.id, membership_id, meeting.round))
