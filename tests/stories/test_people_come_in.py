"""Somebody is invited, joins, and comes back by password and by link, pressing what the pages say."""

from __future__ import annotations

from flask import Flask

from citizens.roles.models import Role
from tests.browser import Browser
from tests.citizens.people import PASSWORD, cheap, link_in, person, sessions, signs_in
from tests.sites import Sites

ROGER = "roger@example.org"


def test_an_invited_person_joins_and_comes_back(sites: Sites) -> None:
    app = cheap(sites.empty(totp_roles=()))
    said = app.test_cli_runner().invoke(
        args=["admin", "create", "--email", "Alix@example.org", "--given-name", "Alix", "--family-name", "D’Essai"]
    )
    assert said.exit_code == 0, said.output
    assert link_in(app, "alix@example.org") in said.output
    again = app.test_cli_runner().invoke(
        args=["admin", "create", "--email", "alix@example.org", "--given-name", "A", "--family-name", "B"]
    )
    assert again.exit_code == 1
    assert "existe déjà" in again.output

    alix = Browser(app).visits(link_in(app, "alix@example.org")).presses("Ouvrir mon compte")
    assert "Bonjour Alix" in alix.text
    assert "Tout est fait" in alix.text

    alix.presses("Gérer les comptes du site").presses("Inviter quelqu’un")
    alix.presses("Envoyer l’invitation", Prénom="Roger", Nom="Ben Saïd", email="alix@example.org")
    assert "existe déjà" in alix.text
    alix.presses("Envoyer l’invitation", email="Roger@Example.org")
    assert "Invitation envoyée" in alix.text
    old = link_in(app, ROGER)
    alix.presses("Renvoyer l’invitation")
    assert Browser(app).visits(old).status == 410

    roger = Browser(app).visits(link_in(app, ROGER))
    assert roger.headings(1) == ["Bienvenue, Roger"]
    roger.presses("Ouvrir mon compte", password="motdepasse1234")
    assert roger.status == 422
    roger.presses("Ouvrir mon compte", password="le chat de ma voisine")
    assert "Bonjour Roger" in roger.text
    roger.presses("Voir mon compte")
    assert "Aucun rôle particulier" in roger.text
    roger.presses("Corriger mon nom").presses("Garder ce nom", Nom="Ben Saïd-Œuvray")
    assert "Ben Saïd-Œuvray" in roger.text
    roger.presses("Se déconnecter")
    assert roger.visits("/mon-espace").status == 403

    roger = signs_in(app, ROGER, "le chat de ma voisine")
    roger.presses("Se déconnecter").presses("Se connecter").presses("Recevoir un lien par courriel")
    roger.presses("Envoyer le lien", email=ROGER)
    assert "Regardez vos courriels" in roger.title
    roger.visits(link_in(app, ROGER)).presses("Me connecter")
    assert "Bonjour Roger" in roger.text


def test_a_role_is_given_and_taken_back_and_an_account_closed(sites: Sites) -> None:
    app = cheap(sites.empty(totp_roles=()))
    person(app, "alix@example.org", Role.PLATFORM_ADMIN, name="Alix")
    person(app, ROGER, name="Roger")
    alix, roger = signs_in(app, "alix@example.org"), signs_in(app, ROGER)
    alix.visits("/comptes").presses("Roger Essai").presses("Donner un rôle")
    alix.presses("Donner ce rôle", Rôle="Animateur ou animatrice du conseil")
    assert "Le rôle « Animateur ou animatrice du conseil » se donne pour un conseil" in alix.text
    alix.presses("Donner ce rôle", Rôle="Modérateur ou modératrice")
    assert "Donné par Alix Essai" in alix.text
    assert roger.visits("/mon-espace").status == 403
    roger.presses("Me connecter", email=ROGER, password=PASSWORD)
    assert "Donné par Alix Essai" in roger.visits("/compte").text
    assert roger.visits("/comptes").status == 403

    alix.presses("Reprendre ce rôle : Modérateur ou modératrice")
    assert "Terminé" in alix.text
    alix.presses("Fermer ce compte")
    assert "Compte fermé" in alix.text
    assert Browser(app).visits("/connexion").presses("Me connecter", email=ROGER, password=PASSWORD).status == 422
    alix.presses("Rouvrir ce compte")
    signs_in(app, ROGER)

    alix.visits("/comptes").presses("Chercher", q="alix").presses("Alix Essai").presses("Fermer ce compte")
    assert alix.status == 409
    assert "seule à administrer" in alix.text
    assert len(sessions(app, "alix@example.org")) == 1


def test_the_demonstration_is_entered_from_its_start_page(demo_app: Flask) -> None:
    page = Browser(demo_app).visits("/demo")
    emails = [row[0] for row in page.tables[0].rows]
    assert len(emails) == len(set(emails)) == 15
    page.presses("Les courriels envoyés")
    page.visits("/demo").visits("/connexion/lien").presses("Envoyer le lien", email="membre@example.org")
    page.presses("Les courriels de la démonstration").presses("Votre lien pour vous connecter à Porte-Voix")
    page.presses("Ouvrir le lien de ce courriel").presses("Me connecter")
    assert page.path == "/mon-espace"
    assert "Mes conseils" in page.headings(2)
    assert "Membre du conseil" in page.text
    council = next(words for words, _ in page.links if words.startswith("Conseil citoyen"))
    assert page.presses(council).headings(1) == [council]


def test_outside_a_demonstration_there_is_neither_start_page_nor_outbox(app: Flask) -> None:
    for path in ("/demo", "/demo/courriels"):
        answer = app.test_client().get(path)
        assert answer.status_code == 403
        assert "demo-conseils" not in answer.text
