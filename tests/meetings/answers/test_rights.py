"""Who answers, and what happens to an answer once given: nobody else, never replaced, never twice at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from councils.committees.models import CommitteeKind
from councils.committees.services import create
from foundation.clock import standing_at
from foundation.policy import SYSTEM
from foundation.workflow import Refused
from meetings.answers import services
from meetings.answers.models import AnswerOutcome
from meetings.proposals.models import ProposalState
from tests.browser import Browser
from tests.citizens import people
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.answers import situations as a

S = ProposalState
O = AnswerOutcome  # noqa: E741
SHUT = ("Samia", "Nora", "Pia", "Awa", "Rose", "Wanda", "Marie", "Denis", "Alix")


@pytest.fixture
def others(site: Flask) -> Flask:
    """The secretary of another committee, a liaison of the commune, the administrator of the site."""
    with s.writing(site):
        other = create("Comité local", CommitteeKind.LOCAL_STEERING, actor=SYSTEM)
        commune = s.councils.load_communes()["lille"]
        scopes = {"marie": other.id, "denis": commune.id}
    people.person(
        site, "marie@example.org", Role.COMMITTEE_SECRETARY, name="Marie", scope=(ScopeType.COMMITTEE, scopes["marie"])
    )
    people.person(
        site, "denis@example.org", Role.MUNICIPAL_LIAISON, name="Denis", scope=(ScopeType.MUNICIPALITY, scopes["denis"])
    )
    people.person(site, "alix@example.org", Role.PLATFORM_ADMIN, name="Alix")
    return site


def test_nobody_but_its_secretary_opens_the_office(others: Flask) -> None:
    [number] = a.sent(others, state=S.ACKNOWLEDGED)
    [new] = a.sent(others, start=2)
    pages = (a.office(), a.office(number, "repondre"))
    for name in SHUT:
        browser = s.signed_in(others, name)
        for page in pages:
            assert browser.visits(page).status == 403, (name, page)
        for page in (a.office(number, "repondre"), a.office(new, "accuser-reception")):
            sent = browser._client.post(page, headers={"Origin": browser.origin, "Sec-Fetch-Site": "same-origin"})
            assert sent.status_code == 403, (name, page)
    assert Browser(others).visits(a.office()).path.startswith("/comites/copil/bureau")
    assert a.state(others, number) is S.ACKNOWLEDGED
    assert a.state(others, new) is S.TRANSMITTED


def test_a_proposal_of_another_committee_is_not_reached_through_ones_own(others: Flask) -> None:
    [number] = a.sent(others, state=S.ACKNOWLEDGED)
    marie = s.signed_in(others, "Marie")
    assert marie.visits(f"/comites/comite-local/bureau/{number}/repondre").status == 404
    assert marie.visits("/comites/comite-local/bureau").status == 200
    assert number not in marie.text
    assert marie.visits("/comites/inconnu/bureau").status == 404
    assert marie.visits("/comites/comite-local/bureau?liste=inconnue").status == 404


def test_an_answer_is_completed_and_never_replaced(site: Flask) -> None:
    """R-PRP-04: versions are kept; R-PRP-09: the days that the answer took do not change."""
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    a.answers(site, number, O.POSTPONED, reexamined_on=s.TODAY + timedelta(days=9), commitments=())
    with standing_at(s.noon(s.TODAY + timedelta(days=10))):
        page = s.signed_in(site, "Max").visits(a.office())
        page.presses(f"Compléter la réponse à {number}")
        assert a.REASONS in page.text
        page.presses(
            "Relire avant de publier",
            outcome="retained",
            reasons="Après ce nouvel examen, le comité retient la proposition tout entière.",
            signatory_function="Maire",
            commitment_1_text="Poser un banc",
            commitment_1_organization="La commune",
            commitment_1_due_on="2027-06-01",
        ).presses("Publier le complément")
        assert page.path == f"/propositions/{number}"
        assert [one[:2] for one in a.versions(site, number)] == [(1, O.POSTPONED), (2, O.RETAINED)]
        titles = [one for one in page.headings(3) if one in {"La réponse", "Complément de réponse"}]
        assert titles == ["Complément de réponse", "La réponse"]
    with s.reading_at(site, s.noon(s.TODAY)):
        assert a.proposal(number).answered_at == s.noon(s.TODAY)
    assert Mailbox(site).to("awa@example.org")[-1].subject.startswith("Réponse complétée")


def test_an_answer_given_is_passed_on_no_more(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    a.an_organization(site)
    a.answers(site, number)
    with s.reading_at(site, s.noon(s.TODAY)):
        given = a.given(O.REDIRECTED, redirected_to_id=a.organization().id, redirected_on=s.TODAY, commitments=())
    with pytest.raises(services.Incomplete, match="déjà rendue"), s.writing(site):
        services.complete(a.proposal(number), given, actor=a.SECRETARY)


@pytest.mark.parametrize("state", [S.TRANSMITTED, S.WITHDRAWN])
def test_what_is_not_to_answer_says_why(site: Flask, state: ProposalState) -> None:
    [number] = a.sent(site, state=state)
    page = s.signed_in(site, "Max").visits(a.office(number, "repondre"))
    assert page.status == 409
    assert ("Accuser réception" in page.buttons()) is (state is S.TRANSMITTED)
    for give in (services.answer, services.complete):
        with pytest.raises(Refused), s.writing(site):
            give(a.proposal(number), a.given(), actor=a.SECRETARY)
    assert a.versions(site, number) == []


def test_an_acknowledgement_is_given_once(site: Flask) -> None:
    [number] = a.sent(site)
    with s.writing(site):
        roles.grant(s.person("Rose"), Role.COMMITTEE_SECRETARY, ScopeType.COMMITTEE, s.committee().id, actor=SYSTEM)
    first, again, other = (s.signed_in(site, name).visits(a.office()) for name in ("Max", "Max", "Rose"))
    first.presses(f"Accuser réception de {number}")
    again.presses(f"Accuser réception de {number}")
    assert (again.status, again.path) == (200, a.office())
    other.presses(f"Accuser réception de {number}")
    assert other.status == 409
    assert "l’état est maintenant « Reçue »" in other.text.replace("\u202f", " ")


def fill(page: Browser, outcome: str, reasons: str) -> Browser:
    page.presses(
        "Relire avant de publier", outcome=outcome, reasons=reasons, signatory_function="Maire", reason_category="cost"
    )
    return page.presses(next(one for one in page.buttons() if one.startswith("Publier")))


def test_of_two_secretaries_the_second_learns_what_the_first_answered(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    first, second = (s.signed_in(site, "Max").visits(a.office(number, "repondre")) for _ in range(2))
    fill(first, "not_retained", f"Première. {a.REASONS}")
    assert first.path == f"/propositions/{number}"
    fill(second, "not_retained", f"Seconde. {a.REASONS}")
    assert second.status == 409
    assert "Une autre personne a répondu pendant que vous écriviez" in second.text
    assert f"Première. {a.REASONS}" in second.text
    assert second.field("reasons").value == f"Seconde. {a.REASONS}"
    assert len(a.versions(site, number)) == 1
    second.presses("Relire avant de publier").presses("Publier le complément")
    assert [one[2][:8] for one in a.versions(site, number)] == ["Première", "Seconde."]


def at_once(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_answers_at_the_same_instant_make_one(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    ready, given = threading.Barrier(2), []

    def work() -> None:
        ready.wait()
        try:
            with s.writing(site):
                services.answer(a.proposal(number), a.given(), actor=a.SECRETARY, seen=0)
            given.append("done")
        except Refused as refusal:
            given.append(type(refusal).__name__)

    at_once(work, work)
    assert sorted(given) == ["Overtaken", "done"]
    assert len(a.versions(site, number)) == 1
    assert len([one for one in Mailbox(site).to("awa@example.org") if "Réponse" in one.subject]) == 1


def test_the_role_of_secretary_ends_with_its_last_day(site: Flask) -> None:
    [number] = a.sent(site, state=S.ACKNOWLEDGED)
    max_ = s.signed_in(site, "Max")
    with s.writing(site):
        [row] = roles.queries.of_person(s.person("Max").id)
        roles.end(row, actor=SYSTEM)
    assert max_.visits(a.office(number, "repondre")).status == 403 or max_.path.startswith("/connexion")
