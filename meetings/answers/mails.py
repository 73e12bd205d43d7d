from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from citizens.notifications.recipients import Recipient
from foundation.addresses import whole
from foundation.html import visible_text
from foundation.outbox import Letter
from foundation.text import date_words, plural
from meetings.answers.delays import due_words
from meetings.answers.models import Answer, AnswerOutcome, Commitment
from meetings.answers.wording import extras
from meetings.proposals.models import Proposal

_COUNCIL = (
    "Vous recevez ce message parce que vous faites partie de ce conseil, ou que vous avez écrit cette proposition."
)
_SECRETARY = "Vous recevez ce message parce que vous tenez le secrétariat de ce comité."


def answered(to: Recipient, proposal: Proposal, answer: Answer, committee: str, *, completes: bool) -> Letter:
    """The letter that brings an answer, a further one, or the word that a proposal was passed on."""
    return Letter(
        to=to.email,
        subject=f"{_subject(answer, completes)}\u00a0: {proposal.number}",
        text="\n\n".join(
            [
                f"Bonjour {to.given_name},",
                f"{_opening(answer, completes)} ({committee})\u00a0:",
                _named(proposal),
                f"La réponse\u00a0: {answer.outcome.label.lower()}.",
                *(f"{name}\u00a0: {value}" for name, value, _ in extras(answer)),
                "Les raisons\u00a0:",
                visible_text(answer.reasons_html),
                *_promised(answer.commitments),
                f"Signé\u00a0: {answer.signatory_function}.",
                *_going_on(proposal, answer),
            ]
        ),
        reason=_COUNCIL,
        action_label="Lire la réponse",
        action_url=whole("proposals.read_numbered", number=proposal.number),
    )


def acknowledge(to: Recipient, proposal: Proposal, by: date, today: date) -> Letter:
    """The reminder to a secretary that a proposal waits for its acknowledgement, due on the day `by`."""
    return _reminder(
        to,
        proposal,
        f"À accuser réception\u00a0: {proposal.number}",
        f"Cette proposition attend votre accusé de réception, au plus tard le {date_words(by)}. "
        f"{due_words(by, today)}.",
    )


def late(to: Recipient, proposal: Proposal, today: date) -> Letter:
    """The reminder to a secretary that an answer is late."""
    due_on = proposal.answer_due_on or today
    days = plural((today - due_on).days, "jour", "jours")
    return _reminder(
        to,
        proposal,
        f"Réponse en retard\u00a0: {proposal.number}",
        f"La réponse à cette proposition était attendue le {date_words(due_on)}. Elle est en retard de {days}, et sa "
        "page publique le dit.",
    )


def _reminder(to: Recipient, proposal: Proposal, subject: str, sentence: str) -> Letter:
    slug = proposal.committee.slug if proposal.committee else ""
    return Letter(
        to=to.email,
        subject=subject,
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{proposal.council.name} a envoyé une proposition à votre comité\u00a0:\n\n"
            f"{_named(proposal)}\n\n{sentence}"
        ),
        reason=_SECRETARY,
        action_label="Ouvrir le bureau du comité",
        action_url=whole("answers.office", slug=slug),
    )


def _subject(answer: Answer, completes: bool) -> str:
    if answer.outcome is AnswerOutcome.REDIRECTED:
        return "Proposition transmise à un autre organisme"
    return "Réponse complétée" if completes else "Réponse à votre proposition"


def _opening(answer: Answer, completes: bool) -> str:
    if answer.outcome is AnswerOutcome.REDIRECTED:
        return "Le comité a transmis la proposition de votre conseil à un autre organisme"
    if completes:
        return "Le comité complète sa réponse à la proposition de votre conseil"
    return "Le comité a répondu à la proposition de votre conseil"


def _promised(commitments: Sequence[Commitment]) -> Iterator[str]:
    if commitments:
        yield "Engagement pris\u00a0:" if len(commitments) == 1 else "Engagements pris\u00a0:"
    for one in commitments:
        yield f"– {one.text} ({one.organization}), au plus tard le {date_words(one.due_on)}"


def _going_on(proposal: Proposal, answer: Answer) -> list[str]:
    if answer.outcome is not AnswerOutcome.REDIRECTED or proposal.answer_due_on is None:
        return []
    return [f"Le délai ne change pas\u00a0: une réponse reste attendue le {date_words(proposal.answer_due_on)}."]


def _named(proposal: Proposal) -> str:
    return f"«\u202f{proposal.title}\u202f» ({proposal.number})"
