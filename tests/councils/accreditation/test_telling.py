"""Who is told of which step (domain §2.4, last column), and what their letters leave out."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask

from councils.accreditation import points, telling
from councils.accreditation import services as dossiers
from councils.accreditation.mails import STEPS
from councils.accreditation.workflow import ACCREDITATION
from tests.councils import situations as s
from tests.councils.accreditation import circle
from tests.councils.accreditation.circle import ALL, BOARD, DELEGATE, FACILITATOR, LIAISON, NETWORK

COUNCIL = {BOARD, FACILITATOR}
SECRET = "Madame Coquelicot habite ailleurs."
TOLD = {
    "submit": {NETWORK, DELEGATE} | COUNCIL,
    "consult": set(),
    "review": {DELEGATE} | COUNCIL,
    "sign": {NETWORK} | COUNCIL,
    "publish": ALL,
}


def told(app: Flask, before: set[uuid.UUID]) -> set[str]:
    new = [one for one in circle.letters(app) if one.id not in before]
    assert len({one.recipient for one in new}) == len(new)
    for one in new:
        assert "Coquelicot" not in one.text + one.subject
        assert "Conseil citoyen lune" in one.subject
    return {one.recipient for one in new}


def test_every_step_of_the_usual_way_is_told_to_its_readers(app: Flask) -> None:
    s.composing(app)
    circle.gather(app)
    for name, readers in TOLD.items():
        before = circle.written(app)
        with s.writing(app):
            s.whole_step(s.the_dossier("lune"), name, s.TODAY)
        assert told(app, before) == readers, name


def test_the_beginning_is_told_to_the_network_and_the_delegate(app: Flask) -> None:
    with s.writing(app):
        council = s.a_council("lune", s.a_place("La Lune", "lille"))
        s.a_dossier(council, s.a_term(council, date(2027, 1, 1), date(2029, 12, 31)))
    circle.gather(app)
    with s.writing(app):
        dossiers.move(s.the_dossier("lune"), "compose", actor=s.LIAISON)
    assert told(app, set()) == {NETWORK, DELEGATE}


@pytest.mark.parametrize(
    ("name", "readers"),
    [("send_back", {LIAISON} | COUNCIL), ("refuse", {LIAISON} | COUNCIL)],
)
def test_reasons_stay_in_the_dossier(app: Flask, name: str, readers: set[str]) -> None:
    s.composing(app)
    circle.gather(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review")
    before = circle.written(app)
    with s.writing(app):
        dossier = s.the_dossier("lune")
        if name == "send_back":
            points.send_back(dossier, [("La liste", SECRET)], actor=s.DELEGATE, comment=SECRET)
        else:
            dossiers.move(dossier, name, actor=s.DELEGATE, comment=SECRET)
    assert told(app, before) == readers
    subject = {"send_back": "Dossier à compléter", "refuse": "Conseil non reconnu"}[name]
    found = [one for one in circle.letters(app) if one.subject.startswith(subject)]
    assert all("Les raisons sont écrites dans le dossier." in one.text for one in found)


def test_the_end_of_a_procedure_is_told_to_the_council(app: Flask) -> None:
    s.composing(app)
    circle.gather(app)
    with s.writing(app):
        dossiers.move(s.the_dossier("lune"), "abandon", actor=s.NETWORK, comment=SECRET)
    assert told(app, set()) == COUNCIL


def test_a_completed_file_goes_back_to_the_delegate(app: Flask) -> None:
    """T6"""
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult", "review", "send_back")
    circle.gather(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit")
    subjects = [one.subject for one in circle.letters(app) if one.recipient == DELEGATE]
    assert {subject.partition("\u00a0")[0] for subject in subjects} == {"Dossier déposé", "Dossier complété"}


def test_every_step_has_its_readers_or_none_on_purpose() -> None:
    assert set(STEPS) == set(telling.TOLD)
    silent = {step.name for step in ACCREDITATION} - set(telling.TOLD)
    assert silent == {"consult", "consult_withdrawal", "supersede"}
