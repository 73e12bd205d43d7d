"""Reminders of domain §2.6: at 08:00, once for each person, object and step, also after an outage."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Gender
from councils.accreditation import composition, consultations
from councils.accreditation import reading as files
from councils.accreditation import services as dossiers
from councils.accreditation.models import AccreditationKind, ActKind
from councils.accreditation.papers import ConsultationAnswer, PaperKind
from councils.accreditation.reminders import term_step
from councils.accreditation.turning import turn_day
from councils.members.gauges import Gauges, Span, Tenure, count
from councils.models import College, EndReason, Membership, Standing
from foundation.database import db
from foundation.jobs import Job
from foundation.policy import VISITOR
from tests.councils import situations as s
from tests.councils.accreditation import circle
from tests.councils.accreditation.circle import BOARD, DELEGATE, FACILITATOR, LIAISON, NETWORK

DAY = timedelta(days=1)
START, END = date(2027, 1, 1), date(2028, 12, 31)
K = AccreditationKind
CIRCLE = {BOARD, FACILITATOR, LIAISON, NETWORK}


def remind(app: Flask, on: date) -> list[tuple[str, str]]:
    return circle.run(app, "accreditation.remind", on)


def test_they_are_written_at_eight_in_paris(app: Flask) -> None:
    job: Job = next(job for job in app.extensions["jobs"] if job.name == "accreditation.remind")
    assert job.at is not None
    assert (job.at.hour, job.at.minute) == (8, 0)


def test_the_end_of_a_term_is_told_nine_six_three_months_and_one_before_and_the_day_after(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    circle.gather(app, on=START)
    days = {
        date(2028, 3, 31): "Fin de mandat", date(2028, 6, 30): "Fin de mandat", date(2028, 9, 30): "Fin de mandat",
        date(2028, 11, 30): "Fin de mandat", END + DAY: "Mandat échu",
    }  # fmt: skip
    for day, subject in days.items():
        assert remind(app, day - DAY) == [], day
        assert remind(app, day) == sorted((email, subject) for email in CIRCLE)
        assert circle.run(app, "accreditation.remind", day, 9) == []
    assert remind(app, END + 20 * DAY) == []


def test_after_an_outage_only_the_latest_step_is_told(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    circle.gather(app, on=START)
    assert {subject for _, subject in remind(app, date(2028, 10, 20))} == {"Fin de mandat"}
    assert remind(app, date(2028, 10, 21)) == []
    assert len(remind(app, date(2028, 12, 5))) == len(CIRCLE)


def test_whoever_takes_office_later_is_told_once_too(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    assert remind(app, date(2028, 4, 1)) == []
    circle.gather(app, on=date(2028, 4, 2))
    assert len(remind(app, date(2028, 4, 3))) == len(CIRCLE)
    assert remind(app, date(2028, 4, 4)) == []


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (END - timedelta(days=300), None),
        (date(2028, 3, 31), 9),
        (date(2028, 6, 29), 9),
        (date(2028, 6, 30), 6),
        (date(2028, 11, 30), 1),
        (END, 1),
        (END + DAY, 0),
    ],
)
def test_which_step_of_a_term_has_come(today: date, step: int | None) -> None:
    assert term_step(END, today) == step


def amended(app: Flask, day: date) -> None:
    """A misprint corrected: the first act is replaced, its term goes on."""
    with s.writing(app, day):
        dossier = dossiers.open_dossier(
            s.the_council("lune"), K.AMENDMENT, actor=s.LIAISON, clerical=True, reason="Une rue mal écrite."
        )
        s.move(dossier, "review_clerical")
        s.sign(dossier, ActKind.AMENDING_ORDER)
        s.publish(dossier, day)
    with s.writing(app, day + DAY):
        turn_day()


def test_an_amended_council_is_reminded_of_its_term_too(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    amended(app, date(2027, 6, 1))
    circle.gather(app, on=START)
    assert len(remind(app, date(2028, 4, 1))) == len(CIRCLE)


def test_nothing_is_said_of_a_term_once_the_next_act_is_published(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    circle.gather(app, on=START)
    day = date(2028, 5, 2)
    with s.writing(app, day):
        dossier = dossiers.open_dossier(
            s.the_council("lune"), K.WITHDRAWAL, actor=s.DELEGATE, reason="Plus de réunion."
        )
        dossiers.describe(dossier, actor=s.LIAISON, council_heard_on=day)
        s.join(dossier, PaperKind.OBSERVATIONS)
        s.move(dossier, "consult_withdrawal", "review")
        s.sign(dossier, ActKind.WITHDRAWAL_ORDER)
        s.publish(dossier, date(2028, 6, 1))
    assert remind(app, date(2028, 6, 30)) == []


def test_authorities_are_asked_again_then_the_network_is_told(app: Flask) -> None:
    s.composing(app)
    circle.gather(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit")
        dossier = s.the_dossier("lune")
        lille = next(one for one in consultations.authorities(dossier) if one)
        consultations.consult(dossier, {lille.id: "mairie@example.org"}, actor=s.NETWORK)
    assert circle.mornings(app, s.TODAY, 40) == {
        15: [("mairie@example.org", "Avis attendu")],
        25: [("mairie@example.org", "Avis attendu")],
        30: sorted([("mairie@example.org", "Avis attendu"), (NETWORK, "Fin de la consultation")]),
    }


def test_whoever_has_answered_or_has_no_link_any_more_is_left_alone(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit")
        dossier = s.the_dossier("lune")
        towns = {one.id if one else None: f"{one.slug if one else 'mel'}@example.org"
                 for one in consultations.authorities(dossier)}  # fmt: skip
        consultations.consult(dossier, towns, actor=s.NETWORK)
        mayor, president = (files.request(dossier, one.id) for one in files.requests(dossier))
        assert mayor is not None
        assert president is not None
        consultations.answer(mayor, ConsultationAnswer.FAVORABLE, "Maire", "", actor=VISITOR)
        consultations.revoke(president, actor=s.NETWORK)
    assert circle.mornings(app, s.TODAY, 32) == {}


def test_a_file_to_complete_is_asked_for_then_given_up_is_suggested(app: Flask) -> None:
    s.composing(app)
    circle.gather(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review", "send_back")
    openers = sorted((email, "À compléter") for email in (LIAISON, FACILITATOR, BOARD))
    assert circle.mornings(app, s.TODAY, 100) == dict.fromkeys((15, 25, 30, 90), openers)
    assert "vous pouvez arrêter la procédure" in circle.letters(app)[-1].text


@pytest.mark.parametrize(("last", "limit"), [("review", 60), ("sign", 15)])
def test_what_stays_too_long_is_told_every_week(app: Flask, last: str, limit: int) -> None:
    s.composing(app)
    circle.gather(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
        if last == "sign":
            s.sign(s.the_dossier("lune"))
    both = sorted((email, "En attente") for email in (NETWORK, DELEGATE))
    told = circle.mornings(app, s.TODAY, limit + 16)
    assert told == dict.fromkeys((limit + 1, limit + 8, limit + 15), both)


def test_a_second_review_is_counted_anew(app: Flask) -> None:
    s.composing(app)
    circle.gather(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
    assert len(remind(app, s.TODAY + 61 * DAY)) == 2
    with s.writing(app, s.TODAY + 62 * DAY):
        s.move(s.the_dossier("lune"), "send_back", "submit")
    assert remind(app, s.TODAY + 110 * DAY) == []
    assert len(remind(app, s.TODAY + (62 + 61) * DAY)) == 2


def test_a_composition_to_mend_is_told_once_a_month(app: Flask) -> None:
    s.a_labeled_council(app, start=START, end=END)
    circle.gather(app, on=START)
    with s.writing(app, START + DAY):
        left = db.session.scalars(
            select(Membership).where(
                Membership.standing == Standing.RECOGNIZED, Membership.college == College.RESIDENTS
            )
        ).first()
        assert left is not None
        left.end_on, left.end_reason = START + DAY, EndReason.RESIGNED
    told = sorted((email, "Composition à revoir") for email in (FACILITATOR, NETWORK))
    assert remind(app, START + 62 * DAY) == []
    assert remind(app, START + 63 * DAY) == told
    assert remind(app, date(2027, 3, 31)) == []
    assert remind(app, date(2027, 4, 2)) == told
    words = circle.letters(app)[-1].text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 place est vide depuis plus de 60 jours." in words
    assert "Coquelicot" not in words


def seats(*kinds: tuple[College, Gender, bool]) -> Gauges:
    held = [
        Tenure(uuid.uuid4(), uuid.uuid4(), college, True, drawn, gender, START, None)
        for college, gender, drawn in kinds
    ]
    return count(held, Span(uuid.uuid4(), START, END, None, None), START)


def test_what_is_to_mend_in_a_composition() -> None:
    resident, actor = College.RESIDENTS, College.LOCAL_ACTORS
    fine = seats((resident, Gender.FEMALE, True), (resident, Gender.MALE, True), (actor, Gender.MALE, False))
    women = seats(*[(resident, Gender.FEMALE, True)] * 2)
    few = seats((resident, Gender.FEMALE, False), *[(actor, Gender.MALE, False)] * 2)
    assert composition.told(fine, START) == []
    assert [sentence[:5] for sentence in composition.told(women, START)] == ["Parmi"]
    assert composition.told(few, START) == ["Les habitants sont moins de la moitié du conseil."]
