"""What a dossier lacks, line by line, and whose turn it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from councils.accreditation import checklist
from councils.accreditation import services as dossiers
from councils.accreditation.models import Accreditation, AccreditationKind
from councils.accreditation.papers import PaperKind
from councils.accreditation.turns import whose_turn
from foundation import clock
from foundation.workflow import Refused
from tests.councils import situations as s

K = AccreditationKind


def lacking(dossier: Accreditation) -> list[str]:
    return [item.help for item in checklist.missing(dossier) if not item.done]


def test_the_list_empties_as_the_file_fills(app: Flask) -> None:
    with s.writing(app):
        council = s.a_council("lune", s.a_place("La Lune", "lille"))
        dossier = dossiers.open_dossier(council, K.INITIAL, actor=s.LIAISON)
        # what a list of nobody would meet is not said to be done
        of_a_list = ["members", "describe", "members"]
        assert lacking(dossier) == ["describe", "describe", "describe", "members", *of_a_list, "papers", "papers"]
        dossiers.describe(dossier, actor=s.LIAISON, diagnosis="Un collectif.", host_intention="Le centre social.")
        term = s.a_term(council, date(2027, 1, 1), date(2029, 12, 31))
        dossiers.describe(dossier, actor=s.LIAISON, term_id=term.id)
        assert lacking(dossier) == ["members", *of_a_list, "papers", "papers"]
        s.listed(term)
        assert lacking(dossier) == ["papers", "papers"]
        for kind in (PaperKind.SORTITION_PROTOCOL, PaperKind.RULES):
            s.join(dossier, kind)
        assert lacking(dossier) == []
        assert all(item.sentence == "" for item in checklist.missing(dossier))
        s.move(dossier, "compose", "submit")
        assert checklist.missing(dossier) == ()


def test_what_the_list_says_is_what_the_refusal_says(app: Flask) -> None:
    s.composing(app, women=1, men=0, actors=3)
    with s.writing(app):
        dossier = s.the_dossier("lune")
        said = [item.sentence for item in checklist.missing(dossier) if not item.done]
        with pytest.raises(Refused) as refused:
            dossiers.move(dossier, "submit", actor=s.LIAISON)
        assert sorted(refused.value.sentences) == sorted(said)


def test_each_kind_has_its_own_list(app: Flask) -> None:
    s.a_labeled_council(app, start=date(2027, 1, 1), end=date(2029, 12, 31))
    with s.writing(app, date(2027, 5, 3)):
        council = s.the_council("lune")
        plain = dossiers.open_dossier(council, K.AMENDMENT, actor=s.LIAISON)
        assert lacking(plain) == ["describe", "changes"]
        plain.clerical = True
        assert lacking(plain) == ["describe"]
        withdrawal = dossiers.open_dossier(council, K.WITHDRAWAL, actor=s.DELEGATE)
        assert lacking(withdrawal) == ["describe", "papers"]
        dossiers.move(plain, "abandon", actor=s.NETWORK, comment="Non.")
        dossiers.move(withdrawal, "abandon", actor=s.NETWORK, comment="Non.")
        assert lacking(dossiers.open_dossier(council, K.RENEWAL, actor=s.LIAISON)) == [
            *("describe", "members", "members", "describe", "members", "papers")
        ]


def test_the_points_of_a_return_are_on_the_list(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        dossier = s.the_dossier("lune")
        s.move(dossier, "submit", "consult", "review", "send_back")
        assert lacking(dossier) == ["points"]
        s.complete(dossier)
        assert lacking(dossier) == []


def test_whose_turn_it_is_and_since_when(app: Flask) -> None:
    s.composing(app)
    words = {
        "submit": "l’animation du réseau",
        "consult": "les maires et le président de la Métropole",
        "review": "la préfecture",
        "send_back": "la commune et le conseil",
    }
    with s.writing(app):
        assert whose_turn(s.the_dossier("lune")).words == "la commune et le conseil"
    for days, (name, expected) in enumerate(words.items(), 1):
        day = s.TODAY + timedelta(days=days)
        with s.writing(app, day):
            s.move(s.the_dossier("lune"), name)
        with s.writing(app, day + timedelta(hours=72)):
            turn = whose_turn(s.the_dossier("lune"))
            assert (turn.words, turn.since, turn.days) == (expected, day, 3)


def test_once_the_last_day_has_passed_the_network_has_the_ball(app: Flask) -> None:
    s.composing(app)
    with s.writing(app):
        s.move(s.the_dossier("lune"), "submit", "consult")
    with s.writing(app, s.TODAY + timedelta(days=31)):
        turn = whose_turn(s.the_dossier("lune"))
        assert turn.words == "l’animation du réseau ou la préfecture"
        assert clock.today() == s.TODAY + timedelta(days=31)
