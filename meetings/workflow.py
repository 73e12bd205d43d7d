"""The path of a meeting up to its day (domain §3.2)."""

from __future__ import annotations

from foundation import clock
from foundation.workflow import Transition, Workflow
from meetings.models import Meeting, MeetingState

S = MeetingState


def is_ahead(meeting: Meeting) -> str | None:
    """Only what is still to come can be announced, moved or called off."""
    if meeting.starts_at > clock.now():
        return None
    return "Cette réunion a déjà commencé\u00a0: choisissez un jour et une heure à venir."


MEETING = Workflow(
    "Réunion",
    S.DRAFT,
    Transition("convene", (S.DRAFT,), S.CONVENED, "meeting.plan", "Envoyer la convocation", guards=(is_ahead,)),
    Transition("postpone", (S.CONVENED,), S.CONVENED, "meeting.plan", "Changer la date", guards=(is_ahead,)),
    Transition("cancel", (S.CONVENED,), S.CANCELLED, "meeting.plan", "Annuler", guards=(is_ahead,), needs_comment=True),
)
