"""The letter to the committee: all that a secretary files, readable without a script."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from meetings.votes import services as votes
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.proposals import shelf


def test_the_letter_says_who_what_when_and_how_to_check(site: Flask) -> None:
    (key,) = shelf.put(site)
    with s.writing(site, s.TODAY - timedelta(days=9)):
        motion = shelf.row(key).motion
        assert motion is not None
        votes.write_dissent(motion, s.seat("Fatou"), "Je préfère un arbre.", actor=s.acting("Fatou"))
        sha = motion.text_sha256
    number = shelf.send(site, key)
    page = Browser(site).visits(f"/propositions/{number}").presses("Le courrier, à imprimer")
    for said in (
        "Conseil citoyen Lune",
        "À l’attention de : Comité de pilotage du contrat de ville",
        "Le jeudi 3 décembre 2026",
        f"Numéro : {number}",
        f"Objet : {shelf.TITLE}",
        shelf.TEXT,
        "Pour : 7. Contre : 1. Abstention : 1. N’ont pas pris part au vote : 0. 9 personnes pouvaient voter.",
        "Un membre du collège des associations et acteurs locaux Je préfère un arbre.",
        "au plus tard le vendredi 18 décembre 2026, et une réponse avec ses raisons au plus tard le mercredi 3 mars",
        f"http://localhost/propositions/{number}",
        sha,
        "Inscrite au journal public du site, ligne n°",
        "choisissez « Imprimer »",
    ):
        assert said in page.text, said
    assert "Fatou" not in page.text
    assert page.buttons() == []


def test_there_is_no_letter_before_the_number(site: Flask) -> None:
    shelf.put(site)
    assert Browser(site).visits("/propositions/CC-LUNE-2026-001/courrier").status == 404
    assert Browser(site).visits("/propositions/CC-LUNE-2026-001/texte").status == 404
