from __future__ import annotations

from citizens.discussion.models import Comment, ContentReport
from citizens.discussion.subjects import Subject
from citizens.notifications.recipients import Recipient
from foundation import clock
from foundation.addresses import whole
from foundation.html import visible_text
from foundation.outbox import Letter
from foundation.text import date_short, moment_words

_WROTE = "Vous recevez ce message parce que vous avez écrit dans une discussion du site."
_REPORTED = "Vous recevez ce message parce que vous avez signalé un commentaire du site."


def _hello(reader: Recipient) -> str:
    return f"Bonjour {reader.given_name},".replace(" ,", ",")


def _day(report: ContentReport) -> str:
    return date_short(report.reported_at.astimezone(clock.PARIS).date())


def _page(subject: Subject) -> str:
    return whole("pages.home").rstrip("/") + subject.url


def accepted(reader: Recipient, subject: Subject) -> Letter:
    """The letter that says that one's words are now read by others."""
    return Letter(
        to=reader.email,
        subject="Votre commentaire est publié",
        text=(
            f"{_hello(reader)}\n\n"
            f"Votre commentaire sur «\u202f{subject.title}\u202f» a été relu\u00a0: il est maintenant publié dans la "
            "discussion."
        ),
        reason=_WROTE,
        action_label="Lire la discussion",
        action_url=_page(subject),
    )


def declined(reader: Recipient, subject: Subject, comment: Comment, reason: str) -> Letter:
    """The letter that says why one's words are not shown, and gives them back."""
    return Letter(
        to=reader.email,
        subject="Votre commentaire n’est pas publié",
        text=(
            f"{_hello(reader)}\n\n"
            f"Votre commentaire sur «\u202f{subject.title}\u202f» a été relu. Il n’est pas publié. "
            f"Voici pourquoi\u00a0:\n\n{reason}\n\n"
            "Vous pouvez en écrire un autre qui tienne compte de cette raison. Voici ce que vous aviez écrit\u00a0:\n\n"
            f"{visible_text(comment.html)}"
        ),
        reason=_WROTE,
        action_label="Retourner à la discussion",
        action_url=_page(subject),
    )


def receipt(reader: Recipient, report: ContentReport) -> Letter:
    """The letter that says that a report has arrived."""
    return Letter(
        to=reader.email,
        subject="Nous avons reçu votre signalement",
        text=(
            f"{_hello(reader)}\n\n"
            f"Vous avez signalé un commentaire le {moment_words(report.reported_at)}, pour ce motif\u00a0: "
            f"{report.ground.label}.\n\n"
            "Un modérateur ou une modératrice va le lire et décider. Un courriel vous dira la décision et ses raisons."
        ),
        reason=_REPORTED,
    )


def outcome(reader: Recipient, report: ContentReport, *, removed: bool) -> Letter:
    """The letter that tells a reporter what was decided, why, and what can be done about it."""
    decided = "a été retiré" if removed else "reste affiché"
    return Letter(
        to=reader.email,
        subject="Votre signalement a été examiné",
        text=(
            f"{_hello(reader)}\n\n"
            f"Vous avez signalé un commentaire le {_day(report)}. Après examen, ce commentaire {decided}. "
            f"Voici pourquoi\u00a0:\n\n{report.decision_reason}\n\n{_remedies()}"
        ),
        reason=_REPORTED,
    )


def hidden(reader: Recipient, subject: Subject, comment: Comment, reasons: str) -> Letter:
    """The statement of reasons to whoever wrote what was taken away, with the ways to contest it."""
    return Letter(
        to=reader.email,
        subject="Votre commentaire a été retiré",
        text=(
            f"{_hello(reader)}\n\n"
            f"La modération a retiré votre commentaire sur «\u202f{subject.title}\u202f». "
            f"Motif\u00a0: {comment.hidden_reason}.\n\n"
            f"Voici les raisons de cette décision, prise par une personne après un signalement\u00a0:\n\n{reasons}\n\n"
            "À la place de votre commentaire, la discussion montre la date et le motif du retrait. Voici ce que vous "
            f"aviez écrit\u00a0:\n\n{visible_text(comment.html)}\n\n{_remedies()}"
        ),
        reason=_WROTE,
        action_label="Voir la discussion",
        action_url=_page(subject),
    )


def restored(reader: Recipient, subject: Subject, reasons: str) -> Letter:
    """The letter that says that what was taken away is back."""
    return Letter(
        to=reader.email,
        subject="Votre commentaire est de nouveau affiché",
        text=(
            f"{_hello(reader)}\n\n"
            f"La modération est revenue sur sa décision\u00a0: votre commentaire sur "
            f"«\u202f{subject.title}\u202f» est de nouveau affiché. Voici pourquoi\u00a0:\n\n{reasons}"
        ),
        reason=_WROTE,
        action_label="Voir la discussion",
        action_url=_page(subject),
    )


def _remedies() -> str:
    return (
        "Vous pouvez contester cette décision dans les six mois\u00a0: écrivez-nous, en disant pourquoi, à l’adresse "
        f"donnée dans les mentions légales ({whole('pages.legal')}). Une personne la réexaminera. Vous pouvez aussi "
        "saisir le tribunal judiciaire."
    )
