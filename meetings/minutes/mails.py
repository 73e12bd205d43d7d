from __future__ import annotations

from citizens.notifications.recipients import Recipient
from foundation.addresses import whole
from foundation.outbox import Letter
from foundation.text import date_words
from meetings.minutes.models import Minutes
from meetings.presence.models import Decision

_MEMBER = "Vous recevez ce message parce que vous siégez dans un conseil citoyen."
_THERE = "Vous recevez ce message parce que vous étiez à cette réunion, ou représenté·e."
_OFFICE = "Vous recevez ce message parce que vous préparez ces réunions."
_OWNER = "Vous recevez ce message parce que cette décision vous a été confiée."


def _about(minutes: Minutes) -> str:
    return f"{minutes.meeting.title}, {date_words(minutes.meeting.day)}"


def proposed(to: Recipient, minutes: Minutes) -> Letter:
    """The letter that asks those who were there for their remarks."""
    until = date_words(minutes.comments_until) if minutes.comments_until else ""
    return Letter(
        to=to.email,
        subject=f"À relire\u00a0: {minutes.meeting.title}",
        text=(
            f"Bonjour {to.given_name},\n\nCe qui a été écrit de cette réunion est prêt à relire\u00a0: "
            f"{_about(minutes)}.\n\nVous étiez là\u00a0: dites jusqu’au {until} ce qui doit changer. "
            f"{'Le conseil l’approuvera' if minutes.council_id else 'Le texte sera validé'} ensuite."
        ),
        reason=_THERE,
        action_label="Relire le texte",
        action_url=_inside(minutes),
    )


def answered(to: Recipient, minutes: Minutes, *, accepted: bool, reason: str) -> Letter:
    """The letter that tells somebody what became of their remark."""
    said = "Votre remarque est reprise dans le texte." if accepted else "Votre remarque n’est pas reprise."
    return Letter(
        to=to.email,
        subject=f"Votre remarque\u00a0: {minutes.meeting.title}",
        text=(
            f"Bonjour {to.given_name},\n\n{said}\n\nRéunion\u00a0: {_about(minutes)}."
            + (f"\n\nLa réponse\u00a0: {reason}" if reason else "")
        ),
        reason=_THERE,
        action_label="Voir le texte",
        action_url=_inside(minutes),
    )


def published(to: Recipient, minutes: Minutes, number: int) -> Letter:
    """The letter that tells the council that everybody reads the text now."""
    what = "est public" if number == 1 else "est public dans une nouvelle version"
    return Letter(
        to=to.email,
        subject=f"{minutes.kind.label} public\u00a0: {minutes.meeting.title}",
        text=f"Bonjour {to.given_name},\n\nLe texte de cette réunion {what}\u00a0: {_about(minutes)}.",
        reason=_MEMBER,
        action_label="Le lire",
        action_url=whole("minutes.public", key=minutes.meeting_id),
    )


def late(to: Recipient, title: str, sentence: str, url: str) -> Letter:
    """The letter that reminds the office of what is late (`R-MIN-05`)."""
    return Letter(
        to=to.email,
        subject=f"En retard\u00a0: {title}",
        text=f"Bonjour {to.given_name},\n\n{sentence}",
        reason=_OFFICE,
        action_label="Ouvrir la page",
        action_url=url,
    )


def decision_due(to: Recipient, decision: Decision, slug: str, *, today: bool) -> Letter:
    """The letter that reminds whoever has something to do, before its day and on it."""
    day = date_words(decision.due_on) if decision.due_on else ""
    when = f"C’est pour aujourd’hui, {day}." if today else f"C’est pour le {day}."
    return Letter(
        to=to.email,
        subject="Une décision à mener",
        text=f"Bonjour {to.given_name},\n\nUne réunion vous a confié ceci\u00a0:\n\n{decision.text}\n\n{when}",
        reason=_OWNER,
        action_label="Dire que c’est fait",
        action_url=whole("minutes.decisions", slug=slug),
    )


def _inside(minutes: Minutes) -> str:
    return whole("minutes.read", slug=minutes.convener.slug, key=minutes.id)
