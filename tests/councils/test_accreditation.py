"""Dossiers: the table of steps (§2.4), its guards, and what a publication does (R-ACC-01 to R-ACC-08)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from councils.accreditation import reading as files
from councils.accreditation import services as dossiers
from councils.accreditation.guards import host_known
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState, LegalRegime
from councils.accreditation.services import regime_on
from councils.accreditation.workflow import ACCREDITATION
from councils.models import LegalForm
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.policy import SYSTEM, Actor, Denied
from foundation.workflow import Refused
from tests.councils import situations as s

START, END = date(2027, 1, 1), date(2029, 12, 31)
S = AccreditationState
K = AccreditationKind

EXPECTED = """
compose             draft                                             composing   accreditation.compose
submit              composing returned                                submitted   accreditation.submit
consult             submitted                                         consulting  accreditation.consult
skip_consulting     submitted                                         reviewing   accreditation.clock
review              consulting                                        reviewing   accreditation.review
review_clerical     draft                                             reviewing   accreditation.submit
consult_withdrawal  draft                                             consulting  accreditation.consult
send_back           reviewing                                         returned    accreditation.decide
sign                reviewing                                         signed      accreditation.decide
publish             signed                                            published   accreditation.publish
refuse              reviewing                                         refused     accreditation.decide
abandon             draft composing submitted consulting returned     abandoned   accreditation.abandon
supersede           published                                         superseded  accreditation.clock
"""


def test_the_table_is_that_of_the_brief() -> None:
    told = [f"{t.name} {' '.join(one.value for one in t.sources)} {t.target.value} {t.rule}" for t in ACCREDITATION]
    assert told == [" ".join(line.split()) for line in EXPECTED.strip().splitlines()]
    assert {t.name for t in ACCREDITATION if t.needs_comment} == {"send_back", "refuse", "abandon"}


def test_the_law_is_that_of_the_day_of_opening() -> None:
    assert regime_on(date(2024, 11, 17)) is LegalRegime.ACT_2014
    assert regime_on(date(2024, 11, 18)) is LegalRegime.DECREE_2024


def refusal(app: Flask, *steps: str) -> str:
    with pytest.raises(Refused) as refused, s.writing(app):
        s.move(s.the_dossier("lune"), *steps)
    return " ".join(refused.value.sentences)


def test_a_dossier_needs_a_place_and_targets_before_it_is_composed(app: Flask) -> None:
    with s.writing(app):
        s.a_dossier(s.a_council("lune"), None)  # type: ignore[arg-type]
    said = refusal(app, "compose")
    assert "au moins un quartier" in said
    assert "dates du mandat" in said


def test_a_dossier_needs_targets_for_each_college(app: Flask) -> None:
    with s.writing(app):
        council = s.a_council("lune", s.a_place("La Lune", "lille"))
        term = s.a_term(council, START, END)
        term.residents_target = None
        s.a_dossier(council, term)
    assert "combien de personnes" in refusal(app, "compose")


def test_a_list_needs_people_who_accepted(app: Flask) -> None:
    s.composing(app, women=0, men=0, actors=0)
    assert "Ajoutez les personnes" in refusal(app, "submit")
    with s.writing(app):
        for one in s.listed(s.the_dossier("lune").term):  # type: ignore[arg-type]
            one.accepted_on = None
    assert "3 personnes n’ont pas encore accepté" in refusal(app, "submit")


def test_residents_are_at_least_half(app: Flask) -> None:
    s.composing(app, women=1, men=1, actors=3)
    assert "ajoutez 1 habitant" in refusal(app, "submit")


def test_parity_among_drawn_residents_or_a_reason(app: Flask) -> None:
    s.composing(app, women=3, men=1)
    assert "autant de femmes que d’hommes" in refusal(app, "submit")
    with s.writing(app):
        s.the_dossier("lune").parity_reason = "Peu d’hommes ont répondu."
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit")


def test_a_hosted_council_names_its_host(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        council = s.the_council("lune")
        with db.session.no_autoflush:
            council.legal_form = LegalForm.HOSTED
            dossier = s.the_dossier("lune")
            found = host_known(dossier)
        council.legal_form = LegalForm.INFORMAL
    assert found == "Indiquez la structure qui accueille le conseil."


def test_a_return_needs_a_reason_and_comes_back(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
    with pytest.raises(Refused, match="Écrivez pourquoi"), s.writing(app):
        dossiers.move(s.the_dossier("lune"), "send_back", actor=s.DELEGATE)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "send_back", "submit")
        assert s.the_dossier("lune").state is S.REVIEWING


def test_a_corrected_list_is_put_to_the_authorities_again(app: Flask) -> None:
    """T6: what was consulted has changed, so the consultation is taken up again."""
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review", "send_back")
        s.listed(s.the_term("lune"), women=1, men=1, actors=0)
        s.move(s.the_dossier("lune"), "submit")
        assert s.the_dossier("lune").state is S.SUBMITTED
        s.move(s.the_dossier("lune"), "consult")
        assert {one.round for one in files.requests(s.the_dossier("lune"))} == {1, 2}


def test_no_step_is_jumped_and_none_taken_by_another(app: Flask) -> None:
    """R-ACC-07"""
    s.composing(app)
    assert "n’est plus possible" in refusal(app, "review")
    for wrong in (SYSTEM, s.DELEGATE, Actor(role="member"), Actor()):
        with pytest.raises(Denied), s.writing(app):
            dossiers.move(s.the_dossier("lune"), "submit", actor=wrong)
    with pytest.raises(Refused, match="n’est plus possible"), s.writing(app):
        dossiers.move(s.the_dossier("lune"), "supersede", actor=SYSTEM)


def test_one_dossier_of_a_kind_and_two_in_all(app: Flask) -> None:
    """R-ACC-01"""
    s.composing(app)
    with pytest.raises(Refused, match="déjà ouvert"), s.writing(app):
        s.a_dossier(s.the_council("lune"), None)  # type: ignore[arg-type]
    with s.writing(app):
        dossiers.open_dossier(s.the_council("lune"), K.AMENDMENT, actor=s.LIAISON)
    with pytest.raises(Refused, match="Deux dossiers"), s.writing(app):
        dossiers.open_dossier(s.the_council("lune"), K.WITHDRAWAL, actor=s.DELEGATE)


def test_a_dossier_changed_meanwhile_is_not_moved(app: Flask) -> None:
    """R-ACC-02"""
    s.composing(app)
    with pytest.raises(StaleDataError), s.writing(app):
        submit_what_somebody_else_changed()


def submit_what_somebody_else_changed() -> None:
    dossier = s.the_dossier("lune")
    s.complete(dossier)
    later = update(Accreditation).values(version=Accreditation.version + 1)
    db.session.execute(later.execution_options(synchronize_session=False))
    dossiers.move(dossier, "submit", actor=s.LIAISON)


def test_every_step_is_noted_with_who_when_and_why(app: Flask) -> None:
    """R-ACC-03, R-AUD-01"""
    s.composing(app)
    with s.writing(app, date(2026, 12, 10)):
        dossiers.move(s.the_dossier("lune"), "abandon", actor=s.NETWORK, comment="Faute de candidats.")
    with app.app_context(), reading():
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.at.desc()).limit(1)).one()
        assert (last.actor_role, last.before, last.after) == ("network_coordinator", "composing", "abandoned")
        assert (last.at, last.comment) == (s.noon(date(2026, 12, 10)), "Faute de candidats.")


def test_an_act_is_described_before_it_is_signed_and_dated_before_it_is_published(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
    with pytest.raises(Refused, match="Décrivez l’acte"), s.writing(app):
        dossiers.move(s.the_dossier("lune"), "sign", actor=s.DELEGATE)
    with s.writing(app):
        s.sign(s.the_dossier("lune"))
    with pytest.raises(Refused, match="date de publication"), s.writing(app):
        dossiers.move(s.the_dossier("lune"), "publish", actor=s.NETWORK)
    with pytest.raises(Refused, match="ne peut pas être publié avant"), s.writing(app, s.TODAY - timedelta(days=1)):
        s.publish(s.the_dossier("lune"), START)
