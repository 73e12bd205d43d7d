"""What the publication of an act does: seats, status, journal (R-ACC-04 to R-ACC-08)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Gender, Person
from councils import queries
from councils.accreditation import services as dossiers
from councils.accreditation.models import AccreditationKind, AccreditationState, ActKind
from councils.accreditation.papers import PaperKind
from councils.accreditation.turning import turn_day
from councils.models import College, EndReason, Membership, Standing
from councils.status import CouncilStatus
from councils.territory.models import OrganizationKind
from councils.territory.services import add_organization
from foundation import journal
from foundation.database import db, reading
from foundation.workflow import Refused
from tests.councils import situations as s

START, END = date(2027, 1, 1), date(2029, 12, 31)
S = AccreditationState
K = AccreditationKind


def test_an_act_opens_the_seats_on_its_first_day_and_no_sooner(app: Flask) -> None:
    """R-ACC-04, ruling 10"""
    s.a_labeled_council(app, start=START, end=END)
    with app.app_context(), reading():
        rows = db.session.scalars(select(Membership).order_by(Membership.start_on)).all()
        provisional = [one for one in rows if one.standing is Standing.PROVISIONAL]
        recognized = [one for one in rows if one.standing is Standing.RECOGNIZED]
        assert len(provisional) == len(recognized) == 3
        assert {(one.end_on, one.end_reason) for one in provisional} == {(START - timedelta(days=1), EndReason.ACT)}
        assert {(one.start_on, one.end_on) for one in recognized} == {(START, END)}
        kinds = [line.kind for line in journal.lines()]
        assert kinds == ["council.recognized"]
        council = s.the_council("lune")
        assert queries.composition(council, START).colleges == {College.RESIDENTS: 2, College.LOCAL_ACTORS: 1}
        assert queries.composition(council, START).genders[Gender.FEMALE] == 1
        assert queries.composition(council, END + timedelta(days=1)).members == 0


def test_whoever_did_not_accept_takes_no_seat(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
        late = s.listed(s.the_term("lune"), women=1, men=0, actors=0)[0]
        late.accepted_on = None
        s.sign(s.the_dossier("lune"))
    with s.writing(app, date(2026, 12, 10)):
        s.publish(s.the_dossier("lune"), START)
    with app.app_context(), reading():
        reasons = db.session.scalars(select(Membership.end_reason).where(Membership.accepted_on.is_(None))).all()
        assert reasons == [EndReason.REFUSED]
        assert queries.composition(s.the_council("lune"), START).members == 3


def test_an_act_that_comes_after_the_list_began_leaves_no_empty_day(app: Flask) -> None:
    """A membership that would not have lasted a day becomes the recognized one."""
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
        s.sign(s.the_dossier("lune"))
        for one in db.session.scalars(select(Membership)):
            one.start_on = START
    with s.writing(app, date(2026, 12, 10)):
        s.publish(s.the_dossier("lune"), START)
    with app.app_context(), reading():
        assert set(db.session.scalars(select(Membership.standing))) == {Standing.RECOGNIZED}


def test_those_of_an_earlier_refused_list_stop_when_another_is_recognized(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review", "refuse")
    with s.writing(app, date(2027, 2, 1)):
        term = s.a_term(s.the_council("lune"), END + timedelta(days=1), date(2032, 12, 31))
        dossier = s.a_dossier(s.the_council("lune"), term)
        s.listed(term)
        s.move(dossier, *s.STEPS)
        s.sign(dossier)
        s.publish(dossier, term.start_on)
    with app.app_context(), reading():
        council = s.the_council("lune")
        assert queries.composition(council, END).members == 6
        assert queries.composition(council, END + timedelta(days=1)).members == 3


def test_an_amendment_asks_for_no_new_list(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    with s.writing(app, date(2027, 5, 3)):
        dossier = dossiers.open_dossier(
            s.the_council("lune"), K.AMENDMENT, actor=s.LIAISON, reason="Une autre structure accueille le conseil."
        )
        host = add_organization("Maison du lac", OrganizationKind.ASSOCIATION, actor=s.NETWORK)
        dossiers.describe(dossier, actor=s.LIAISON, new_host_id=host.id)
        with pytest.raises(Refused, match="retrait d’un label"):
            dossiers.move(dossier, "consult_withdrawal", actor=s.NETWORK)
        s.move(dossier, *s.STEPS)
        s.sign(dossier, ActKind.AMENDING_ORDER)
    with s.writing(app, date(2027, 6, 1)):
        s.publish(s.the_dossier("lune", K.AMENDMENT), date(2027, 7, 1))
    with app.app_context(), reading():
        assert queries.directory_on(date(2027, 7, 1))[0].status is CouncilStatus.ACCREDITED
        assert queries.composition(s.the_council("lune"), date(2027, 7, 1)).members == 3


def test_the_trail_gives_the_status_of_any_day(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    day = timedelta(days=1)
    table = {
        START - 61 * day: CouncilStatus.PLANNED,
        START - 60 * day: CouncilStatus.PLANNED,
        START - 59 * day: CouncilStatus.IN_PROGRESS,
        START - day: CouncilStatus.IN_PROGRESS,
        START: CouncilStatus.ACCREDITED,
        END: CouncilStatus.ACCREDITED,
        END + day: CouncilStatus.LAPSED,
    }
    with app.app_context(), reading():
        assert {on: queries.directory_on(on)[0].status for on in table} == table


def test_a_renewal_follows_without_gap_or_overlap(app: Flask) -> None:
    """R-ACC-05, R-ACC-08"""
    s.a_labeled_council(app, start=START, end=END)
    second, last = END + timedelta(days=1), date(2032, 12, 31)
    with s.writing(app, date(2029, 3, 1)):
        council = s.the_council("lune")
        term = s.a_term(council, second, last)
        dossier = s.a_dossier(council, term, K.RENEWAL)
        for one in s.listed(term):
            one.start_on = second
        stays = db.session.scalars(select(Membership).where(Membership.standing == Standing.RECOGNIZED)).first()
        person = db.session.get_one(Person, stays.person_id) if stays else s.a_person()
        s.services.propose(person, term, actor=s.FACILITATOR, college=College.RESIDENTS, origin=s.Origin.VOLUNTEER,
                           start_on=second, accepted_on=date(2029, 3, 1))  # fmt: skip
        s.move(dossier, *s.STEPS)
    with s.writing(app, date(2029, 12, 1)):
        dossier = s.the_dossier("lune", K.RENEWAL)
        s.sign(dossier, ActKind.PROTOCOL)
        s.publish(dossier, second)
    with s.writing(app, second):
        turn_day()
        turn_day()
    with app.app_context(), reading():
        assert s.the_dossier("lune").state is S.SUPERSEDED
        assert [line.kind for line in journal.lines()] == [
            "council.recognized", "council.recognized", "term.started", "term.started", "term.ended",
        ]  # fmt: skip
        council = s.the_council("lune")
        assert queries.composition(council, END).members == 3
        assert queries.composition(council, second).members == 4


def test_a_back_dated_act_needs_its_reason(app: Flask) -> None:
    """R-ACC-06"""
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
    with s.writing(app, date(2027, 2, 1)):
        s.sign(s.the_dossier("lune"))
    with pytest.raises(Refused, match="écrivez pourquoi"), s.writing(app, date(2027, 2, 10)):
        s.publish(s.the_dossier("lune"), date(2027, 2, 5))
    with s.writing(app, date(2027, 2, 10)):
        s.publish(s.the_dossier("lune"), date(2027, 2, 5), reason="L’acte a été envoyé en retard.")


def test_a_refusal_is_an_official_act(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review", "refuse", comment="Liste incomplète.")
    with app.app_context(), reading():
        assert [line.kind for line in journal.lines()] == ["recognition.refused"]
        assert "incomplète" not in str([line.payload for line in journal.lines()])
        assert queries.directory_on(s.TODAY)[0].status is CouncilStatus.NOT_RECOGNIZED


def test_a_withdrawal_hears_the_council_first(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    day = date(2028, 3, 1)
    with s.writing(app, day):
        dossiers.open_dossier(s.the_council("lune"), K.WITHDRAWAL, actor=s.DELEGATE, reason="Plus aucune réunion.")
    with pytest.raises(Refused, match="passe directement"), s.writing(app, day):
        dossiers.move(s.the_dossier("lune", K.WITHDRAWAL), "compose", actor=s.LIAISON)
    with pytest.raises(Refused, match="été entendu"), s.writing(app, day):
        dossiers.move(s.the_dossier("lune", K.WITHDRAWAL), "consult_withdrawal", actor=s.NETWORK)
    with s.writing(app, day):
        dossier = s.the_dossier("lune", K.WITHDRAWAL)
        dossiers.describe(dossier, actor=s.LIAISON, council_heard_on=day)
        with pytest.raises(Refused, match="observations"):
            s.take(dossier, "consult_withdrawal", "")
        s.join(dossier, PaperKind.OBSERVATIONS)
        s.move(dossier, "consult_withdrawal", "review")
        s.sign(dossier, ActKind.WITHDRAWAL_ORDER)
        s.publish(dossier, date(2028, 4, 1))
    with app.app_context(), reading():
        assert queries.directory_on(date(2028, 3, 31))[0].status is CouncilStatus.ACCREDITED
        assert queries.directory_on(date(2028, 4, 1))[0].status is CouncilStatus.WITHDRAWN
        assert "recognition.withdrawn" in [line.kind for line in journal.lines()]


def test_a_clerical_correction_takes_the_short_way(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    with s.writing(app, date(2027, 5, 3)):
        plain = dossiers.open_dossier(s.the_council("lune"), K.AMENDMENT, actor=s.LIAISON, reason="Une rue mal écrite.")
        with pytest.raises(Refused, match="faute d’écriture"):
            dossiers.move(plain, "review_clerical", actor=s.LIAISON)
        plain.clerical = True
        dossiers.move(plain, "review_clerical", actor=s.LIAISON)
        assert plain.state is S.REVIEWING
