"""A written vote from its opening to its result, by people who press buttons."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from foundation.clock import standing_at
from foundation.journal import ActKind
from meetings.votes.models import MotionResult
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s


def test_three_people_vote_and_everyone_reads_the_totals(site: Flask) -> None:
    key = polls.opened(site, participation_percent=30)

    # Awa has a letter; two taps, no password
    awa = Browser(site).visits(polls.link_in_letter(site, "Awa"))
    assert "Bonjour Awa" in awa.text
    assert polls.QUESTION in awa.headings(1)[0]
    assert polls.kept(site, key) == {}
    awa.presses("Pour")
    assert "Votre réponse est gardée : « Pour »" in awa.text

    # Driss signs in, finds it in « À faire », answers, then changes his mind
    driss = s.signed_in(site, "Driss")
    driss.presses(f"Voter : {polls.QUESTION}").presses("Pour")
    assert "Votre réponse est gardée : « Pour »" in driss.text
    driss.presses("Contre")
    assert "Votre réponse est gardée : « Contre »" in driss.text
    assert polls.QUESTION not in driss.visits("/mon-espace").text.partition("Mes votes")[0]
    assert "Votre réponse : « Contre »" in driss.text

    # Samia of the board sees how many answered, not what
    samia = s.signed_in(site, "Samia").visits(polls.page(key))
    assert "2 personnes sur 9 ont répondu." in samia.text
    samia.presses("Pour")
    assert "3 personnes sur 9 ont répondu." in samia.text

    # an inhabitant reads the question, no count, and how to vote if they sit
    rose = s.signed_in(site, "Rose").visits(polls.page(key))
    assert "ont répondu" not in rose.text
    assert "Vous n’êtes pas membre de ce conseil" in rose.text
    assert "Pour" not in rose.buttons()
    visitor = Browser(site).visits(polls.page(key))
    assert "Connectez-vous pour voter" in visitor.text

    assert polls.close(site, polls.CLOSING + timedelta(minutes=1)) == 1
    with standing_at(polls.CLOSING + timedelta(minutes=2)):
        visitor.visits(polls.page(key))
        assert "Le texte est adopté : il y a plus de « pour » que de « contre »." in visitor.text
        assert "Il fallait au moins 3 réponses, soit 30 % des personnes qui peuvent voter." in visitor.text
        assert visitor.tables[0].rows == [
            ["Pour", "2"], ["Contre", "1"], ["Abstention", "0"], ["N’ont pas pris part au vote", "0"],
        ]  # fmt: skip
        for name in s.VOTERS:
            assert f" {name} " not in visitor.text
        assert polls.QUESTION in visitor.visits("/conseils/lune").text
        assert "Pour : 2. Contre : 1." in visitor.text
        gone = Browser(site).visits(polls.link(site, key, "Awa"))
        assert gone.status == 410
        assert "Le vote est clos depuis le" in gone.text
    # Léa’s seat began the day after the opening: she counts on the last day
    assert polls.frozen(site, key) == (2, 1, 0, 0, 10, 3, MotionResult.ADOPTED)


def test_the_journal_and_the_letters(site: Flask) -> None:
    key = polls.opened(site)
    (line,) = polls.lines(site, ActKind.VOTE_OPENED)
    assert line["subject"] == polls.page(key)
    assert (line["title"], line["council"], line["voters"]) == (polls.TYPESET, "CC-LUNE", 9)
    assert line["closes_at"] == polls.CLOSING.isoformat()
    assert "demo" not in line
    told = {letter.recipient for letter in Mailbox(site) if letter.subject.startswith("À voter")}
    assert told == {s.email(name) for name in s.READERS}

    polls.close(site)
    (line,) = polls.lines(site, ActKind.VOTE_CLOSED)
    assert (line["result"], line["for"], line["against"], line["base"]) == ("rejected", 0, 0, 10)
    results = [letter for letter in Mailbox(site) if letter.subject.startswith("Résultat")]
    # those who sit on the day of the result: Inès and Jules too, Léa since yesterday, Karim no more
    assert {letter.recipient for letter in results} == {s.email(n) for n in (*s.READERS, "Inès", "Jules", "Léa")}
    assert "autant de « pour » que de « contre »" in results[0].text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_diverging_opinion_travels_without_a_name(site: Flask) -> None:
    key = polls.opened(site)
    emile = s.signed_in(site, "Émile").visits(polls.page(key)).presses("Joindre un avis divergent")
    emile.presses("Joindre cet avis", **{"Votre avis": ""})
    assert emile.status == 422
    emile.presses("Joindre cet avis", **{"Votre avis": "Je préfère **un arbre**."})
    assert "Vous avez joint un avis divergent." in emile.text
    assert "arbre" not in Browser(site).visits(polls.page(key)).text
    polls.close(site)
    with standing_at(polls.CLOSING + timedelta(days=1)):
        visitor = Browser(site).visits(polls.page(key))
        assert "Un membre du collège des habitants" in visitor.text
        assert "Je préfère un arbre." in visitor.text
        assert "Émile" not in visitor.text
        emile = s.signed_in(site, "Émile").visits(polls.page(key)).presses("Modifier mon avis divergent")
        assert emile.field("Votre avis").value.strip() == "Je préfère **un arbre**."
        emile.presses("Retirer mon avis")
        assert "arbre" not in Browser(site).visits(polls.page(key)).text


def test_a_declared_interest_is_for_good(site: Flask) -> None:
    key = polls.opened(site)
    fatou = s.signed_in(site, "Fatou").visits(polls.page(key)).presses("Pour")
    fatou.presses("Déclarer un intérêt…")
    assert "C’est définitif pour ce vote." in fatou.text
    assert "Votre réponse, « Pour », sera retirée." in fatou.text
    assert polls.kept(site, key) != {}
    fatou.presses("Déclarer un intérêt")
    assert fatou.visits(f"{polls.page(key)}/interet").path == polls.page(key)
    assert "Vous avez déclaré un intérêt" in fatou.text
    assert "Pour" not in fatou.buttons()
    assert polls.kept(site, key) == {}
    by_link = Browser(site).visits(polls.link(site, key, "Fatou"))
    assert (by_link.status, "Vous avez déclaré un intérêt" in by_link.text) == (410, True)
    samia = s.signed_in(site, "Samia").visits(polls.page(key))
    assert "0 personne sur 8 a répondu." in samia.text


def test_who_may_vote_is_for_the_council_s_people(site: Flask) -> None:
    key = polls.opened(site)
    pia = s.signed_in(site, "Pia").visits(polls.page(key)).presses("Voir qui peut voter")
    assert "9 personnes peuvent voter" in pia.text
    assert "2 n’ont pas de compte : prévenez-les vous-même." in pia.text
    residents, actors, apart = pia.tables
    assert len(residents.rows) == 6
    assert ["Ben Essai", "Sans compte"] in residents.rows
    assert len(actors.rows) == 3
    assert [row[0] for row in apart.rows] == ["Inès Essai", "Jules Essai"]
    assert "Mandat suspendu depuis le 30 novembre 2026" in apart.rows[0][1]
    pia.presses("Voir ce jour", Jour=(s.TODAY + timedelta(days=1)).isoformat())
    assert "Léa Essai" in pia.text
    pia.presses("Voir ce jour", Jour="1890-01-01")
    assert pia.status == 400
    assert s.signed_in(site, "Victor").visits("/conseils/lune/votants").status == 403


def test_a_council_on_its_way_says_so(site: Flask) -> None:
    key = polls.opened(site, "brume")
    zoe = s.signed_in(site, "Zoé").visits(polls.page(key, "brume"))
    assert "Conseil en cours de labellisation." in zoe.text
    zoe.presses("Pour")
    polls.close(site)
    with standing_at(polls.CLOSING):
        assert "Conseil en cours de labellisation." in Browser(site).visits(polls.page(key, "brume")).text
    assert polls.frozen(site, key) == (1, 0, 0, 0, 3, 0, MotionResult.ADOPTED)
