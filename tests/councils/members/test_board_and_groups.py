"""Functions in the board, with the rights they give while they last; working groups and what is public of them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from councils.members import functions
from councils.members.models import BoardFunction, BoardRole, WorkingGroup
from foundation import clock
from foundation.database import db
from foundation.policy import Grant
from tests.browser import Browser
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion"
DAY = timedelta(days=1)


def pia(app: Flask, path: str) -> Browser:
    return s.signed_in(app, "Pia").visits(path)


def test_a_function_gives_the_rights_of_the_board_for_its_days(site: Flask) -> None:
    assert s.signed_in(site, "Fatou").visits(f"{OFFICE}/bureau").status == 403
    page = pia(site, f"{OFFICE}/bureau").presses(
        "Donner cette fonction", Membre="Fatou Essai", Fonction="Secrétariat", first=str(s.TODAY)
    )
    assert "Fatou Essai, depuis le" in page.text
    with s.reading_at(site, clock.now()):
        council = s.seat("Fatou").council_id
        given = set(functions.grants(s.person("Fatou").id))
    assert given == {Grant("board_member", "council", council), Grant("secretary", "council", council)}
    assert s.signed_in(site, "Fatou").visits(f"{OFFICE}/bureau").status == 200

    page.presses("Mettre fin à la fonction de Fatou Essai").presses("Mettre fin à cette fonction", last=str(s.TODAY))
    with s.reading_at(site, clock.now() + DAY):
        assert set(functions.grants(s.person("Fatou").id)) == set()
    with s.reading_at(site, clock.now()):
        assert db.session.scalars(select(BoardFunction)).one().valid_to == s.TODAY


def test_a_function_ends_with_the_seat(site: Flask) -> None:
    pia(site, f"{OFFICE}/bureau").presses("Donner cette fonction", Membre="Awa Essai", Fonction="Présidence")
    with s.reading_at(site, clock.now()):
        sheet = f"{OFFICE}/membres/{s.seat('Awa').id}/fin"
    pia(site, sheet).presses("Mettre fin à ce siège", last_day=str(s.TODAY), reason="resigned")
    with s.reading_at(site, clock.now()):
        assert db.session.scalars(select(BoardFunction)).one().valid_to == s.TODAY
    with s.reading_at(site, clock.now() + DAY):
        assert list(functions.grants(s.person("Awa").id)) == []


def test_impossible_days_and_the_same_function_twice_are_refused(site: Flask) -> None:
    page = pia(site, f"{OFFICE}/bureau")
    page = page.presses("Donner cette fonction", Membre="Awa Essai", Fonction="Présidence", first="1999-01-01")
    assert page.status == 409
    assert "Cette personne ne siège pas ce jour-là" in page.text
    page = page.presses("Donner cette fonction", first=str(s.TODAY))
    page = page.presses("Donner cette fonction", Membre="Awa Essai", Fonction="Présidence")
    assert page.status == 409
    assert "tient déjà cette fonction" in page.text
    end = page.presses("Mettre fin à la fonction de Awa Essai")
    end = end.presses("Mettre fin à cette fonction", last=str(s.TODAY - DAY))
    assert end.status == 409
    assert "son dernier jour vient après" in end.text
    with s.reading_at(site, clock.now()):
        assert [one.role for one in db.session.scalars(select(BoardFunction))] == [BoardRole.CHAIR]


def test_a_group_is_made_corrected_closed_and_shown_in_counts(site: Flask) -> None:
    page = pia(site, f"{OFFICE}/commissions")
    with s.reading_at(site, clock.now()):
        samia, awa = (str(s.seat(name).id) for name in ("Samia", "Awa"))
    page = page.presses(
        "Créer la commission", name="Cadre de vie", subject="Les bancs.", participants=[samia, awa], rapporteur=samia
    )
    assert "2 participants et participantes" in page.text
    visitor = Browser(site).visits("/conseils/lune")
    assert "Cadre de vie" in visitor.text
    assert "2 participants et participantes" in visitor.text
    assert "Samia" not in visitor.text

    group = page.presses("Cadre de vie")
    group = group.presses("Enregistrer", participants=[awa])
    assert group.status == 409
    assert "La personne qui rapporte doit participer" in group.text
    page = group.presses("Enregistrer", rapporteur="")
    assert "1 participant ou participante" in page.text
    page = page.presses("Créer la commission", name="cadre de VIE")
    assert page.status == 409
    assert "porte déjà ce nom" in page.text
    page = pia(site, f"{OFFICE}/commissions").presses("Cadre de vie").presses("Clore cette commission")
    assert "Close le" in page.text
    assert "Cadre de vie" not in Browser(site).visits("/conseils/lune").text


def test_a_closed_group_is_not_written_again(site: Flask) -> None:
    page = pia(site, f"{OFFICE}/commissions").presses("Créer la commission", name="Jeunesse")
    old = page.presses("Jeunesse")
    with s.reading_at(site, clock.now()):
        key = db.session.scalars(select(WorkingGroup.id)).one()
    pia(site, f"{OFFICE}/commissions/{key}").presses("Clore cette commission")
    late = old.presses("Enregistrer", name="Autre")
    assert late.status == 409
    assert "Cette commission est close" in late.text


def test_the_public_page_costs_the_same_with_many_groups(site: Flask, queries) -> None:  # type: ignore[no-untyped-def]
    told = []
    for number in range(3):
        pia(site, f"{OFFICE}/commissions").presses("Créer la commission", name=f"Commission {number}")
        site.extensions["once"].clear()
        site.extensions["kept"].__init__()
        with queries() as made:
            Browser(site).visits("/conseils/lune")
        told.append(len(made))
    assert told[0] == told[2]
