"""What pages, letters and messages say of a meeting, in plain French."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from councils.charter.articles import Articles
from councils.wording import bare_name
from foundation import clock
from foundation.clock import PARIS
from foundation.text import date_words, hour_words, moment_words, plural
from meetings.convening.models import AgendaDocument
from meetings.models import AgendaItem, Coming, Meeting, MeetingKind, MeetingState

K = MeetingKind
LONGEST_SMS = 160
POWER = (
    "Si vous ne pouvez pas venir, vous pouvez donner pouvoir à un autre membre, qui votera pour vous s’il est "
    "là\u00a0: sur la page de la réunion, ou sur un papier daté et signé."
)
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
LOOKS = {
    MeetingState.OPEN: ("half", "ongoing", MeetingState.OPEN.label),
    MeetingState.CLOSED: ("full", "quiet", MeetingState.CLOSED.label),
}
WHO_COMES = {
    K.PLENARY: "Les membres du conseil décident. Demandez au conseil si vous pouvez y assister.",
    K.PUBLIC_MEETING: "Ouverte à toutes et à tous, sans inscription.",
    K.WORKING_GROUP: "Pour les membres de la commission.",
    K.BOARD: "Pour les membres du bureau.",
    K.GENERAL_ASSEMBLY: "Pour les membres de l’association du conseil.",
    K.WALK_DEBRIEF: "Ouverte à toutes et à tous, sans inscription.",
    K.NETWORK_MEETING: "Pour les membres de tous les conseils citoyens.",
    K.TRAINING: "Pour les membres de tous les conseils citoyens, sans frais.",
    K.ASSISES: "Pour les membres de tous les conseils citoyens. Le public peut venir écouter.",
    K.COMMITTEE_SESSION: "Pour les membres du comité, et pour celles et ceux qui y représentent un conseil citoyen.",
}


OPEN_PLENARY = "Ouverte à toutes et à tous\u00a0: le règlement du conseil le prévoit. Seuls ses membres décident."


def who_comes(meeting: Meeting, articles: Articles) -> str:
    """Who may come to a meeting, by the rules in force on its day."""
    is_open = meeting.kind is K.PLENARY and articles.plenary_open_to_public
    return OPEN_PLENARY if is_open else WHO_COMES[meeting.kind]


def look(meeting: Meeting) -> tuple[str, str, str]:
    """The mark of a meeting's state: shape, tone, words."""
    if meeting.state is MeetingState.CANCELLED:
        return "square", "late", "Annulée"
    if meeting.state in LOOKS:
        return LOOKS[meeting.state]
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


def offered(meeting: Meeting) -> str:
    """« garde d’enfants, transport »: the help that a meeting offers."""
    return ", ".join(kind.label.lower() for kind in meeting.offers)


def item_line(item: AgendaItem) -> str:
    """An item with what it is for and how long: « Budget des fêtes (décision, 20 minutes) »."""
    facts = [item.kind.label.lower()]
    if item.minutes:
        facts.append(plural(item.minutes, "minute", "minutes"))
    return f"{item.title} ({', '.join(facts)})"


def paper_line(paper: AgendaDocument) -> str:
    """« Plan du square.pdf (pour le point « Le square », réservé aux membres) »."""
    whose = "" if paper.is_public else ", réservé aux membres"
    return f"{paper.document.name} (pour le point «\u202f{paper.agenda_item.title}\u202f»{whose})"


def _convener(meeting: Meeting) -> str:
    """Who convenes, and to what."""
    if meeting.convener.is_network:
        return "Le réseau des conseils citoyens vous invite"
    what = "cette réunion" if meeting.council_id is not None else "cette séance, où vous représentez un conseil citoyen"
    return f"{meeting.convener.name} vous convoque à {what}"


def notice_text(meeting: Meeting, items: Sequence[AgendaItem], papers: Sequence[AgendaDocument] = ()) -> str:
    """The notice as it is sent and printed: plain lines (`R-MTG-02`)."""
    parts = [
        f"{_convener(meeting)}\u00a0:",
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
    if meeting.offers:
        parts.append(f"Aide pour venir, à demander en répondant\u00a0: {offered(meeting)}.")
    if papers:
        listed = "\n".join(paper_line(one) for one in papers)
        parts.append(f"Documents, à lire sur la page de la réunion\u00a0:\n{listed}")
    if meeting.council_id is not None:
        parts.append(POWER)
    if meeting.urgent_reason:
        parts.append(f"Cette convocation part plus tard que prévu, en urgence\u00a0: {meeting.urgent_reason}")
    return "\n\n".join(parts)


def sms(meeting: Meeting) -> str:
    """The notice in 160 characters at most, to send by telephone."""
    start = meeting.starts_at.astimezone(PARIS)
    when_words = f"le {start:%d/%m/%Y} à {hour_words(start)}"
    head = f"{bare_name(meeting.convener.name)}\u00a0: {meeting.kind.label.lower()} {when_words}, "
    tail = " Venez-vous\u00a0?"
    room = LONGEST_SMS - len(head) - len(tail) - 1
    place = where(meeting) if len(where(meeting)) <= room else meeting.place
    if len(place) > room:
        place = place[: max(room - 1, 0)].rstrip() + "…"
    return f"{head}{place}.{tail}"[:LONGEST_SMS]


def reminder_words(meeting: Meeting) -> str:
    """« mercredi 2 décembre 2026 à 18 h 30 », for a reminder."""
    return moment_words(meeting.starts_at)
