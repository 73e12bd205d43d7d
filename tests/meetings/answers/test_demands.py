"""What each outcome asks for (domain §4.3): its sentence when it is missing, and nothing when it is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given as examples
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from foundation.workflow import Refused
from meetings.answers import services
from meetings.answers.demands import CommitmentGiven, Incomplete, faults, is_page
from meetings.answers.forms import PARTS, form_of, rows_of
from meetings.answers.models import AnswerOutcome, ReasonCategory
from meetings.proposals.models import ProposalKind, ProposalState
from tests.meetings import situations as s
from tests.meetings.answers import situations as a

O = AnswerOutcome  # noqa: E741
K = ProposalKind
TODAY = s.TODAY
LATER, EARLIER = TODAY + timedelta(days=40), TODAY - timedelta(days=40)
SOMEBODY = UUID(int=3)
WHOLE: dict[AnswerOutcome, dict[str, Any]] = {
    O.RETAINED: {},
    O.RETAINED_MODIFIED: {"changes": "Un banc et non deux : la place est petite."},
    O.NOT_RETAINED: {"reason_category": ReasonCategory.COST},
    O.POSTPONED: {"reexamined_on": LATER},
    O.ALREADY_DONE: {"done_where": "Place de la Lune", "done_on": EARLIER, "proof_url": "https://exemple.fr/banc"},
    O.REDIRECTED: {"redirected_to_id": SOMEBODY, "redirected_on": TODAY},
    O.NOTED: {},
}
MISSING = [
    (O.RETAINED, {"reasons": ""}, "reasons", "Écrivez les raisons"),
    (O.RETAINED, {"reasons": "Non."}, "reasons", "50 caractères au moins, il en manque 46"),
    (O.RETAINED, {"reasons": "**" + "é" * 49 + "**"}, "reasons", "il en manque 1"),
    (O.RETAINED, {"reasons": "é" * 5001}, "reasons", "1 caractère de trop"),
    (O.RETAINED, {"signatory_function": ""}, "signatory_function", "la fonction de la personne qui signe"),
    (O.RETAINED, {"signatory_function": "m" * 161}, "signatory_function", "1 caractère de trop"),
    (O.RETAINED, {"commitments": ()}, "commitment_1_text", "au moins un engagement"),
    (O.RETAINED, {"commitments": (a.PROMISE,) * 13}, "commitment_1_text", "12 engagements au plus"),
    (O.RETAINED, {"commitments": (replace(a.PROMISE, text=""),)}, "commitment_1_text", "Dites ce qui sera fait"),
    (O.RETAINED, {"commitments": (replace(a.PROMISE, organization=""),)}, "commitment_1_organization", "qui le fera"),
    (O.RETAINED, {"commitments": (a.PROMISE, replace(a.PROMISE, due_on=None))}, "commitment_2_due_on", "pour quand"),
    (O.RETAINED, {"commitments": (replace(a.PROMISE, due_on=EARLIER),)}, "commitment_1_due_on", "déjà passé"),
    (O.RETAINED, {"commitments": (replace(a.PROMISE, text="é" * 501),)}, "commitment_1_text", "1 caractère de trop"),
    (
        O.NOTED,
        {"commitments": (CommitmentGiven("", "La commune", LATER, "Voirie"),)},
        "commitment_1_text",
        "ce qui sera fait",
    ),
    (O.RETAINED_MODIFIED, {"changes": ""}, "changes", "ce qui change"),
    (O.RETAINED_MODIFIED, {"commitments": ()}, "commitment_1_text", "au moins un engagement"),
    (O.NOT_RETAINED, {"reason_category": None}, "reason_category", "la raison principale"),
    (O.POSTPONED, {"reexamined_on": None}, "reexamined_on", "examinée de nouveau"),
    (O.POSTPONED, {"reexamined_on": TODAY}, "reexamined_on", "après aujourd’hui"),
    (O.POSTPONED, {"reexamined_on": TODAY.replace(year=9999)}, "reexamined_on", "vérifiez l’année"),
    (O.ALREADY_DONE, {"done_where": ""}, "done_where", "où cela a été fait"),
    (O.ALREADY_DONE, {"done_on": None}, "done_on", "le jour où cela a été fait"),
    (O.ALREADY_DONE, {"done_on": LATER}, "done_on", "n’est pas encore passé"),
    (O.ALREADY_DONE, {"proof_url": ""}, "proof_url", "où chacun peut le vérifier"),
    (O.ALREADY_DONE, {"proof_url": "javascript:alert(1)"}, "proof_url", "n’est pas complète"),
    (O.ALREADY_DONE, {"proof_url": "mailto:a@example.org"}, "proof_url", "n’est pas complète"),
    (O.REDIRECTED, {"redirected_to_id": None}, "redirected_to_id", "Choisissez l’organisme"),
    (O.REDIRECTED, {"redirected_on": None}, "redirected_on", "a été transmise à cet organisme"),
    (O.REDIRECTED, {"redirected_on": LATER}, "redirected_on", "transmettez d’abord"),
    (O.RETAINED, {"changes": "Moins."}, "outcome", "Choisissez « Retenue avec modification », ou videz ce champ"),
]


@pytest.mark.parametrize("outcome", list(AnswerOutcome))
def test_an_answer_that_says_all_is_whole(outcome: AnswerOutcome) -> None:
    kind = K.CONTRIBUTION if outcome is O.NOTED else K.PROPOSAL
    assert faults(a.given(outcome, **WHOLE[outcome]), kind, TODAY) == {}


@pytest.mark.parametrize(("outcome", "change", "field", "words"), MISSING)
def test_each_thing_missing_has_its_sentence(
    outcome: AnswerOutcome, change: dict[str, Any], field: str, words: str
) -> None:
    kind = K.CONTRIBUTION if outcome is O.NOTED else K.PROPOSAL
    found = faults(a.given(outcome, **WHOLE[outcome] | change), kind, TODAY)
    assert list(found) == [field]
    assert words in found[field].replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("kind", [K.PROPOSAL, K.QUESTION])
def test_only_a_contribution_is_merely_noted(kind: ProposalKind) -> None:
    assert list(faults(a.given(O.NOTED), kind, TODAY)) == ["outcome"]


def test_a_proof_is_a_page() -> None:
    assert is_page("https://exemple.fr/a?b=c")
    assert is_page("/contrat/actions")
    assert not any(map(is_page, ("exemple.fr", "#la", "//exemple.fr", "data:text/html,x", "ftp://exemple.fr", "")))


def test_the_service_refuses_what_the_form_would(site: Flask) -> None:
    """R-PRP-04: whatever the way in, an answer without its reasons is not written."""
    [number] = a.sent(site, state=ProposalState.ACKNOWLEDGED)
    for typed in (
        a.given(O.POSTPONED),
        a.given(O.RETAINED, reasons=" "),
        a.given(O.REDIRECTED, redirected_to_id=SOMEBODY, redirected_on=TODAY),
    ):
        with pytest.raises(Incomplete), s.writing(site):
            services.answer(a.proposal(number), typed, actor=a.SECRETARY)
    assert a.versions(site, number) == []
    assert a.state(site, number) is ProposalState.ACKNOWLEDGED


def test_an_incomplete_answer_is_refused_by_fields() -> None:
    assert isinstance(Incomplete({"reasons": "Écrivez."}), Refused)
    assert Incomplete({"reasons": "Écrivez."}).by_field["reasons"] == "Écrivez."


NAMES = st.lists(
    st.one_of(
        st.builds("commitment_{}_{}".format, st.integers(-3, 200), st.sampled_from(PARTS)),
        st.text(max_size=20),
    ),
    max_size=30,
)


@examples(names=NAMES, one_more=st.booleans())
def test_whatever_is_sent_there_are_one_to_twelve_rows(names: list[str], one_more: bool) -> None:
    rows = rows_of(names, one_more=one_more)
    assert 1 <= rows <= 12
    for row in range(1, 13):
        assert row <= rows or f"commitment_{row}_text" not in names


BARE = Flask("bare")
BARE.extensions["settings"] = SimpleNamespace(secret_key="a key")
ROW = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["", " ", "Poser un banc", "<b>x</b>"]),
        "organization": st.sampled_from(["", "La commune"]),
        "due_on": st.sampled_from(["", "2027-03-01", "1er mars", "0000-00-00"]),
        "budget_line": st.sampled_from(["", "Voirie"]),
    }
)


@examples(typed=st.lists(ROW, max_size=12))
def test_a_row_typed_is_a_commitment_and_an_empty_one_is_none(typed: list[dict[str, str]]) -> None:
    sent = MultiDict(
        (f"commitment_{row}_{part}", value) for row, one in enumerate(typed, 1) for part, value in one.items()
    )
    with BARE.test_request_context("/", method="POST", data=sent):
        form = form_of(rows_of(sent))()
    found = form.given().commitments
    wanted = [one for one in typed if any(value.strip() for value in one.values())]
    assert [one.text for one in found] == [one["text"].strip() for one in wanted]
    assert [one.due_on is not None for one in found] == [one["due_on"] == "2027-03-01" for one in wanted]
    form.kind = K.PROPOSAL
    form.complain(faults(form.given(), form.kind, TODAY))
    for row, one in enumerate(typed, 1):
        _, _, due_on, _ = form.commitment(row)
        assert bool(due_on.errors) is (any(v.strip() for v in one.values()) and one["due_on"] != "2027-03-01")
