"""What pages, letters and messages say of a meeting, in plain French."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from councils.wording import bare_name
from foundation import clock
from foundation.clock import PARIS
from foundation.text import date_words, hour_words, moment_words, plural
from meetings.models import AgendaItem, Coming, Meeting, MeetingKind, MeetingState

K = MeetingKind
LONGEST_SMS = 160
# of these the public learns what is on the agenda; of the others that they take place (domain §3.1)
OPEN_AGENDA = frozenset({K.PLENARY, K.PUBLIC_MEETING})
ANSWERS = {
    Coming.PRESENT: "Je viens",
    Coming.REMOTE: "Je participe à distance",
    Coming.EXCUSED: "Je ne viens pas",
}
SAID = {
    Coming.PRESENT: "Vous avez répondu que vous venez.",
    Coming.REMOTE: "Vous avez répondu que vous participez à distance.",
    Coming.EXCUSED: "Vous avez répondu que vous ne venez pas.",
}
WHO_COMES = {
    K.PLENARY: "Les membres du conseil décident. Demandez au conseil si vous pouvez y assister.",
    K.PUBLIC_MEETING: "Ouverte à toutes et à tous, sans inscription.",
    K.WORKING_GROUP: "Pour les membres de la commission.",
    K.BOARD: "Pour les membres du bureau.",
}


def look(meeting: Meeting) -> tuple[str, str, str]:
    """The mark of a meeting's state: shape, tone, words."""
    if meeting.state is MeetingState.CANCELLED:
        return "square", "late", "Annulée"
    if meeting.state is MeetingState.DRAFT:
        return "empty", "quiet", MeetingState.DRAFT.label
    if meeting.day < clock.today():
        return "full", "quiet", "Passée"
    return "half", "ongoing", "Aujourd’hui" if meeting.day == clock.today() else "À venir"


def when(meeting: Meeting) -> str:
    """« jeudi 3 décembre 2026, de 18 h 30 à 20 h 30 »."""
    start = meeting.starts_at.astimezone(PARIS)
    end = ends_at(meeting).astimezone(PARIS)
    return f"{date_words(meeting.day)}, de {hour_words(start)} à {hour_words(end)}"


def ends_at(meeting: Meeting) -> datetime:
    """The moment at which a meeting should be over."""
    return meeting.starts_at + timedelta(minutes=meeting.duration_min)


def where(meeting: Meeting) -> str:
    """The place with its address on one line."""
    return f"{meeting.place}, {meeting.address}"


def item_line(item: AgendaItem) -> str:
    """An item with what it is for and how long: « Budget des fêtes (décision, 20 minutes) »."""
    facts = [item.kind.label.lower()]
    if item.minutes:
        facts.append(plural(item.minutes, "minute", "minutes"))
    return f"{item.title} ({', '.join(facts)})"


def notice_text(meeting: Meeting, items: Sequence[AgendaItem]) -> str:
    """The notice as it is sent and printed: plain lines (`R-MTG-02`)."""
    parts = [
        f"{meeting.council.name} vous convoque à cette réunion\u00a0:",
        f"{meeting.title} ({meeting.kind.label.lower()})",
        f"Quand\u00a0: {when(meeting)}.",
        f"Où\u00a0: {where(meeting)}.",
    ]
    if meeting.access:
        parts.append(f"Accès\u00a0: {meeting.access}")
    if meeting.remote_url:
        parts.append("Vous pouvez aussi participer à distance\u00a0: le lien est sur la page de la réunion.")
    agenda = "\n".join(f"{number}. {item_line(item)}" for number, item in enumerate(items, 1))
    parts.append(f"Ordre du jour\u00a0:\n{agenda}")
    if meeting.urgent_reason:
        parts.append(f"Cette convocation part plus tard que prévu, en urgence\u00a0: {meeting.urgent_reason}")
    return "\n\n".join(parts)


def sms(meeting: Meeting) -> str:
    """The notice in 160 characters at most, to send by telephone."""
    start = meeting.starts_at.astimezone(PARIS)
    head = (
        f"{bare_name(meeting.council.name)}\u00a0: {meeting.kind.label.lower()} le {start:%d/%m/%Y} à {start:%H:%M}, "
    )
    tail = " Venez-vous\u00a0?"
    room = LONGEST_SMS - len(head) - len(tail) - 1
    place = where(meeting) if len(where(meeting)) <= room else meeting.place
    if len(place) > room:
        place = place[: max(room - 1, 0)].rstrip() + "…"
    return f"{head}{place}.{tail}"[:LONGEST_SMS]


def reminder_words(meeting: Meeting) -> str:
    """« mercredi 2 décembre 2026 à 18 h 30 », for a reminder."""
    return moment_words(meeting.starts_at)
