"""What the database itself refuses, on both engines (ruling 7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from councils.accreditation.models import Accreditation, AccreditationKind, LegalRegime, RecognitionAct
from councils.models import College, Coverage, EndReason, Membership, Origin, Term
from councils.territory.models import ListVersion, NeighborhoodStatus, StatusKind
from foundation.database import db
from tests.councils import situations as s

START, END = date(2027, 1, 1), date(2029, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def known(app: Flask) -> dict[str, uuid.UUID]:
    with s.writing(app):
        place = s.a_place("La Lune", "lille")
        council = s.a_council("lune", place)
        term = s.a_term(council, START, END)
        person = s.a_person()
        return {"place": place.id, "council": council.id, "term": term.id, "person": person.id}


def a_status(known: dict[str, uuid.UUID], first: date, last: date | None) -> NeighborhoodStatus:
    return NeighborhoodStatus(
        neighborhood_id=known["place"], status=StatusKind.QPV, list_version=ListVersion.LIST_2015,
        valid_from=first, valid_to=last, source="Une liste",
    )  # fmt: skip


def a_term(known: dict[str, uuid.UUID], first: date, last: date | None) -> Term:
    return Term(council_id=known["council"], number=first.toordinal(), start_on=first, end_on=last or date.max)


def a_coverage(known: dict[str, uuid.UUID], first: date, last: date | None) -> Coverage:
    return Coverage(council_id=known["council"], neighborhood_id=known["place"], valid_from=first, valid_to=last)


def a_membership(known: dict[str, uuid.UUID], first: date, last: date | None) -> Membership:
    return Membership(
        person_id=known["person"], term_id=known["term"], council_id=known["council"], college=College.RESIDENTS,
        origin=Origin.DRAWN, start_on=first, end_on=last, end_reason=EndReason.MOVED if last else None,
    )  # fmt: skip


Row = Callable[[dict[str, uuid.UUID], date, date | None], object]
FAR = date(2040, 1, 1)


@pytest.mark.parametrize("row", [a_status, a_term, a_membership])
def test_two_periods_of_one_thing_stay_apart(app: Flask, known: dict[str, uuid.UUID], row: Row) -> None:
    first, last = FAR, FAR + 100 * DAY
    with s.writing(app):
        db.session.add(row(known, first, last))
    for start, end in ((last, None), (first - DAY, first), (first + DAY, last - DAY), (first - DAY, last + DAY)):
        with pytest.raises(IntegrityError), s.writing(app):
            db.session.add(row(known, start, end))
    with s.writing(app):
        db.session.add(row(known, last + DAY, None))
        db.session.add(row(known, first - 9 * DAY, first - DAY))
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.add(row(known, last + 50 * DAY, last + 60 * DAY))


def test_a_period_is_not_stretched_over_another(app: Flask, known: dict[str, uuid.UUID]) -> None:
    with s.writing(app):
        db.session.add(a_membership(known, FAR, FAR + 5 * DAY))
        later = a_membership(known, FAR + 6 * DAY, None)
        db.session.add(later)
        db.session.flush()
        key = later.id
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.get_one(Membership, key).start_on = FAR + 5 * DAY


def test_a_place_is_covered_once_at_a_time(app: Flask, known: dict[str, uuid.UUID]) -> None:
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.add(a_coverage(known, FAR, None))


def test_a_person_may_sit_in_two_councils(app: Flask, known: dict[str, uuid.UUID]) -> None:
    with s.writing(app):
        other = s.a_council("soleil")
        term = s.a_term(other, START, END)
        db.session.add(a_membership(known, START, None))
        db.session.add(a_membership({**known, "council": other.id, "term": term.id}, START, None))


def test_a_membership_is_in_a_term_of_its_own_council(app: Flask, known: dict[str, uuid.UUID]) -> None:
    with s.writing(app):
        other = s.a_council("soleil").id
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.add(a_membership({**known, "council": other}, START, None))


@pytest.mark.parametrize(
    "change",
    [
        {"end_on": START - DAY, "end_reason": EndReason.MOVED},
        {"end_on": END},
        {"end_reason": EndReason.MOVED},
        {"college": College.LOCAL_ACTORS},
        {"suspended_to": END},
        {"suspended_from": END, "suspended_to": START},
    ],
)
def test_a_membership_cannot_contradict_itself(
    app: Flask, known: dict[str, uuid.UUID], change: dict[str, object]
) -> None:
    row = a_membership(known, START, None)
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.add(row)


def test_one_open_dossier_of_a_kind(app: Flask, known: dict[str, uuid.UUID]) -> None:
    """R-ACC-01, even past the service"""
    twice = [
        Accreditation(council_id=known["council"], kind=AccreditationKind.RENEWAL, legal_regime=LegalRegime.DECREE_2024)
        for _ in range(2)
    ]
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.add_all(twice)


def test_a_back_dated_act_without_reason_is_refused(app: Flask, known: dict[str, uuid.UUID]) -> None:
    """R-ACC-06, even past the service"""
    with s.writing(app):
        council = s.the_council("lune")
        dossier = s.a_dossier(council, db.session.get_one(Term, known["term"]))
        key = dossier.id
    with pytest.raises(IntegrityError), s.writing(app):
        db.session.add(
            RecognitionAct(
                accreditation_id=key, kind="prefect_order", signed_on=START, signatory_capacity="Préfet",
                published_on=START, effective_on=START - DAY,
            )
        )  # fmt: skip
