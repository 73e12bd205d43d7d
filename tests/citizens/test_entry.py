"""The ways in: counted, slowed, and silent about who has an account; links that act once and only when pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.accounts import links, passwords, services
from citizens.accounts.carrying import local_path
from citizens.accounts.jobs import forget_old_ways_in
from citizens.accounts.models import LinkPurpose, OneUseLink
from citizens.roles.models import Role
from foundation import clock
from foundation.database import db, reading, transaction
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.citizens.people import PASSWORD, account, link_in, person, sessions, signs_in
from tests.mailbox import Mailbox

EMAIL = "samia@example.org"
NOBODY = "nobody@example.org"


def tries(site: Flask, email: str, password: str = "wrong words altogether") -> Browser:
    return Browser(site).visits("/connexion").presses("Me connecter", email=email, password=password)


def test_a_page_with_a_password_does_not_say_that_all_is_kept(app: Flask) -> None:
    page = Browser(app).visits("/connexion").presses("Me connecter", email="a@example.org", password="essai perdu")
    assert page.status == 422
    assert "n’est jamais gardé dans la page" in page.text
    assert "ce que vous avez écrit est gardé" not in page.text


def test_a_password_lets_in_whatever_the_capitals_of_the_address(site: Flask) -> None:
    person(site, EMAIL)
    assert "Bonjour Samia" in signs_in(site, " SAMIA@Example.org ").text


@pytest.mark.parametrize("email", [EMAIL, NOBODY, "closed@example.org", "linkonly@example.org"])
def test_known_and_unknown_addresses_get_the_same_words_and_the_same_work(
    site: Flask, email: str, queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: one verification of a password, the same statements, the same page (ruling 22)."""
    person(site, EMAIL)
    person(site, "linkonly@example.org", password=None)
    person(site, "closed@example.org")
    with site.app_context(), transaction():
        closed = services.queries.by_email("closed@example.org")
        assert closed is not None
        services.disable(closed, actor=SYSTEM)
    verified: list[str] = []
    real = passwords.PasswordHasher.verify

    def verify(self: passwords.PasswordHasher, kept: str, typed: str) -> bool:
        verified.append(kept)
        return real(self, kept, typed)

    monkeypatch.setattr(passwords.PasswordHasher, "verify", verify)
    page = Browser(site).visits("/connexion")
    with queries() as made:
        page.presses("Me connecter", email=email, password="wrong words altogether")
    assert page.status == 422
    assert "L’adresse ou le mot de passe n’est pas le bon." in page.text
    assert len(verified) == 1
    assert len([s for s in made if "FROM account" in s]) == 1
    assert not any(word in statement for statement in made for word in ("UPDATE account", "INSERT INTO account"))


@pytest.mark.parametrize(
    ("path", "button"), [("/connexion/lien", "Envoyer le lien"), ("/mot-de-passe", "Envoyer le lien")]
)
def test_asking_for_a_link_costs_and_says_the_same_for_all(site: Flask, path: str, button: str, queries) -> None:
    person(site, EMAIL)
    Browser(site).visits(path).presses(button, email="first@example.org")
    seen = []
    for email in (EMAIL, NOBODY):
        page = Browser(site).visits(path)
        with queries() as made:
            page.presses(button, email=email)
        kinds = [statement.split("(")[0].split(" SET ")[0].split(",")[0] for statement in made]
        seen.append((page.status, page.text.replace(email, "X"), kinds))
        assert len(Mailbox(site).to(email)) == 1
    assert seen[0] == seen[1]
    assert "Aucun compte n’y est lié" in Mailbox(site).to(NOBODY)[0].text


def test_an_account_is_slowed_after_ten_tries_and_never_locked_for_long(site: Flask) -> None:
    person(site, EMAIL)
    start = clock.real_now()
    with clock.standing_at(start):
        assert [tries(site, EMAIL).status for _ in range(10)] == [422] * 10
        slowed = tries(site, EMAIL.upper(), PASSWORD)
        assert slowed.status == 429
        assert 0 < int(slowed.response.headers["Retry-After"]) <= 300
        assert "rien n’est bloqué" in slowed.text
        assert [tries(site, NOBODY).status for _ in range(11)] == [422] * 10 + [429]
    with clock.standing_at(start + timedelta(minutes=5, seconds=1)):
        signs_in(site, EMAIL)


def test_an_address_is_slowed_after_a_hundred_tries(site: Flask) -> None:
    with clock.standing_at(clock.real_now()):
        client = site.test_client()
        token = Browser(site).visits("/connexion").field("form_token").value

        def post(n: int) -> int:
            data = {"email": f"n{n}@example.org", "password": "x", "form_token": token}
            return client.post("/connexion", data=data, headers={"Origin": "http://localhost"}).status_code

        assert {post(n) for n in range(100)} == {422}
        assert post(101) == 429


def test_asking_for_links_is_slowed_too(site: Flask) -> None:
    person(site, EMAIL)
    with clock.standing_at(clock.real_now()):
        page = Browser(site)
        for _ in range(10):
            page.visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
        page.visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    assert page.status == 429
    assert len(Mailbox(site).to(EMAIL)) == 10


def test_a_link_acts_when_pressed_not_when_opened_and_only_once(site: Flask) -> None:
    person(site, EMAIL, password=None)
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    path = link_in(site, EMAIL)
    for _ in range(3):
        assert Browser(site).visits(path).buttons() == ["Me connecter"]
    assert "Bonjour Samia" in Browser(site).visits(path).presses("Me connecter").text
    again = Browser(site).visits(path)
    assert again.status == 410
    assert "déjà servi" in again.text
    again.presses("Recevoir un nouveau lien")
    assert again.path == "/connexion/lien"


def test_a_replayed_press_is_told_so(site: Flask) -> None:
    person(site, EMAIL)
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    path = link_in(site, EMAIL)
    first, second = Browser(site).visits(path), Browser(site).visits(path)
    first.presses("Me connecter")
    assert second.presses("Me connecter").status == 410
    assert second.visits("/mon-espace").status == 403


@pytest.mark.parametrize(
    ("purpose", "page"), [(LinkPurpose.SIGN_IN, "/connexion/lien"), (LinkPurpose.PASSWORD, "/mot-de-passe")]
)
def test_a_link_runs_out_after_half_an_hour(site: Flask, purpose: LinkPurpose, page: str) -> None:
    person(site, EMAIL)
    start = clock.real_now()
    with clock.standing_at(start):
        Browser(site).visits(page).presses("Envoyer le lien", email=EMAIL)
    path = link_in(site, EMAIL)
    with clock.standing_at(start + timedelta(minutes=29)):
        assert Browser(site).visits(path).status == 200
    with clock.standing_at(start + timedelta(minutes=30)):
        late = Browser(site).visits(path)
        assert late.status == 410
        assert "trop longtemps" in late.text


def test_a_link_of_one_purpose_opens_no_other_and_an_invented_one_opens_nothing(site: Flask) -> None:
    person(site, EMAIL)
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    token = link_in(site, EMAIL).rpartition("/")[2]
    for path in (f"/mot-de-passe/{token}", f"/invitation/{token}", "/connexion/lien/invente", "/invitation/x%00"):
        assert Browser(site).visits(path).status in {400, 404}


def test_tokens_are_kept_as_hashes_only(site: Flask) -> None:
    person(site, EMAIL)
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    token = link_in(site, EMAIL).rpartition("/")[2]
    with site.app_context(), reading():
        kept = db.session.scalars(select(OneUseLink.token_hash)).one()
    assert token not in kept
    assert len(kept) == 64


def test_a_new_password_by_letter_ends_every_session_and_warns(site: Flask) -> None:
    person(site, EMAIL)
    thief = signs_in(site, EMAIL)
    Browser(site).visits("/mot-de-passe").presses("Envoyer le lien", email=EMAIL)
    page = Browser(site).visits(link_in(site, EMAIL))
    page.presses("Garder ce mot de passe", password="samia")
    assert page.status == 422
    page.presses("Garder ce mot de passe", password="des mots que personne ne lie")
    assert page.path.startswith("/connexion")
    assert "Votre mot de passe est changé" in page.text
    assert thief.visits("/mon-espace").status == 403
    assert "a changé" in Mailbox(site).to(EMAIL)[-1].subject
    signs_in(site, EMAIL, "des mots que personne ne lie")


def test_a_hash_made_at_an_older_cost_is_made_anew(site: Flask) -> None:
    person(site, EMAIL)
    before = account(site, EMAIL).password_hash
    site.config["PASSWORD_COST"] = (16, 1)
    signs_in(site, EMAIL)
    assert account(site, EMAIL).password_hash != before
    signs_in(site, EMAIL)


def test_argon2id_at_the_cost_of_ruling_22(app: Flask) -> None:
    with app.app_context():
        kept = passwords.hash_of(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("/compte?x=1#y", "/compte?x=1#y"),
        ("https://evil.example", "/mon-espace"),
        ("//evil.example", "/mon-espace"),
        ("/\\evil.example", "/mon-espace"),
        ("/a\\..\\b", "/mon-espace"),
        ("javascript:alert(1)", "/mon-espace"),
        ("/x\r\nSet-Cookie: a=b", "/mon-espace"),
        ("///evil.example", "/mon-espace"),
        ("compte", "/mon-espace"),
        ("", "/mon-espace"),
    ],
)
def test_one_goes_on_to_pages_of_this_site_only(address: str, wanted: str) -> None:
    assert local_path(address) == wanted


def test_one_goes_on_to_the_page_one_wanted(site: Flask) -> None:
    person(site, EMAIL)
    page = Browser(site).visits("/compte/nom")
    assert page.status == 403
    page.presses("Me connecter", email=EMAIL, password=PASSWORD)
    assert page.path == "/compte/nom"
    page.visits("/").visits("/connexion?next=//evil.example")
    assert page.path == "/mon-espace"


def test_what_was_typed_outlives_the_session(site: Flask) -> None:
    person(site, EMAIL)
    samia, elsewhere = signs_in(site, EMAIL), signs_in(site, EMAIL)
    samia.visits("/compte/nom")
    elsewhere.visits("/compte/connexions").presses("Fermer toutes les autres")
    samia.presses("Garder ce nom", given_name="Samia-Léa écrite en une heure", family_name="Nouveau")
    assert samia.status == 403
    assert "Ce que vous avez écrit est gardé" in samia.text
    samia.presses("Me connecter", email=EMAIL, password="wrong words altogether")
    assert samia.status == 422
    samia.presses("Me connecter", email=EMAIL, password=PASSWORD)
    assert "Samia-Léa écrite en une heure" in samia.text
    samia.presses("Envoyer ce que j’avais écrit")
    assert samia.path == "/compte"
    assert "Samia-Léa écrite en une heure" in samia.text


def test_it_is_offered_to_the_same_person_only_and_holds_no_secret(site: Flask) -> None:
    person(site, EMAIL)
    person(site, "karim@example.org", name="Karim")
    samia, elsewhere = signs_in(site, EMAIL), signs_in(site, EMAIL)
    samia.visits("/compte/nom")
    elsewhere.visits("/compte/connexions").presses("Fermer toutes les autres")
    samia.presses("Garder ce nom", given_name="Un nom assez long pour se voir", family_name="Nouveau")
    samia.presses("Me connecter", email="karim@example.org", password=PASSWORD)
    assert samia.path == "/mon-espace"
    assert "assez long" not in samia.text

    here = signs_in(site, EMAIL)
    here.visits("/compte/mot-de-passe")
    elsewhere.visits("/compte/connexions").presses("Fermer toutes les autres")
    here.presses("Garder ce mot de passe", current=PASSWORD, password="encore quatre mots autres")
    assert here.field("carried").value == ""


def test_what_was_typed_comes_back_through_another_tab_too(site: Flask) -> None:
    person(site, EMAIL, password=None)
    with site.app_context(), transaction():
        row = services.queries.by_email(EMAIL)
        token = links.make(row, LinkPurpose.SIGN_IN)
        other = links.make(row, LinkPurpose.SIGN_IN)
    samia = Browser(site).visits(f"/connexion/lien/{token}").presses("Me connecter").visits("/compte/nom")
    with site.app_context(), transaction():
        row = services.queries.by_email(EMAIL)
        assert row is not None
        services.sessions.end(row.id, services.SessionEnd.ELSEWHERE)
        other = links.make(row, LinkPurpose.SIGN_IN)
    samia.presses("Garder ce nom", given_name="Samia", family_name="Un nom assez long pour se voir")
    answer = samia._client.post(
        f"/connexion/lien/{other}",
        data={"form_token": _token(site, f"/connexion/lien/{other}")},
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 302
    samia.presses("Déjà connecté dans un autre onglet\u00a0: continuer".replace("\u00a0", " "))
    assert "Un nom assez long" in samia.text


def _token(site: Flask, path: str) -> str:
    return Browser(site).visits(path).field("form_token").value


def test_a_form_of_another_session_is_refused(site: Flask) -> None:
    person(site, EMAIL)
    person(site, "karim@example.org")
    samia, karim = signs_in(site, EMAIL), signs_in(site, "karim@example.org")
    stolen = karim.visits("/compte/nom").all("input")[0].get("value")
    data = {"given_name": "Vole", "family_name": "Vole", "form_token": stolen}
    answer = samia._client.post("/compte/nom", data=data, headers={"Origin": "http://localhost"})
    assert answer.status_code == 422
    assert "Vole" not in samia.visits("/compte").text
    for path in ("/deconnexion", "/compte/connexions", "/compte/codes-de-secours"):
        assert samia._client.post(path, data={}, headers={"Origin": "http://localhost"}).status_code == 422
        assert samia._client.post(path, data={}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert samia.visits("/mon-espace").status == 200


def test_sign_in_is_refused_from_another_site(site: Flask) -> None:
    person(site, EMAIL)
    data = {"email": EMAIL, "password": PASSWORD, "form_token": _token(site, "/connexion")}
    answer = site.test_client().post("/connexion", data=data, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_old_sessions_and_links_are_forgotten(site: Flask) -> None:
    person(site, EMAIL, Role.MODERATOR)
    signs_in(site, EMAIL)
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=NOBODY)
    with clock.standing_at(clock.real_now() + timedelta(days=400)), site.app_context(), transaction():
        forget_old_ways_in()
    assert sessions(site, EMAIL) == []
    with site.app_context(), reading():
        assert db.session.scalar(select(OneUseLink.id)) is None
