"""A1: Samia finds her council, on the demonstration, without an account (steps 1 to 3, 5 and 6)."""

from __future__ import annotations

import gzip

from tests.browser import Browser


def test_samia_finds_her_council(demo_visitor: Browser) -> None:
    samia = demo_visitor.visits("/")
    assert "13 conseils labellisés" in samia.text
    assert "8 en cours de labellisation" in samia.text
    assert "Set-Cookie" not in samia.response.headers
    assert len(gzip.compress(samia.response.data)) < 40_000

    samia.presses("Trouver", q="mons en bar")
    assert "3 quartiers trouvés" in samia.text
    assert "Nouveau Mons" in samia.text
    assert "Le Grand Cerisier (quartier fictif)" in samia.text

    samia.presses("Nouveau Mons")
    assert "Un conseil citoyen couvre ce quartier" in samia.text
    samia.presses("Conseil citoyen de Mons-en-Barœul (démonstration)")
    assert "Labellisé" in samia.text
    assert "Un arrêté du préfet le reconnaît jusqu’au" in samia.text

    samia.presses("Historique de la labellisation")
    for step in ("Constitution en cours", "Dossier déposé", "Instruction par la préfecture", "Acte signé", "Publié"):
        assert step in samia.text
    assert "numéro non connu" in samia.text


def test_the_next_meeting_says_how_to_come_and_a_form_writes_to_the_council(demo_visitor: Browser) -> None:
    """Step 4: where and when the council meets next, how to come in, and a way to write to it that shows no address."""
    samia = demo_visitor.visits("/conseils/haubourdin")
    assert "Ses réunions" in samia.headings()
    next_one = next(href for words, href in samia.links if href.startswith("/reunions/") and "Plénière" in words)
    samia.visits(next_one)
    assert "Comment entrer" in samia.text
    samia.presses("Écrire au conseil à propos de cette réunion")
    assert "@" not in samia.text
    samia.presses(
        "Envoyer le message",
        writer="Samia Exemple",
        address="samia@example.org",
        message="Puis-je venir avec ma fille\u202f?",
    )
    assert "Votre message est parti" in samia.text
    assert "Set-Cookie" not in samia.response.headers


def test_two_councils_cover_one_place_and_each_says_what(demo_visitor: Browser) -> None:
    samia = demo_visitor.visits("/").presses("Trouver", q="tisserandes")
    samia.presses("Le Canal des Tisserandes (quartier fictif)")
    assert "2 conseils citoyens couvrent ce quartier" in samia.text
    assert "Conseil citoyen de Roubaix, rives du canal" in samia.text
    assert "Conseil citoyen de Roubaix, filatures" in samia.text
    assert samia.text.count("Couvre 4 quartiers") == 2


def test_the_report_is_apart_from_what_is_counted_today(demo_visitor: Browser) -> None:
    samia = demo_visitor.visits("/")
    assert "Ce que disait le rapport 2015-2016" in samia.text
    assert "Le rapport ne dit pas lesquels" in samia.text


def test_without_images_everything_is_said_in_words(demo_visitor: Browser) -> None:
    """Step 6: no picture carries words of its own, and each link of the map has its name."""
    samia = demo_visitor.visits("/conseils")
    assert samia.all("img") == []
    named = [e.get("aria-label") for e in samia.all("a") if e.has("aria-label")]
    assert len(named) == 21
    samia.visits("/conseils/lille")
    assert {"Les deux collèges", "Femmes et hommes parmi les habitants"} <= set(samia.headings(3))
    assert any(table.caption == "Les deux collèges" for table in samia.tables)


def test_it_takes_three_presses_from_home_to_the_council(demo_visitor: Browser) -> None:
    presses = demo_visitor.visits("/").presses("Trouver", q="loos").presses("Les Oliveaux")
    assert presses.presses("Conseil citoyen de Loos (démonstration)").path == "/conseils/loos"
