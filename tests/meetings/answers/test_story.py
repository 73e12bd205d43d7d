"""A5, step 6: the secretary of the committee says that a proposal has come, then answers it, and everybody reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from foundation.clock import standing_at
from foundation.database import reading
from foundation.journal import ActKind, lines, verify
from meetings.answers.models import AnswerOutcome
from meetings.proposals.models import ProposalKind, ProposalState
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.answers import situations as a

S = ProposalState
DAY = (s.TODAY + timedelta(days=60)).isoformat()
REASONS = "Le comité retient l’idée d’un banc. La place est petite, un seul banc y tient, sans gêner les fauteuils."


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_secretary_acknowledges_then_answers(site: Flask) -> None:
    [number] = a.sent(site)
    helene = s.signed_in(site, "Max")
    assert f"Accuser réception de {number}" in helene.text
    helene.visits(a.office())
    assert "1 proposition à recevoir" in plain(helene.text)
    helene.presses(f"Accuser réception de {number}")
    assert helene.path == a.office()
    assert "Tout ce qui est arrivé a son accusé de réception." in helene.text
    helene.presses(f"Répondre à {number}")

    helene.presses("Relire avant de publier", outcome="retained_modified", changes="Un banc, et non deux.")
    assert helene.status == 422
    assert "Écrivez les raisons de cette réponse" in helene.text
    assert "Écrivez au moins un engagement" in helene.text
    assert "Dites quelle est la fonction de la personne qui signe" in plain(helene.text)
    assert helene.field("changes").value == "Un banc, et non deux."
    assert helene.field("Retenue avec modification").value == "retained_modified"
    assert a.state(site, number) is S.ACKNOWLEDGED

    helene.presses(
        "Relire avant de publier",
        reasons=REASONS,
        signatory_function="Adjointe aux espaces publics",
        commitment_1_text="Poser un banc",
        commitment_1_organization="La commune",
        commitment_1_due_on=DAY,
        commitment_1_budget_line="Espaces publics",
    )
    assert helene.headings(1) == ["Relire avant de publier"]
    assert "Un banc, et non deux." in helene.text
    assert helene.tables[0].rows[0][:2] == ["Poser un banc", "La commune"]
    assert (a.versions(site, number), a.state(site, number)) == ([], S.ACKNOWLEDGED)
    helene.presses("Corriger")
    assert helene.field("commitment_1_text").value == "Poser un banc"
    helene.presses("Relire avant de publier").presses("Publier la réponse")
    assert helene.path == f"/propositions/{number}"
    assert a.state(site, number) is S.ANSWERED

    page = Browser(site).visits(f"/propositions/{number}")
    assert "Retenue avec modification" in page.text
    assert plain(REASONS) in plain(page.text)
    assert "Un banc, et non deux." in page.text
    table = next(one for one in page.tables if one.caption == "Ce que le comité s’engage à faire")
    assert table.rows[0][:2] == ["Poser un banc", "La commune"]
    assert "Adjointe aux espaces publics" in page.text
    assert "20 jours après l’envoi" in plain(page.text)

    [letter] = [one for one in Mailbox(site).to("awa@example.org") if "Réponse" in one.subject]
    assert number in letter.subject
    for words in ("retenue avec modification", "Un banc, et non deux.", "Poser un banc (La commune)", "fauteuils"):
        assert words in plain(letter.text)
    told = {one.recipient for one in Mailbox(site) if one.subject == letter.subject}
    assert told == {s.email(name) for name in (*s.READERS, "Inès", "Jules", "Nora", "Pia")}


def test_the_act_stands_in_the_public_journal(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    a.answers(site, number)
    with site.app_context(), reading():
        line = [one for one in lines() if one.kind == ActKind.PROPOSAL_ANSWERED][-1]
        assert verify() == []
    assert line.subject == f"/propositions/{number}"
    facts = dict(line.payload)
    assert len(facts.pop("reasons_sha256")) == 64
    assert facts == {
        "number": number,
        "title": a.TITLE,
        "council": "CC-LUNE",
        "committee": "copil",
        "outcome": "retained",
        "version": 1,
        "days": 20,
        "commitments": 1,
    }


def test_a_row_more_without_a_script_keeps_all_that_is_typed(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    page = s.signed_in(site, "Max").visits(a.office(number, "repondre"))
    page.presses(
        "Ajouter un engagement", outcome="retained", reasons="Parce que", commitment_1_organization="La commune"
    )
    assert page.status == 200
    assert page.field("commitment_2_text").value == ""
    assert page.field("commitment_1_organization").value == "La commune"
    assert page.field("reasons").value == "Parce que"
    for _ in range(10):
        page.presses("Ajouter un engagement")
    assert page.field("commitment_12_text").value == ""
    assert "Ajouter un engagement" not in page.buttons()
    assert a.state(site, number) is S.ACKNOWLEDGED


def test_what_is_wrong_in_a_row_is_said_in_that_row(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    page = s.signed_in(site, "Max").visits(a.office(number, "repondre"))
    page.presses("Ajouter un engagement").presses(
        "Relire avant de publier",
        outcome="retained",
        reasons=REASONS,
        signatory_function="Maire",
        commitment_2_text="Poser un banc",
        commitment_2_due_on="demain",
    )
    assert page.status == 422
    assert "Engagement 2 : dites qui le fera." in plain(page.field("commitment_2_organization").described)
    assert page.field("commitment_2_due_on").element.get("aria-invalid") == "true"
    assert page.field("commitment_1_text").described == ""


@pytest.mark.parametrize(
    ("outcome", "fields", "words"),
    [
        ("not_retained", {"reason_category": "law"}, "La loi ne le permet pas"),
        ("postponed", {"reexamined_on": DAY}, "Nouvel examen le"),
        (
            "already_done",
            {"done_where": "Place de la Lune", "done_on": "2026-11-02", "proof_url": "/contrat"},
            "Place de la Lune",
        ),
        (
            "already_done",
            {"done_where": "Place de la Lune", "done_on": "2026-11-02", "proof_url": "À l’accueil de la mairie"},
            "À l’accueil de la mairie",
        ),
        ("noted", {}, "Il en est pris acte"),
    ],
)
def test_each_outcome_by_its_form(site: Flask, outcome: str, fields: dict[str, str], words: str) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED, kind=ProposalKind.CONTRIBUTION)
    page = s.signed_in(site, "Max").visits(a.office(number, "repondre"))
    page.presses("Relire avant de publier", outcome=outcome, reasons=REASONS, signatory_function="Maire", **fields)
    assert words in page.presses("Publier la réponse").text
    assert page.path == f"/propositions/{number}"
    assert words in page.text
    assert a.versions(site, number) == [(1, AnswerOutcome(outcome), REASONS)]  # type: ignore[call-arg]


def test_a_proposal_is_never_merely_noted(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    page = s.signed_in(site, "Max").visits(a.office(number, "repondre"))
    assert "Il en est pris acte" not in page.text


def test_passing_it_on_never_ends_the_delay(site: Flask) -> None:
    """§4.3: « transmise à l’organisme compétent » keeps the day on which an answer is due."""
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    bus = a.an_organization(site)
    page = s.signed_in(site, "Max").visits(a.office(number, "repondre"))
    page.presses(
        "Relire avant de publier",
        outcome="redirected",
        reasons=REASONS,
        signatory_function="Maire",
        redirected_to_id=bus,
        redirected_on=s.TODAY.isoformat(),
    )
    assert "Le réseau de bus" in page.text
    page.presses("Publier la réponse")
    assert a.state(site, number) is S.REDIRECTED
    assert "Le délai ne change pas" in page.text
    with site.app_context(), reading():
        row = a.proposal(number)
        assert (row.answer_due_on, row.answered_at) == (s.clock.months_after(a.SENT, 3), None)
    letter = Mailbox(site).to("awa@example.org")[-1]
    assert "transmise à un autre organisme" in letter.subject
    assert "Le réseau de bus" in letter.text
    page.visits(a.office())
    assert "transmise à : Le réseau de bus" in plain(page.text)

    with standing_at(s.noon(s.TODAY + timedelta(days=100))):
        page = s.signed_in(site, "Max").visits(a.office())
        assert "En retard de 28 jours" in plain(page.text)
        page.presses(f"Répondre à {number}")
        fields = {"reasons": REASONS, "signatory_function": "Maire", "reason_category": "other"}
        page.presses("Relire avant de publier", outcome="not_retained", **fields).presses("Publier la réponse")
        assert a.state(site, number) is S.ANSWERED
        assert [one for one, _, _ in a.versions(site, number)] == [1, 2]
        assert "120 jours après l’envoi" in plain(page.text)
