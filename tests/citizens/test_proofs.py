"""What proves who one is: passwords as they are typed, codes kept slow to guess, no way around either."""

from __future__ import annotations

import ast
import math
from datetime import timedelta

import pytest
from argon2.low_level import Type, hash_secret_raw
from flask import Flask
from sqlalchemy import func, select

from citizens.accounts import links, passwords, queries, sealing, second_factor, sessions
from citizens.accounts.models import Account, LinkPurpose
from citizens.roles.models import Role
from foundation import clock
from foundation.database import db, reading, transaction
from tests.architecture.project import name, sources, tree
from tests.browser import Browser
from tests.citizens.people import PASSWORD, account, link_in, person, signs_in
from tests.citizens.test_second_factor import at_code, code, protect
from tests.mailbox import Mailbox

EMAIL = "nour@example.org"
NEW = "encore quatre mots autres"
KNOWN = "motdepasse1234"


def in_by_link(site: Flask, email: str) -> Browser:
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=email)
    return Browser(site).visits(link_in(site, email)).presses("Me connecter")


@pytest.mark.parametrize("length", [12, 64, 128, 256])
def test_a_password_may_be_long_and_every_sign_of_it_counts(site: Flask, length: int) -> None:
    password = ("un mot après l’autre, Et le suivant " * 8)[: length - 1] + "e"
    assert passwords.weakness(password) is None
    person(site, EMAIL, password=password)
    signs_in(site, EMAIL, password)
    for other in (password[:-1], password + "e", password.upper(), " " + password, password + " "):
        page = Browser(site).visits("/connexion").presses("Me connecter", email=EMAIL, password=other)
        assert page.status == 422, other


def test_one_sign_less_than_twelve_or_one_more_than_256_is_refused() -> None:
    text = "un mot après l’autre, et le suivant " * 8
    assert passwords.weakness(text[:11])
    assert passwords.weakness(text[:12]) is None
    assert passwords.weakness(text[:256]) is None
    assert passwords.weakness(text[:257])


def test_a_password_never_grows_old(site: Flask) -> None:
    person(site, EMAIL)
    with clock.standing_at(clock.real_now() + timedelta(days=5 * 365)):
        assert signs_in(site, EMAIL).visits("/compte").status == 200


def password_pages(site: Flask) -> dict[str, str]:
    """Where a password is typed: page → the name of its button."""
    person(site, EMAIL)
    person(site, "invitee@example.org", password=None)
    with site.app_context(), transaction():
        invited, known = queries.by_email("invitee@example.org"), queries.by_email(EMAIL)
        joining, choosing = links.make(invited, LinkPurpose.INVITATION), links.make(known, LinkPurpose.PASSWORD)
    return {
        f"/invitation/{joining}": "Ouvrir mon compte",
        f"/mot-de-passe/{choosing}": "Garder ce mot de passe",
        "/compte/mot-de-passe": "Garder ce mot de passe",
        "/connexion": "Me connecter",
        "/compte/code": "Demander ce code désormais",
    }


def test_passwords_are_typed_unseen_and_may_be_pasted_or_filled_in(site: Flask) -> None:
    for path in password_pages(site):
        browser = signs_in(site, EMAIL) if path.startswith("/compte") else Browser(site)
        fields = [e for e in browser.visits(path).all("input") if "password" in e.get("autocomplete")]
        assert fields, path
        for field in fields:
            assert field.get("type") == "password", path
            assert field.get("autocomplete") in {"current-password", "new-password"}, path
            assert int(field.get("maxlength", "1000")) >= 1000, path


def test_every_new_password_is_held_against_the_list_of_known_ones(site: Flask) -> None:
    assert len(passwords._common()) >= 10_000
    for path, button in password_pages(site).items():
        if path in {"/connexion", "/compte/code"}:
            continue
        own = path.startswith("/compte")
        browser = signs_in(site, EMAIL) if own else Browser(site)
        browser.visits(path).presses(button, password=KNOWN, **({"current": PASSWORD} if own else {}))
        assert browser.status == 422, path
        assert "trop connu" in browser.text, path


def test_nothing_hints_at_a_password() -> None:
    assert {column.name for column in Account.__table__.columns} == {
        *("id", "person_id", "login_email", "password_hash", "totp_secret", "totp_last_step"),
        *("created_at", "accepted_at", "last_login_at", "disabled_at", "warned_at"),
    }


def test_an_installed_site_has_no_account(app: Flask) -> None:
    with app.app_context(), reading():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 0


def test_every_way_in_asks_for_the_code_of_who_has_one(site: Flask) -> None:
    person(site, EMAIL)
    protect(site, signs_in(site, EMAIL))
    assert at_code(site).visits("/mon-espace").status == 403
    page = in_by_link(site, EMAIL)
    assert page.headings(1) == ["Votre code"]
    assert page.visits("/mon-espace").status == 403


def test_sessions_are_opened_in_one_place() -> None:
    """A way in that is not written down would call one of these from elsewhere."""
    allowed = {
        "open_session": {"citizens/accounts/entry.py", "citizens/accounts/views.py"},
        "login_user": {"citizens/accounts/recognition.py"},
        "recognize": {"citizens/accounts/entry.py"},
        "start": {"citizens/accounts/services.py"},
    }
    found: dict[str, set[str]] = {word: set() for word in allowed}
    for path in sources():
        for node in ast.walk(tree(path)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            word = called.rpartition(".")[2]
            if word in allowed and (word != "start" or called == "sessions.start"):
                found[word].add(name(path))
    assert found == allowed


def test_a_new_password_by_letter_does_not_go_round_the_code(site: Flask) -> None:
    person(site, EMAIL)
    _, papers = protect(site, signs_in(site, EMAIL))
    Browser(site).visits("/mot-de-passe").presses("Envoyer le lien", email=EMAIL)
    page = Browser(site).visits(link_in(site, EMAIL)).presses("Garder ce mot de passe", password=NEW)
    page.presses("Me connecter", email=EMAIL, password=NEW)
    assert page.headings(1) == ["Votre code"]
    assert page.presses("Continuer", code=papers[0]).path == "/mon-espace"


def test_only_the_administration_frees_from_a_lost_telephone_and_the_person_is_told(site: Flask) -> None:
    key = person(site, EMAIL)
    protect(site, signs_in(site, EMAIL))
    person(site, "max@example.org", Role.MODERATOR)
    person(site, "alix@example.org", Role.PLATFORM_ADMIN)
    path = f"/comptes/{key}"
    assert signs_in(site, "max@example.org").visits(path).status == 403
    alix = signs_in(site, "alix@example.org")
    assert alix.visits(path).status == 403, "the role itself waits for a code"
    protect(site, alix, "alix@example.org")
    alix.visits(path).presses("Oublier le code (téléphone perdu)")
    assert "Plus aucun code n’est demandé" in Mailbox(site).to(EMAIL)[-1].text
    signs_in(site, EMAIL)


def test_what_must_not_be_guessed_is_long_enough() -> None:
    assert {len(sealing.new_token()) for _ in range(50)} == {43}  # 256 bits
    assert len({sealing.new_code() for _ in range(1000)}) == 1000
    assert sealing.CODE_LENGTH * math.log2(len(sealing._READABLE)) > 59
    assert len(second_factor.new_secret()) == 32  # 160 bits


def test_paper_codes_are_kept_stretched_with_a_salt_of_their_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter than 112 bits, they are kept as a password is: argon2id at the cost of ruling 22."""
    made: list[tuple[object, ...]] = []
    real = hash_secret_raw

    def stretch(*given: object) -> bytes:
        made.append(given)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(passwords, "hash_secret_raw", stretch)
    one, other = person(app, EMAIL), person(app, "karim@example.org")
    with app.app_context():
        kept = [second_factor.paper_hash(key, "k7dp-m2xw-9fzt") for key in (one, other)]
        assert second_factor.paper_hash(one, "K7DP M2XW 9fzt") == kept[0]
        assert second_factor.paper_hash(one, "123456") == ""
    assert kept[0] != kept[1]
    assert len(made) == 3
    text, salt, time, memory, lanes, length, kind = made[0]
    assert (text, salt) == (b"k7dpm2xw9fzt", one.bytes)
    assert (time, memory, lanes, length, kind) == (2, 19 * 1024, 1, 32, Type.ID)


def test_a_code_of_the_telephone_lives_a_minute_and_a_half_at_most(site: Flask) -> None:
    person(site, EMAIL)
    secret, _ = protect(site, signs_in(site, EMAIL))
    start = clock.real_now().replace(second=0, microsecond=0) + timedelta(minutes=5)
    with clock.standing_at(start):
        shown = code(secret)
    late = timedelta(seconds=second_factor.STEP * 2)
    with clock.standing_at(start + late), site.app_context():
        assert second_factor.step_of(secret, shown) is None
    with clock.standing_at(start + late - timedelta(seconds=1)), site.app_context():
        assert second_factor.step_of(secret, shown) is not None
    with clock.standing_at(start - timedelta(seconds=second_factor.STEP + 1)), site.app_context():
        assert second_factor.step_of(secret, shown) is None


def test_when_one_link_has_served_those_asked_before_and_after_are_void(site: Flask) -> None:
    person(site, EMAIL)
    found = []
    for _ in range(3):
        Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
        found.append(link_in(site, EMAIL))
    assert Browser(site).visits(found[1]).presses("Me connecter").path == "/mon-espace"
    assert [Browser(site).visits(path).status for path in found] == [410] * 3


def test_what_lets_in_changes_only_for_who_proves_again_who_they_are(site: Flask) -> None:
    person(site, EMAIL)
    nour = signs_in(site, EMAIL).visits("/compte/code")
    secret = nour.text.partition("Tapez dans l’application : ")[2].partition(" Recopiez")[0].replace(" ", "")
    typed = code("".join(c for c in secret if c.isalnum()))
    nour.presses("Demander ce code désormais", code=typed, current="not the right words")
    assert nour.status == 422
    assert "Ce n’est pas votre mot de passe actuel." in nour.text
    assert account(site, EMAIL).totp_secret is None
    nour.presses("Demander ce code désormais", code=typed, current=PASSWORD)
    assert nour.headings(1) == ["Vos codes de secours"]
    nour.visits("/compte/code").presses("Donner dix nouveaux codes", code="000000")
    assert nour.status == 422
    assert "pas le bon" in nour.text


@pytest.mark.parametrize("path", ["/compte/code", "/compte/mot-de-passe"])
def test_without_a_password_one_signs_in_again_first(site: Flask, path: str) -> None:
    person(site, EMAIL, password=None)
    nour, start = in_by_link(site, EMAIL), clock.real_now()
    assert nour.visits(path).status == 200
    with clock.standing_at(start + sessions.RECENT):
        if path.endswith("mot-de-passe"):
            nour.presses("Garder ce mot de passe", password=NEW)
        else:
            nour.presses("Demander ce code désormais", code="000000")
        assert nour.status == 403
        assert "Montrez d’abord que c’est bien vous" in nour.text
        assert account(site, EMAIL).password_hash is None
        assert nour.visits(path).presses("Recevoir un lien").presses("Envoyer le lien", email=EMAIL).status == 200
        nour.visits(link_in(site, EMAIL)).presses("Me connecter")
        assert nour.visits(path).status == 200


def test_a_form_writes_its_own_fields_and_no_other(site: Flask) -> None:
    person(site, EMAIL)
    nour = signs_in(site, EMAIL).visits("/compte/nom")
    token = nour.all("input")[0].get("value")
    before = vars(account(site, EMAIL)).copy()
    more = {"login_email": "x@example.org", "is_demo": "1", "person_id": str(before["id"]), "role": "platform_admin"}
    data = {"given_name": "Nour", "family_name": "Essai", "form_token": token, "password_hash": "", **more}
    assert nour._client.post("/compte/nom", data=data, headers={"Origin": "http://localhost"}).status_code == 302
    after = vars(account(site, EMAIL))
    assert {k: v for k, v in after.items() if k[0] != "_"} == {k: v for k, v in before.items() if k[0] != "_"}
    assert nour.visits("/comptes").status == 403


def test_an_invitation_serves_once_within_its_fortnight(site: Flask) -> None:
    person(site, EMAIL, password=None)
    start = clock.real_now()
    with clock.standing_at(start), site.app_context(), transaction():
        first = links.make(queries.by_email(EMAIL), LinkPurpose.INVITATION)
    with clock.standing_at(start + timedelta(days=14)):
        assert Browser(site).visits(f"/invitation/{first}").status == 410
    with clock.standing_at(start + timedelta(days=13, hours=23)):
        assert Browser(site).visits(f"/invitation/{first}").presses("Ouvrir mon compte").path == "/mon-espace"
        assert Browser(site).visits(f"/invitation/{first}").status == 410
