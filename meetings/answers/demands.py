"""What an answer must say, by its outcome (domain §4.3): the same sentences beside the fields and in the service."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

from foundation.html import safe_address, visible_length
from foundation.text import date_words, nfc, number, plural
from foundation.workflow import Refused
from meetings.answers.models import AnswerOutcome, ReasonCategory
from meetings.proposals.models import ProposalKind

O = AnswerOutcome  # noqa: E741 - the letter stands for the word
LEAST_REASONS, MOST_REASONS = 50, 5000
LATEST = timedelta(days=50 * 365)
MOST_CHANGES, MOST_COMMITMENT, MOST_COMMITMENTS = 2000, 500, 12
_TOO_FAR = "Ce jour est bien lointain\u00a0: vérifiez l’année."
NEEDS_COMMITMENTS = (O.RETAINED, O.RETAINED_MODIFIED)


@dataclass(frozen=True)
class CommitmentGiven:
    """What somebody promises: what, who, by when; a budget line if it is known."""

    text: str = ""
    organization: str = ""
    due_on: date | None = None
    budget_line: str = ""


@dataclass(frozen=True)
class AnswerGiven:
    """An answer as it is given, before it is checked. What an outcome does not ask for stays empty."""

    outcome: AnswerOutcome
    reasons: str
    signatory_function: str
    commitments: tuple[CommitmentGiven, ...] = ()
    reason_category: ReasonCategory | None = None
    changes: str = ""
    reexamined_on: date | None = None
    done_where: str = ""
    done_on: date | None = None
    proof_url: str = ""
    redirected_to_id: uuid.UUID | None = None
    redirected_on: date | None = None


def tidied(given: AnswerGiven) -> AnswerGiven:
    """The same without outer blanks and control characters."""
    return replace(
        given,
        reasons=nfc(given.reasons),
        signatory_function=nfc(given.signatory_function),
        changes=nfc(given.changes),
        done_where=nfc(given.done_where),
        proof_url=nfc(given.proof_url),
        commitments=tuple(
            replace(one, text=nfc(one.text), organization=nfc(one.organization), budget_line=nfc(one.budget_line))
            for one in given.commitments
        ),
    )


class Incomplete(Refused):
    """An answer that misses something: `by_field` gives the sentence for each name of `AnswerGiven`.

    The names of a commitment are `commitment_1_text`, `commitment_1_organization`…, from its place.
    """

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__(*by_field.values())
        self.by_field = MappingProxyType(dict(by_field))


# what each outcome alone is asked for: (field, its name on the page, the sentence when it is missing)
OWN: dict[AnswerOutcome, tuple[tuple[str, str, str], ...]] = {
    O.RETAINED_MODIFIED: (
        ("changes", "Ce qui change, et pourquoi", "Dites ce qui change dans la proposition, et pourquoi."),
    ),
    O.NOT_RETAINED: (
        ("reason_category", "La raison principale", "Choisissez la raison principale du refus."),
    ),
    O.POSTPONED: (
        ("reexamined_on", "Nouvel examen le", "Donnez le jour où la proposition sera examinée de nouveau."),
    ),
    O.ALREADY_DONE: (
        ("done_where", "Où", "Dites où cela a été fait ou commencé."),
        ("done_on", "Depuis le", "Donnez le jour où cela a été fait ou commencé."),
        ("proof_url", "Où le vérifier", "Donnez l’adresse d’une page, ou un lieu, où chacun peut le vérifier."),
    ),
    O.REDIRECTED: (
        ("redirected_to_id", "L’organisme", "Choisissez l’organisme à qui la proposition est transmise."),
        ("redirected_on", "Transmise le", "Donnez le jour où la proposition a été transmise à cet organisme."),
    ),
}  # fmt: skip


def faults(given: AnswerGiven, kind: ProposalKind, today: date) -> dict[str, str]:
    """What is missing or wrong in an answer to a proposal of this kind: a sentence for each field."""
    found: dict[str, str] = {}
    for check in (_outcome, _reasons, _signatory, _own, _days, _proof, _commitments):
        for field, sentence in check(given, kind, today):
            found.setdefault(field, sentence)
    return found


Faults = Iterator[tuple[str, str]]
Check = Callable[[AnswerGiven, ProposalKind, date], Faults]


def _outcome(given: AnswerGiven, kind: ProposalKind, _today: date) -> Faults:
    if given.outcome is O.NOTED and kind is not ProposalKind.CONTRIBUTION:
        yield (
            "outcome",
            "«\u202fIl en est pris acte\u202f» ne répond qu’à une contribution\u00a0: choisissez une autre réponse.",
        )
    for outcome, fields in OWN.items():
        typed = [name for field, name, _ in fields if outcome is not given.outcome and getattr(given, field)]
        if typed:
            yield (
                "outcome",
                f"Vous avez aussi rempli «\u202f{typed[0]}\u202f». Choisissez «\u202f{outcome.label}\u202f», ou videz "
                "ce champ.",
            )


def _reasons(given: AnswerGiven, _kind: ProposalKind, _today: date) -> Faults:
    length = visible_length(given.reasons)
    if length == 0:
        yield "reasons", f"Écrivez les raisons de cette réponse, en {LEAST_REASONS} caractères au moins."
    elif length < LEAST_REASONS:
        yield (
            "reasons",
            f"Donnez des raisons plus complètes\u00a0: {LEAST_REASONS} caractères au moins, il en manque "
            f"{LEAST_REASONS - length}.",
        )
    yield from _not_longer("reasons", length, MOST_REASONS)


def _signatory(given: AnswerGiven, _kind: ProposalKind, _today: date) -> Faults:
    if not given.signatory_function:
        yield (
            "signatory_function",
            "Dites quelle est la fonction de la personne qui signe, par exemple «\u202fmaire\u202f».",
        )
    yield from _not_longer("signatory_function", len(given.signatory_function), 160)


def _own(given: AnswerGiven, _kind: ProposalKind, _today: date) -> Faults:
    for field, _, sentence in OWN.get(given.outcome, ()):
        if not getattr(given, field):
            yield field, sentence
    yield from _not_longer("changes", len(given.changes), MOST_CHANGES)
    yield from _not_longer("done_where", len(given.done_where), 300)
    yield from _not_longer("proof_url", len(given.proof_url), 300)


def _days(given: AnswerGiven, _kind: ProposalKind, today: date) -> Faults:
    if given.reexamined_on is not None and given.reexamined_on <= today:
        yield "reexamined_on", f"Ce jour doit être après aujourd’hui, {date_words(today)}."
    if given.reexamined_on is not None and given.reexamined_on > today + LATEST:
        yield "reexamined_on", _TOO_FAR
    if given.done_on is not None and given.done_on > today:
        yield "done_on", "Ce jour n’est pas encore passé\u00a0: donnez celui où cela a été fait ou commencé."
    if given.redirected_on is not None and given.redirected_on > today:
        yield "redirected_on", "Ce jour n’est pas encore passé\u00a0: transmettez d’abord, répondez ensuite."


def _proof(given: AnswerGiven, _kind: ProposalKind, _today: date) -> Faults:
    if given.proof_url and " " not in given.proof_url and not is_page(given.proof_url):
        yield "proof_url", "Cette adresse n’est pas complète. Exemple\u00a0: https://www.exemple.fr/travaux."


def is_page(address: str) -> bool:
    """Whether a link leads to a page: of another site by its whole address, or of this one by its path."""
    scheme = urlsplit(address).scheme if safe_address(address) else "none"
    return scheme in {"http", "https"} or (scheme == "" and address.startswith("/"))


def _commitments(given: AnswerGiven, _kind: ProposalKind, today: date) -> Faults:
    if given.outcome in NEEDS_COMMITMENTS and not given.commitments:
        yield "commitment_1_text", "Écrivez au moins un engagement\u00a0: ce qui sera fait, par qui et pour quand."
    if len(given.commitments) > MOST_COMMITMENTS:
        yield "commitment_1_text", f"Une réponse prend {MOST_COMMITMENTS} engagements au plus\u00a0: regroupez-les."
    for place, one in enumerate(given.commitments, 1):
        for part, sentence in _commitment(one, today):
            yield f"commitment_{place}_{part}", sentence


def _commitment(one: CommitmentGiven, today: date) -> Faults:
    if not one.text:
        yield "text", "Dites ce qui sera fait."
    if not one.organization:
        yield "organization", "Dites qui le fera."
    if one.due_on is None:
        yield "due_on", "Dites pour quand, par un jour."
    elif one.due_on < today:
        yield "due_on", "Ce jour est déjà passé\u00a0: un engagement se tient dans l’avenir."
    elif one.due_on > today + LATEST:
        yield "due_on", _TOO_FAR
    yield from _not_longer("text", len(one.text), MOST_COMMITMENT)
    yield from _not_longer("organization", len(one.organization), 160)
    yield from _not_longer("budget_line", len(one.budget_line), 160)


def _not_longer(field: str, length: int, most: int) -> Faults:
    if length > most:
        excess = plural(length - most, "caractère", "caractères")
        yield field, f"Il y a {excess} de trop\u00a0: {number(most)} au plus."
