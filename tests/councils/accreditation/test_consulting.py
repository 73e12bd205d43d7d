"""Opinions asked of mayors and of the president of the metropolis (domain §2.4, T3 and T4; ruling 19)."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from councils.accreditation import clockwork, consultations, links
from councils.accreditation import reading as files
from councils.accreditation import services as dossiers
from councils.accreditation.models import AccreditationState
from councils.accreditation.papers import ConsultationAnswer, ConsultationRequest
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.policy import VISITOR, Denied
from foundation.workflow import Refused
from tests.councils import situations as s
from tests.councils.accreditation import circle

S = AccreditationState
A = ConsultationAnswer
DAY = timedelta(days=1)
THURSDAY = s.TODAY
DUE = THURSDAY + 30 * DAY
LINK = re.compile(r"http://localhost/repondre/(\S+)")


@pytest.fixture
def submitted(app: Flask) -> Flask:
    """A file handed in on Thursday 3 December."""
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit")
    return app


def asked(app: Flask, emails: dict[str, str] | None = None, on: date = THURSDAY) -> None:
    with s.writing(app, on):
        dossier = s.the_dossier("lune")
        towns = {one.slug if one else "": one.id if one else None for one in consultations.authorities(dossier)}
        given = {towns[slug]: email for slug, email in (emails or {}).items()}
        consultations.consult(dossier, given, actor=s.NETWORK)


def requests() -> list[ConsultationRequest]:
    return list(files.requests(s.the_dossier("lune")))


def first() -> ConsultationRequest:
    found = files.request(s.the_dossier("lune"), requests()[0].id)
    assert found is not None
    return found


def test_each_mayor_and_the_president_are_asked_for_thirty_days(submitted: Flask) -> None:
    asked(submitted, {"lille": " mairie@example.org "})
    with submitted.app_context(), reading():
        assert s.the_dossier("lune").state is S.CONSULTING
        assert [
            (one.municipality.slug if one.municipality else "", one.asked_email, one.due_on) for one in requests()
        ] == [
            ("lille", "mairie@example.org", DUE),
            ("", None, DUE),
        ]
    letters = [one for one in circle.letters(submitted) if one.recipient == "mairie@example.org"]
    assert len(letters) == 1
    assert "votre silence ne vaut pas accord" in letters[0].text
    assert LINK.search(letters[0].text)


@pytest.mark.parametrize(
    ("communes", "asked_of"),
    [
        (("hellemmes",), ["lille"]),
        (("lomme", "lille"), ["lille"]),
        (("hem", "lys-lez-lannoy"), ["hem", "lys-lez-lannoy"]),
    ],
)
def test_the_mayor_of_an_associated_commune_is_that_of_its_parent(
    app: Flask, communes: tuple[str, ...], asked_of: list[str]
) -> None:
    with s.writing(app):
        council = s.a_council("lune", s.a_place("La Lune", *communes))
        dossier = s.a_dossier(council, s.a_term(council, date(2027, 1, 1), date(2029, 12, 31)))
        found = consultations.authorities(dossier)
        assert [one.slug for one in found if one] == asked_of
        assert found[-1] is None


def test_nobody_is_asked_without_requests_nor_for_another(submitted: Flask) -> None:
    """R-ACC-07"""
    with pytest.raises(Refused, match="Préparez d’abord"), s.writing(submitted):
        dossiers.move(s.the_dossier("lune"), "consult", actor=s.NETWORK)
    with pytest.raises(Denied), s.writing(submitted):
        consultations.consult(s.the_dossier("lune"), {}, actor=s.LIAISON)
    asked(submitted)
    with pytest.raises(Refused, match="n’est plus possible"), s.writing(submitted):
        consultations.consult(s.the_dossier("lune"), {}, actor=s.NETWORK)
    with submitted.app_context(), reading():
        assert len(requests()) == 2


def test_the_clock_asks_after_two_working_days(submitted: Flask) -> None:
    """T3: handed in on a Thursday, put to the authorities on the Monday."""
    for later in range(4):
        assert circle.run(submitted, "accreditation.consult", THURSDAY + later * DAY) == []
        with submitted.app_context(), reading():
            assert s.the_dossier("lune").state is S.SUBMITTED
    circle.run(submitted, "accreditation.consult", THURSDAY + 4 * DAY)
    with submitted.app_context(), reading():
        assert s.the_dossier("lune").state is S.CONSULTING
        last = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "accreditation.consult").order_by(AuditEntry.at.desc())
        ).first()
        assert last is not None
        assert (last.actor_role, last.after) == ("system", "consulting")


def test_the_clock_writes_where_the_authority_was_written_to_last(submitted: Flask) -> None:
    asked(submitted, {"lille": "mairie@example.org"})
    with s.writing(submitted):
        s.move(s.the_dossier("lune"), "review", "send_back")
        s.listed(s.the_term("lune"), women=1, men=1, actors=0)
        s.move(s.the_dossier("lune"), "submit")
    told = circle.run(submitted, "accreditation.consult", THURSDAY + 10 * DAY)
    assert told == [("mairie@example.org", "Votre avis")]


@pytest.mark.parametrize(
    ("since", "days", "found"),
    [
        (date(2026, 12, 3), 2, date(2026, 12, 7)),
        (date(2026, 12, 4), 2, date(2026, 12, 8)),
        (date(2026, 12, 5), 2, date(2026, 12, 8)),
        (date(2026, 12, 7), 2, date(2026, 12, 9)),
        (date(2026, 12, 7), 0, date(2026, 12, 7)),
    ],
)
def test_working_days_are_monday_to_friday(since: date, days: int, found: date) -> None:
    assert clockwork.working_days_after(since, days) == found


def test_the_review_waits_for_everybody_or_the_last_day(submitted: Flask) -> None:
    """T4"""
    asked(submitted)
    with pytest.raises(Refused, match="2 avis sont attendus"), s.writing(submitted, DUE):
        dossiers.move(s.the_dossier("lune"), "review", actor=s.NETWORK)
    with s.writing(submitted, DUE + DAY):
        dossiers.move(s.the_dossier("lune"), "review", actor=s.DELEGATE)
        assert {one.answer for one in requests()} == {A.NO_ANSWER}


def test_when_all_have_answered_nobody_waits(submitted: Flask) -> None:
    asked(submitted)
    with s.writing(submitted, THURSDAY + DAY):
        s.move(s.the_dossier("lune"), "review")
        assert s.the_dossier("lune").state is S.REVIEWING


def test_a_link_taken_back_does_not_bring_the_last_day_nearer(submitted: Flask) -> None:
    asked(submitted, {"lille": "mairie@example.org", "": "mel@example.org"})
    with s.writing(submitted):
        for one in requests():
            found = files.request(s.the_dossier("lune"), one.id)
            assert found is not None
            consultations.revoke(found, actor=s.NETWORK)
            consultations.revoke(found, actor=s.NETWORK)
    with pytest.raises(Refused, match="attendus"), s.writing(submitted, THURSDAY + DAY):
        dossiers.move(s.the_dossier("lune"), "review", actor=s.NETWORK)
    with pytest.raises(Refused, match="annulé"), s.writing(submitted):
        consultations.answer(first(), A.FAVORABLE, "Maire", "", actor=VISITOR)


def test_a_link_is_sent_anew_once_the_first_is_taken_back(submitted: Flask) -> None:
    asked(submitted, {"lille": "faux@example.org"})
    with pytest.raises(Refused, match="Annulez d’abord"), s.writing(submitted):
        consultations.ask_again(first(), "mairie@example.org", actor=s.NETWORK)
    with s.writing(submitted):
        consultations.revoke(first(), actor=s.NETWORK)
        consultations.ask_again(first(), "mairie@example.org", actor=s.NETWORK)
        consultations.answer(first(), A.FAVORABLE, "Maire", "", actor=VISITOR)
    assert {one.recipient for one in circle.letters(submitted)} == {"faux@example.org", "mairie@example.org"}
    with s.writing(submitted):
        consultations.revoke(first(), actor=s.NETWORK)
    with pytest.raises(Refused, match="ne sont plus reçus"), s.writing(submitted, DUE + DAY):
        consultations.ask_again(first(), "mairie@example.org", actor=s.NETWORK)


def test_silence_is_kept_as_silence_by_the_clock(submitted: Flask) -> None:
    """Never as an agreement; and the dossier itself waits for a person."""
    asked(submitted)
    circle.run(submitted, "accreditation.silence", DUE, 0)
    with submitted.app_context(), reading():
        assert {one.answer for one in requests()} == {None}
    circle.run(submitted, "accreditation.silence", DUE + DAY, 1)
    with submitted.app_context(), reading():
        assert {one.answer for one in requests()} == {A.NO_ANSWER}
        assert s.the_dossier("lune").state is S.CONSULTING


def test_an_opinion_may_be_changed_until_the_last_day_or_the_review(submitted: Flask) -> None:
    asked(submitted)
    with s.writing(submitted, DUE):
        consultations.answer(first(), A.FAVORABLE, " Maire ", "", actor=VISITOR)
        consultations.answer(first(), A.UNFAVORABLE, "Maire", "Pas assez de jeunes.", actor=VISITOR)
        assert (first().answer, first().text, first().signatory) == (A.UNFAVORABLE, "Pas assez de jeunes.", "Maire")
    with pytest.raises(Refused, match="trop tard"), s.writing(submitted, DUE + DAY):
        consultations.answer(first(), A.FAVORABLE, "Maire", "", actor=VISITOR)
    with s.writing(submitted, DUE + DAY):
        dossiers.move(s.the_dossier("lune"), "review", actor=s.NETWORK)
    with pytest.raises(Refused, match="a avancé"), s.writing(submitted, DUE):
        consultations.answer(first(), A.FAVORABLE, "Maire", "", actor=VISITOR)


@pytest.mark.parametrize(
    ("given", "said"), [(A.NO_ANSWER, "Choisissez"), (A.WITH_REMARKS, "remarques"), (A.UNFAVORABLE, "raisons")]
)
def test_an_opinion_says_something(submitted: Flask, given: ConsultationAnswer, said: str) -> None:
    asked(submitted)
    with pytest.raises(Refused, match=said), s.writing(submitted):
        consultations.answer(first(), given, "Maire", "  ", actor=VISITOR)


def test_a_link_holds_until_sixty_days_after_the_end(submitted: Flask) -> None:
    """Ruling 19"""
    asked(submitted, {"lille": "mairie@example.org"})
    found = LINK.search(circle.letters(submitted)[-1].text)
    assert found is not None
    token = found[1]
    with s.writing(submitted, THURSDAY + DAY):
        dossiers.move(s.the_dossier("lune"), "abandon", actor=s.NETWORK, comment="Faute de candidats.")
    for day, holds in ((THURSDAY + 61 * DAY, True), (THURSDAY + 62 * DAY, False)):
        with s.writing(submitted, day):
            assert (links.request_of(token) is not None) is holds


def test_a_link_is_not_guessed(submitted: Flask) -> None:
    asked(submitted)
    with s.writing(submitted):
        good = links.token(first())
        assert links.request_of(good) is not None
        for bad in ("", "x", good[:-1], good + "x", "." + good, uuid.uuid4().hex):
            assert links.request_of(bad) is None
        stranger = ConsultationRequest(id=uuid.uuid4())
        assert links.request_of(links.token(stranger)) is None


def test_only_the_network_takes_a_link_back_and_none_skips_the_authorities(submitted: Flask) -> None:
    with pytest.raises(Denied), s.writing(submitted):
        dossiers.move(s.the_dossier("lune"), "skip_consulting", actor=s.NETWORK)
    asked(submitted)
    for wrong in (s.LIAISON, s.DELEGATE, VISITOR):
        with pytest.raises(Denied), s.writing(submitted):
            consultations.revoke(first(), actor=wrong)
