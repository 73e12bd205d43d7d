"""A3: a member who cannot come gives power; the meeting is held, the quorum is told, the question voted and closed."""

from __future__ import annotations

from flask import Flask

from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.holding import steps as h


def test_a_proxy_a_quorum_and_a_vote(site: Flask) -> None:
    key = h.a_meeting(site)

    # 1, 2: by the link of the notice, Driss gives power to Awa, who is told
    driss = Browser(site).visits(h.link(site, "Driss"))
    assert {"Je viens", "Je ne viens pas"} <= set(driss.buttons())
    driss.presses("Je donne pouvoir").presses("Donner mon pouvoir", holder=h.name("Awa"))
    assert "Vous avez donné pouvoir à Awa Essai" in driss.text
    assert Mailbox(site).to(s.email("Awa"))[-1].subject == "On vous donne un pouvoir"
    awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
    assert "Vous portez le pouvoir de Driss Essai" in awa.text

    # 3: a second member cannot; the reason is shown, others are proposed
    chloe = s.signed_in(site, "Chloé").visits(f"/reunions/{key}").presses("Je donne pouvoir")
    assert "Awa Essai" not in [option.words for option in chloe.all("option")]
    assert "Fatou Essai" in [option.words for option in chloe.all("option")]

    # 4: on the evening the secretary ticks people, one checks in by telephone
    with h.evening():
        nora = h.opened(site, key, "Awa", "Émile", "Fatou")
        word = "".join(nora.all("p")[[p.get("class") for p in nora.all("p")].index("room__word")].words.split())
    with h.evening(5):
        gilles = s.signed_in(site, "Gilles").visits(f"/reunions/{key}")
        assert "Vous n’êtes pas encore noté·e présent·e" in gilles.text
        gilles.presses("Je suis dans la salle", word=word.lower())
        assert "Vous êtes noté·e présent·e, dans la salle" in gilles.text
        nora.visits(nora.path)
        assert "4 présents, 1 représenté" in nora.text

        # 5: the motion of the decision, by show of hands, with Driss's power included
        nora.presses("À main levée La date de la fête")
        assert "5 personnes votent, présentes ou représentées" in nora.text
        nora.presses("Clore le vote", votes_for="2", against="1", abstain="0", apart="1")
        assert "il manque 1 voix" in nora.text
        assert nora.field("Pour").value == "2"
        nora.presses("Clore le vote", votes_for="3")
        # 6: the result is shown, and nothing changes any more
        assert "Pour : 3. Contre : 1. Abstention : 0. N’ont pas pris part au vote : 1." in nora.text
        assert "Clore le vote" not in nora.buttons()

        # 7: Awa joins a diverging opinion
        awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
        awa.presses("La date de la fête").presses("Joindre un avis divergent")
        awa.presses("Joindre cet avis", text="La date tombe pendant le ramadan.")
        assert "La date tombe pendant le ramadan." in awa.text
