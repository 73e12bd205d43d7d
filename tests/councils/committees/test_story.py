"""A committee gives a council a seat, the council says who holds it, a mandate ends: the seat stands vacant."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from councils.committees import queries
from councils.models import EndReason
from foundation import audit
from foundation.clock import standing_at
from foundation.database import db
from tests.browser import Browser
from tests.councils.committees import situations as c
from tests.mailbox import Mailbox
from tests.meetings import situations as s

DAY = timedelta(days=1)
LUNE = "Conseil citoyen Lune"


def words(page: Browser) -> str:
    return page.text.replace("\u202f", " ").replace("\u00a0", " ")


def test_from_the_seat_to_who_speaks_for_the_council(site: Flask) -> None:
    secretary = s.signed_in(site, "Max").visits(c.PUBLIC).presses("Gérer les sièges des conseils")
    assert secretary.path == c.OFFICE
    secretary.presses("Garder ce nombre", total=3)
    secretary.presses("Donner ce siège", Conseil=LUNE, Voix="Voix délibérative", first=str(s.TODAY))
    assert "1 siège sur 3, un tiers tout juste." in words(secretary)
    assert "vacant" in secretary.text

    for name in ("Samia", "Nora", "Pia"):
        assert c.told(site, name) == ["Votre conseil a un siège dans un comité"]
    assert c.told(site, "Awa") == []
    assert any("voix délibérative" in letter.text for letter in Mailbox(site).to("samia@example.org"))

    samia = s.signed_in(site, "Samia").visits("/conseils/lune/gestion")
    assert "1 siège attend quelqu’un" in words(samia)
    samia.presses("Voir nos sièges")
    samia.presses("Nommer titulaire et suppléance : Comité de pilotage du contrat de ville")
    samia.presses("Nommer", Titulaire="Awa Essai", Suppléance="Ben Essai")
    assert samia.path == "/conseils/lune/gestion/sieges"
    assert "Awa Essai" in samia.text
    assert c.told(site, "Awa") == ["Vous représentez votre conseil dans un comité"]

    reader = Browser(site).visits(c.PUBLIC)
    assert "Tenu" in reader.text
    assert "Voix délibérative" in reader.text
    assert "1 siège sur 3, un tiers tout juste." in words(reader)
    assert "Awa" not in reader.text
    assert "Je représente mon conseil" in s.signed_in(site, "Awa").visits("/mon-espace").text
    assert "Je représente mon conseil" not in samia.visits("/mon-espace").text


def test_a_mandate_that_ends_leaves_the_seat_to_the_substitute_then_vacant(site: Flask) -> None:
    key = c.given(site)
    c.names(site, key, "Awa", "Driss")
    with s.writing(site):
        s.seat("Awa").end_on, s.seat("Awa").end_reason = s.TODAY, EndReason.MOVED
    assert "Tenu par la suppléance" not in Browser(site).visits(c.PUBLIC).text
    with standing_at(s.noon(s.TODAY + DAY)):
        assert "Tenu par la suppléance" in Browser(site).visits(c.PUBLIC).text
        page = s.signed_in(site, "Samia").visits("/conseils/lune/gestion/sieges")
        assert "Awa" not in page.text
        assert "Driss Essai" in page.text
        with s.writing(site, s.TODAY + DAY):
            s.seat("Driss").end_on, s.seat("Driss").end_reason = s.TODAY + DAY, EndReason.MOVED
    with standing_at(s.noon(s.TODAY + 2 * DAY)):
        assert "Vacant" in Browser(site).visits(c.PUBLIC).text
        assert "Driss" not in s.signed_in(site, "Samia").visits("/conseils/lune/gestion/sieges").text
        # what the form offers first is what holds: nobody
        page = s.signed_in(site, "Samia").visits(c.page(key))
        assert (page.field("titular").value, page.field("substitute").value) == ("", "")


def test_a_seat_changes_its_voice_and_ends(site: Flask) -> None:
    key = c.given(site)
    c.names(site, key, "Awa")
    page = s.signed_in(site, "Max").visits(c.OFFICE).presses(LUNE)
    page.presses("Changer la voix", Voix="Voix consultative")
    assert page.path == c.OFFICE
    assert "Voix consultative" in Browser(site).visits(c.PUBLIC).text
    assert "La voix d’un siège de votre conseil change" in c.told(site, "Awa")

    page.presses(LUNE).presses("Mettre fin à ce siège").presses("Mettre fin à ce siège", last=str(s.TODAY))
    assert "Un siège de votre conseil prend fin" in c.told(site, "Awa")
    with standing_at(s.noon(s.TODAY + DAY)):
        assert LUNE not in Browser(site).visits(c.PUBLIC).text
        assert "Les sièges qui ont pris fin." in s.signed_in(site, "Max").visits(c.OFFICE).text
        assert s.signed_in(site, "Samia").visits(c.page(key)).presses("Nommer").status == 409
    with s.reading_at(site, s.noon(s.TODAY)):
        done = {entry.action for entry in db.session.scalars(audit.history(type(c.one(key)), [key]))}
        assert done == {"seat.give", "seat.name", "seat.change", "seat.end"}
        assert queries.representatives(s.committee().id, s.TODAY)
        assert not queries.representatives(s.committee().id, s.TODAY + DAY)


def test_the_secretary_names_too_but_learns_no_name(site: Flask) -> None:
    """Ruling 17: members who did not agree to be named in public are not shown to a committee."""
    key = c.given(site)
    page = s.signed_in(site, "Max").visits(c.OFFICE).presses(LUNE).presses("Nommer titulaire et suppléance")
    assert [name for name in s.VOTERS if name in page.text] == []
    page.presses("Nommer")
    c.names(site, key, "Awa")
    page.visits(c.page(key))
    assert "Awa Essai" in page.text
    assert "Driss" not in page.text
    page.presses("Nommer", Titulaire="Personne pour l’instant", Suppléance="Awa Essai")
    assert page.path == c.OFFICE
    assert "Tenu par la suppléance" in Browser(site).visits(c.PUBLIC).text
    assert s.signed_in(site, "Max").visits("/conseils/lune/gestion/sieges").status == 403


def test_who_is_named_no_more_is_told(site: Flask) -> None:
    key = c.given(site)
    c.names(site, key, "Awa", "Driss")
    c.names(site, key, "Chloé", "Driss")
    named, released = (f"Vous {verb} votre conseil dans un comité" for verb in ("représentez", "ne représentez plus"))
    assert c.told(site, "Awa") == [released, named]
    assert c.told(site, "Driss") == [named]
    c.names(site, key, "Driss")
    assert c.told(site, "Driss") == [named, named]


def test_a_page_without_seats_says_so_to_who_gives_them_and_nothing_to_others(site: Flask) -> None:
    assert "Les sièges des conseils citoyens" not in Browser(site).visits(c.PUBLIC).text
    assert "Aucun conseil n’a de siège ici" in s.signed_in(site, "Max").visits(c.PUBLIC).text
    page = s.signed_in(site, "Samia").visits("/conseils/lune/gestion/sieges")
    assert "Le conseil n’a de siège dans aucun comité" in page.text
    assert "Nos sièges" not in page.visits("/conseils/lune/gestion").text


def test_the_demonstration_shows_seats_held_and_vacant(demo_app: Flask) -> None:
    page = Browser(demo_app).visits("/comites/comite-de-pilotage-du-contrat-de-ville")
    shown = words(page)
    assert "6 sièges sur 18, un tiers tout juste." in shown
    assert {"Tenu", "Vacant"} <= set(shown.replace("\n", " ").split())
    assert "Observation" in shown


def test_a_label_that_ends_suspends_the_seat(site: Flask) -> None:
    """The row « siéger aux comités » of §2.5: a council whose term is over sits no more, though its seat stays."""
    c.names(site, c.given(site), "Chloé")
    with standing_at(s.noon(s.TODAY + 701 * DAY)):
        assert "Suspendu : le conseil n’a pas de label" in words(Browser(site).visits(c.PUBLIC))
        assert "Suspendue, faute de label" in s.signed_in(site, "Max").visits(c.OFFICE).text


def test_a_seat_to_come_shows_its_first_day(site: Flask) -> None:
    c.given(site, first=s.TODAY + 10 * DAY)
    assert "à partir du 13 décembre 2026" in words(s.signed_in(site, "Max").visits(c.OFFICE))
    assert LUNE not in Browser(site).visits(c.PUBLIC).text
    assert "Nos sièges" not in s.signed_in(site, "Samia").visits("/conseils/lune/gestion").text


def test_an_incomplete_form_is_kept(site: Flask) -> None:
    page = s.signed_in(site, "Max").visits(c.OFFICE)
    assert page.presses("Donner ce siège", Conseil="Choisir…").status == 422
    assert "Choisissez un conseil." in page.text
    assert page.visits(c.OFFICE).presses("Garder ce nombre", total=501).status == 422
    key = c.given(site)
    assert page.visits(f"{c.OFFICE}/{key}/fin").presses("Mettre fin à ce siège", last="").status == 422
    assert page.presses("Mettre fin à ce siège", last=str(c.SINCE - DAY)).status == 409
    assert "vient après" in page.text
