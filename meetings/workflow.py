"""The path of a meeting (domain §3.2)."""

from __future__ import annotations

from datetime import timedelta

from foundation import clock
from foundation.workflow import Transition, Workflow
from meetings.models import Meeting, MeetingState

S = MeetingState
# so long before the hour told may a meeting be opened: the room fills
BEFORE = timedelta(hours=2)


def is_ahead(meeting: Meeting) -> str | None:
    """Only what is still to come can be announced, moved or called off."""
    if meeting.starts_at > clock.now():
        return None
    return "Cette réunion a déjà commencé\u00a0: choisissez un jour et une heure à venir."


def has_come(meeting: Meeting) -> str | None:
    """A meeting is opened when its hour has come, or almost."""
    if meeting.starts_at - BEFORE <= clock.now():
        return None
    return "Il est trop tôt\u00a0: une réunion s’ouvre deux heures avant son heure au plus."


MEETING = Workflow(
    "Réunion",
    S.DRAFT,
    Transition("convene", (S.DRAFT,), S.CONVENED, "meeting.plan", "Envoyer la convocation", guards=(is_ahead,)),
    Transition("postpone", (S.CONVENED,), S.CONVENED, "meeting.plan", "Changer la date", guards=(is_ahead,)),
    Transition("open", (S.CONVENED,), S.OPEN, "meeting.hold", "Ouvrir la réunion", guards=(has_come,)),
    Transition("close", (S.OPEN,), S.CLOSED, "meeting.hold", "Terminer la réunion"),
    Transition("cancel", (S.CONVENED,), S.CANCELLED, "meeting.plan", "Annuler", guards=(is_ahead,), needs_comment=True),
)
