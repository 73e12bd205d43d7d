from __future__ import annotations

import re
import types
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, cast

from wtforms import DateField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from foundation.forms import Form, cleaned
from foundation.text import number
from meetings.answers.demands import (
    LEAST_REASONS,
    MOST_COMMITMENTS,
    MOST_REASONS,
    AnswerGiven,
    CommitmentGiven,
    faults,
    tidied,
)
from meetings.answers.models import AnswerOutcome, ReasonCategory
from meetings.proposals.models import ProposalKind

ROWS = 1
PARTS = ("text", "organization", "due_on", "budget_line")
OUTCOMES = {outcome.value: outcome for outcome in AnswerOutcome}
CATEGORIES = {category.value: category for category in ReasonCategory}
_ROW = re.compile(r"commitment_([1-9]\d?)_(text|organization|due_on|budget_line)")
# what Markdown draws costs more than what it shows: a text far beyond any limit is not read at all
MOST_TYPED = 40_000


def rows_of(names: Iterable[str], *, one_more: bool = False) -> int:
    """How many rows of commitments a form has, from the names that were sent: one at least, twelve at most."""
    found = [int(match[1]) for name in names if (match := _ROW.fullmatch(name))]
    wanted = max([ROWS, *found]) + one_more
    return min(wanted, MOST_COMMITMENTS)


class AnswerForm(Form):
    """An answer, whatever its outcome; made by `form_of`, with so many rows of commitments."""

    rows = 0
    signatory_function: Any
    seen = HiddenField()
    outcome = RadioField(
        "Votre réponse",
        [InputRequired("Choisissez une réponse.")],
        choices=[SelectChoice(outcome.value, outcome.label) for outcome in AnswerOutcome],
    )
    reasons = TextAreaField(
        "Les raisons",
        filters=[cleaned],
        description=f"Avec des mots simples, en {LEAST_REASONS} caractères au moins et {number(MOST_REASONS)} au plus. "
        "Ne nommez personne.",
        render_kw={"rows": 8, "required": True},
    )
    changes = TextAreaField("Ce qui change, et pourquoi", filters=[cleaned], render_kw={"rows": 4})
    reason_category = SelectField(
        "La raison principale",
        [Optional()],
        choices=[
            SelectChoice("", "Choisir…"),
            *(SelectChoice(category.value, category.label) for category in ReasonCategory),
        ],
    )
    reexamined_on = DateField("Nouvel examen le", [Optional()])
    done_where = StringField("Où", filters=[cleaned], description="Exemple\u00a0: place de la Lune, devant l’école.")
    done_on = DateField("Depuis le", [Optional()])
    proof_url = StringField(
        "Où le vérifier",
        filters=[cleaned],
        description="L’adresse d’une page, ou un lieu en quelques mots. Exemple\u00a0: à l’accueil de la mairie.",
    )
    redirected_to_id = SelectField("L’organisme", [Optional()], choices=[SelectChoice("", "Choisir…")])
    redirected_on = DateField("Transmise le", [Optional()])

    def prepare(self, kind: ProposalKind, organizations: Iterable[tuple[uuid.UUID, str]]) -> None:
        """Offer the outcomes that a proposal of this kind can have, and the organizations it may be passed on to."""
        self.kind = kind
        if kind is not ProposalKind.CONTRIBUTION:
            self.outcome.choices = [one for one in self.outcome.choices if one.value != AnswerOutcome.NOTED]
        self.redirected_to_id.choices = [
            SelectChoice("", "Choisir…"),
            *(SelectChoice(str(key), name) for key, name in organizations),
        ]

    def last_seen(self) -> int:
        """The number of the latest answer that stood on the page when it was opened."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0

    def commitment(self, row: int) -> list[Any]:
        """The fields of one row, from 1."""
        return [self[f"commitment_{row}_{part}"] for part in PARTS]

    def ready(self, today: date) -> bool:
        """Whether it was sent and says all that its outcome asks for."""
        holds = self.sent()
        if any(len(field.data) > MOST_TYPED for field in self if isinstance(field.data, str)):
            self.form_errors.append("Un des textes est beaucoup trop long\u00a0: raccourcissez-le.")
            return False
        self.complain(faults(self.given(), self.kind, today))
        return holds and not self.errors

    def given(self) -> AnswerGiven:
        """What was typed. Without an outcome it stands for one that asks for nothing more."""
        return tidied(
            AnswerGiven(
                outcome=OUTCOMES.get(self.outcome.data or "", AnswerOutcome.NOTED),
                reasons=self.reasons.data or "",
                signatory_function=self.signatory_function.data or "",
                commitments=tuple(one for _, one in self._commitments()),
                reason_category=CATEGORIES.get(self.reason_category.data or ""),
                changes=self.changes.data or "",
                reexamined_on=self.reexamined_on.data,
                done_where=self.done_where.data or "",
                done_on=self.done_on.data,
                proof_url=self.proof_url.data or "",
                redirected_to_id=_key(self.redirected_to_id.data),
                redirected_on=self.redirected_on.data,
            )
        )

    def _commitments(self) -> list[tuple[int, CommitmentGiven]]:
        """The rows in which something was typed, with their places."""
        found = []
        for row in range(1, self.rows + 1):
            fields = self.commitment(row)
            if any(field.raw_data and str(field.raw_data[0]).strip() for field in fields):
                text, organization, due_on, budget_line = (field.data for field in fields)
                found.append((row, CommitmentGiven(text or "", organization or "", due_on, budget_line or "")))
        return found

    def complain(self, sentences: Mapping[str, str]) -> None:
        """Put each sentence beside its field, unless the field has one already."""
        places = [row for row, _ in self._commitments()]
        for name, sentence in sentences.items():
            field, words = self._place(name, sentence, places)
            if not field.errors:
                field.errors = [words]

    def _place(self, name: str, sentence: str, places: list[int]) -> tuple[Any, str]:
        match = _ROW.fullmatch(name)
        if match is None or not places:
            return self[name], sentence
        row = places[int(match[1]) - 1]
        return self[f"commitment_{row}_{match[2]}"], f"Engagement {row}\u00a0: {sentence[0].lower()}{sentence[1:]}"


@lru_cache(maxsize=MOST_COMMITMENTS)
def form_of(rows: int) -> type[AnswerForm]:
    """The form with so many rows of commitments."""
    fields: dict[str, Any] = {"rows": rows}
    for row in range(1, rows + 1):
        start = f"commitment_{row}_"
        fields[f"{start}text"] = StringField("Ce qui sera fait", filters=[cleaned])
        fields[f"{start}organization"] = StringField("Par qui", filters=[cleaned])
        fields[f"{start}due_on"] = DateField("Au plus tard le", [Optional()])
        fields[f"{start}budget_line"] = StringField("Ligne de budget", filters=[cleaned])
    # last, as on the page: the summary of errors follows the order of the fields
    fields["signatory_function"] = StringField(
        "Fonction de la personne qui signe",
        filters=[cleaned],
        description="Sa fonction, pas son nom. Exemple\u00a0: adjointe à l’urbanisme.",
        render_kw={"required": True},
    )
    # WTForms knows the fields of a class by the names set on it
    made = types.new_class("AnswerForm", (AnswerForm,), exec_body=lambda names: names.update(fields))
    return cast(type[AnswerForm], made)


def _key(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        return None
