"""Whoever holds a meeting is told what comes next, from the first presence to the minutes."""

from __future__ import annotations

from flask import Flask

from meetings.models import ItemKind
from meetings.votes.models import VoteMethod
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.holding import steps as h


def test_the_page_says_what_to_do_now_until_the_minutes_are_begun(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        page = h.opened(site, key)
        assert "Maintenant : notez qui est là" in page.text
        page.presses(f"Présent·e : {h.name('Awa')}").presses(f"Présent·e : {h.name('Chloé')}")
        assert "« La date de la fête », attend une décision" in page.text
        page.presses("À main levée La date de la fête")
        assert "Maintenant : comptez les mains" in page.text
        page.presses("Clore le vote", votes_for="1")
        assert "il manque 1 voix" in page.text
        page.presses("Clore le vote", votes_for="2")
        assert "Adoptée" in page.text
        assert "plus rien n’attend de vote" in page.text
        page.presses("Terminer la réunion")
        assert "Maintenant :" not in page.text
        page.presses("Écrire le compte rendu")
        assert "Awa Essai, Chloé Essai" in page.field("text").value
        again = h.hold_page(site, key)
        assert "Écrire le compte rendu" not in again.buttons()
        assert "Brouillon" in again.presses("Continuer le compte rendu").text


def test_without_quorum_it_says_how_many_are_missing(site: Flask) -> None:
    key = h.a_meeting(site, kind="board")
    with h.evening():
        assert "il manque 4 personnes pour pouvoir voter" in h.opened(site, key, "Awa").text


def test_who_has_not_answered_and_how_many_ballots_are_in_is_said_before_one_closes(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        h.opened(site, key, "Awa", "Chloé", "Driss", "Émile", "Samia")
    h.within(site, lambda: h.put(VoteMethod.NAMED), 2)
    with h.evening(3):
        page = h.hold_page(site, key).presses(f"Pour : {h.name('Awa')}")
        assert "1 a répondu. Sans réponse : 4, qui ne compteront pas si vous closez maintenant." in page.text
        page.presses("Clore le vote")
    h.within(site, lambda: h.put(VoteMethod.SECRET, ItemKind.DECISION), 4)
    with h.evening(5):
        said = "0 bulletin est dans l’urne. Il en faut au moins 5 pour les ouvrir."
        assert said in h.hold_page(site, key).text


def test_each_part_that_follows_by_itself_is_asked_for_alone(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        h.opened(site, key, "Awa")
        nora, base = s.signed_in(site, "Nora"), f"/conseils/lune/gestion/reunions/{key}/seance/direct"
        # a piece of a page is no page
        nora.checking = False
        vote = nora.visits(f"{base}?partie=vote").text
        assert "quorum" in vote.lower()
        assert h.name("Chloé") not in vote
        presences = nora.visits(f"{base}?partie=presences").text
        assert h.name("Chloé") in presences
        assert "Maintenant" not in presences


def test_the_office_finds_the_meeting_of_the_evening_on_its_own_page(site: Flask) -> None:
    h.a_meeting(site)
    with h.evening(-60):
        space = s.signed_in(site, "Nora").visits("/mon-espace")
        assert "Préparer une réunion" in space.text
        page = space.presses("Tenir la réunion : Plénière de décembre")
        assert "Ouvrir la réunion" in page.buttons()
        assert "Tenir la réunion" not in s.signed_in(site, "Awa").visits("/mon-espace").text


def test_once_it_is_open_a_member_is_shown_how_to_check_in_and_no_more_asked_whether_they_come(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening(-10):
        assert "Venez-vous" in s.signed_in(site, "Awa").visits(f"/reunions/{key}").text
        h.opened(site, key)
        awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
        assert "Venez-vous" not in awa.text
        assert "Je suis dans la salle" in awa.buttons()


def test_a_power_of_somebody_who_is_there_is_refused_and_one_that_counts_for_nothing_says_so(site: Flask) -> None:
    """`R-PRX-03`, `R-PRX-04`."""
    key = h.a_meeting(site)
    with h.evening():
        page = h.opened(site, key, "Awa").presses("Noter un pouvoir donné sur papier")
        page.presses("Noter ce pouvoir", giver=h.name("Awa"), holder=h.name("Chloé"))
        assert "est notée présente : elle vote elle-même" in page.text
        page.presses("Noter ce pouvoir", giver=h.name("Driss"), holder=h.name("Chloé"))
        assert "a donné pouvoir à Chloé Essai, qui n’est pas là : ce pouvoir ne compte pas" in page.text
        page.presses(f"Présent·e : {h.name('Chloé')}")
        assert "ce pouvoir ne compte pas" not in page.text


def test_a_question_that_was_withdrawn_is_read_everywhere_and_may_be_put_again(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        page = h.opened(site, key, "Awa", "Chloé").presses("À main levée La date de la fête")
        page.presses("Retirer cette question sans résultat")
        assert "Non mise aux voix" in page.text
        assert "attend une décision" in page.text
        awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
        vote = awa.presses("La date de la fête")
        assert "La question a été retirée sans vote." in vote.text
        assert "Pour : 0" not in vote.text
        page.presses("À main levée La date de la fête").presses("Clore le vote", votes_for="2")
        page.presses("Terminer la réunion").presses("Écrire le compte rendu")
        assert "Non mise aux voix. La question a été retirée sans vote." in page.field("text").value
        assert "Non mise aux voix" in Browser(site).visits(f"/reunions/{key}").text
