"""Writing to a council without an account (A1, step 4): who reads it, what stays, and what is stopped."""

from __future__ import annotations

import contextvars
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from citizens.accounts.models import Account
from citizens.notifications.personal import MESSAGES
from citizens.roles.models import Role, RoleAssignment
from councils.contact.services import readers
from councils.models import Council
from foundation import clock, forms, old_letters, outbox
from foundation.audit import AuditEntry
from foundation.database import db, reading, transaction
from foundation.outbox import Letter
from tests.browser import Browser
from tests.foundation.mail_server import mail_server
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.sites import Sites

PAGE = "/conseils/lune/ecrire"
SAMIA = "samia.du.quartier@example.org"
TYPED = {
    "writer": "Samia du Quartier",
    "address": SAMIA,
    "topic": "Le square",
    "message": "Bonjour,\r\nle square est dans le noir.\r\n\r\nMerci.",
}


def write(app: Flask, **changes: str) -> Browser:
    return Browser(app).visits(PAGE).presses("Envoyer le message", **{**TYPED, **changes})


def letters(app: Flask) -> list[outbox.OutgoingLetter]:
    return [one for one in Mailbox(app) if one.reply_to]


def close_accounts(*names: str) -> None:
    people = [s.person(name).id for name in names]
    db.session.execute(update(Account).where(Account.person_id.in_(people)).values(disabled_at=clock.now()))


def test_a_resident_writes_from_the_page_of_the_council(site: Flask) -> None:
    samia = Browser(site).visits("/conseils/lune").presses("Écrire à ce conseil")
    assert samia.path == PAGE
    assert "Set-Cookie" not in samia.response.headers
    samia.presses("Envoyer le message", **{**TYPED, "address": "samia"})
    assert samia.status == 422
    assert "Cette adresse n’est pas complète" in samia.text
    assert samia.field("Votre message").value.startswith("Bonjour,\nle square")
    assert letters(site) == []

    samia.presses("Envoyer le message", address=SAMIA)
    assert "Votre message est parti" in samia.text
    assert "efface 30 jours après son envoi" in samia.text
    assert "le square est dans le noir." in samia.text
    assert "Set-Cookie" not in samia.response.headers
    (letter,) = letters(site)
    assert (letter.recipient, letter.reply_to) == (s.email("Pia"), SAMIA)
    assert letter.subject == "Message au Conseil citoyen Lune\u00a0: Le square"
    for words in ("Samia du Quartier", "le square est dans le noir.", "votre réponse ira à samia.du.quartier"):
        assert words in letter.text
        assert words in letter.html.replace("&#39;", "'")


@pytest.mark.parametrize("page", ["/conseils/lune", PAGE])
def test_no_page_shows_the_address_of_anybody(site: Flask, page: str) -> None:
    shown = Browser(site).visits(page).response.text
    assert "example.org" not in shown
    assert "mailto:" not in shown


def test_the_finder_leads_to_the_form(site: Flask) -> None:
    found = Browser(site).visits("/trouver?q=lune")
    assert ("Écrire au Conseil citoyen Lune", PAGE) in found.links


def test_the_page_of_a_meeting_leads_to_the_form_which_knows_the_meeting(demo_visitor: Browser) -> None:
    demo_visitor.visits("/conseils/lille").visits("/reunions")
    meeting = next(path for _words, path in demo_visitor.links if path.startswith("/reunions/") and len(path) > 40)
    title = demo_visitor.visits(meeting).headings(1)[0]
    demo_visitor.presses("Écrire au conseil à propos de cette réunion")
    assert demo_visitor.field("Sujet").value == title


def test_who_has_signed_in_finds_their_name_and_address(site: Flask) -> None:
    rose = s.signed_in(site, "Rose").visits(PAGE)
    assert (rose.field("Votre nom").value, rose.field("Votre adresse de courriel").value) == (
        "Rose Essai",
        s.email("Rose"),
    )
    rose.presses("Envoyer le message", message="Un mot.")
    (letter,) = letters(site)
    assert letter.reply_to == s.email("Rose")


def test_the_board_reads_without_a_facilitator_and_the_network_without_a_board(site: Flask) -> None:
    def read() -> list[str]:
        with site.app_context(), reading():
            return [one.email for one in readers(s.council().id)]

    assert read() == [s.email("Pia")]
    with s.writing(site):
        close_accounts("Pia")
    assert read() == [s.email("Samia")]
    with s.writing(site):
        db.session.add(
            RoleAssignment(
                person_id=s.person("Rose").id, role=Role.NETWORK_COORDINATOR, scope_type="site", scope_id=None,
                valid_from=s.TODAY, granted_at=clock.now(),
            )
        )  # fmt: skip
        close_accounts("Samia")
    assert read() == [s.email("Rose")]


def test_nobody_reads_and_it_is_said_with_the_text_kept(site: Flask) -> None:
    with s.writing(site):
        close_accounts("Pia", "Samia")
    samia = write(site)
    assert samia.status == 409
    assert "il n’est pas parti" in samia.text
    assert "le square est dans le noir." in samia.field("Votre message").value
    assert letters(site) == []


def test_a_council_that_is_no_more_reads_nothing(site: Flask) -> None:
    samia = Browser(site).visits(PAGE)
    with s.writing(site):
        db.session.execute(update(Council).where(Council.slug == "lune").values(closed_on=s.TODAY))
    samia.presses("Envoyer le message", **TYPED)
    assert samia.status == 409
    assert "Ce conseil n’existe plus" in samia.text
    assert samia.visits(PAGE).status == 410
    assert "Écrire à ce conseil" not in samia.visits("/conseils/lune").text
    assert PAGE not in [path for _words, path in samia.visits("/trouver?q=lune").links]
    assert samia.visits("/conseils/nulle-part/ecrire").status == 404
    assert letters(site) == []


def test_sent_twice_from_one_page_it_arrives_once(site: Flask) -> None:
    page = Browser(site).visits(PAGE)
    data = {**TYPED, "form_token": page.field("form_token").value}
    client, headers = site.test_client(), {"Origin": "http://localhost"}
    answers = [client.post(PAGE, data=data, headers=headers) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert len(letters(site)) == 1
    with site.app_context(), reading():
        acts = select(AuditEntry).where(AuditEntry.action == "council.contact")
        (act,) = db.session.scalars(acts).all()
        assert (act.actor_id, act.comment) == (None, "")


def test_two_presses_at_once_are_one_letter(site: Flask) -> None:
    page = Browser(site).visits(PAGE)
    data = {**TYPED, "form_token": page.field("form_token").value}
    barrier, statuses = threading.Barrier(2), []

    def press() -> None:
        client = site.test_client()
        barrier.wait()
        statuses.append(client.post(PAGE, data=data, headers={"Origin": "http://localhost"}).status_code)

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(press,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200, 200]
    assert len(letters(site)) == 1


def test_one_mail_address_writes_three_times_in_ten_minutes(site: Flask) -> None:
    for n in range(3):
        assert write(site, message=f"Mot {n}").status == 200
    slowed = write(site, message="Mot 4", address=SAMIA.upper())
    assert slowed.status == 429
    assert 0 < int(slowed.response.headers["Retry-After"]) <= 600
    assert "Trop de messages de suite" in slowed.text
    assert slowed.field("Votre message").value == "Mot 4"
    assert len(letters(site)) == 3
    assert write(site, address="autre@example.org").status == 200
    with clock.standing_at(s.noon(s.TODAY) + timedelta(minutes=10, seconds=1)):
        assert write(site, message="Mot 5").status == 200


def test_one_network_writes_thirty_times_whatever_it_calls_itself(site: Flask) -> None:
    token = Browser(site).visits(PAGE).field("form_token").value
    client = site.test_client()

    def post(n: int) -> int:
        data = {**TYPED, "address": f"n{n}@example.org", "form_token": token}
        return client.post(PAGE, data=data, headers={"Origin": "http://localhost"}).status_code

    assert {post(n) for n in range(30)} == {200}
    assert post(31) == 429
    assert len(letters(site)) == 30


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "a@example.org\r\nBcc: tous@example.org"),
        ("address", "a@example.org, b@example.org"),
        ("address", "<a@example.org>"),
        ("address", ""),
        ("writer", ""),
        ("writer", " \r\n "),
        ("message", " "),
        ("writer", "a" * 101),
        ("topic", "a" * 121),
        ("message", "a" * 4001),
    ],
)
def test_what_cannot_be_sent_stays_on_the_page(site: Flask, field: str, value: str) -> None:
    page = write(site, **{field: value})
    assert page.status == 422
    assert letters(site) == []


def test_what_is_typed_in_a_line_makes_no_header_of_its_own(site: Flask) -> None:
    page = write(site, writer="Samia\r\nBcc: tous@example.org", topic="Bonjour\r\nBcc: tous@example.org\x00")
    assert page.status == 200
    (letter,) = letters(site)
    assert letter.subject == "Message au Conseil citoyen Lune\u00a0: Bonjour Bcc: tous@example.org"
    assert "Samia Bcc: tous@example.org a écrit" in letter.text


@pytest.mark.parametrize("reply_to", ["a@b.fr\nBcc: c@d.fr", "a@b.fr,c@d.fr", "Samia <a@b.fr>", "personne"])
def test_a_letter_is_answered_at_one_address(reply_to: str) -> None:
    with pytest.raises(ValueError, match="letter"):
        Letter(to="pia@example.org", subject="Bonjour", text="Un mot.", reason="Essai.", reply_to=reply_to)


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://ailleurs.example.org"}])
def test_another_site_sends_nothing(site: Flask, headers: dict[str, str]) -> None:
    token = Browser(site).visits(PAGE).field("form_token").value
    answer = site.test_client().post(PAGE, data={**TYPED, "form_token": token}, headers=headers)
    assert answer.status_code in {400, 403}
    assert letters(site) == []


def test_a_form_of_another_council_or_one_that_expired_sends_nothing(site: Flask, monkeypatch: Any) -> None:
    client, headers = site.test_client(), {"Origin": "http://localhost"}
    other = Browser(site).visits("/conseils/soleil/ecrire").field("form_token").value
    assert client.post(PAGE, data={**TYPED, "form_token": other}, headers=headers).status_code == 422
    own = Browser(site).visits(PAGE).field("form_token").value
    monkeypatch.setattr(forms, "TOKEN_LIFE", -1)
    late = client.post(PAGE, data={**TYPED, "form_token": own}, headers=headers)
    assert late.status_code == 422
    assert "le square est dans le noir." in late.text
    assert letters(site) == []


def test_the_letter_can_be_answered_and_what_was_typed_is_text(sites: Sites) -> None:
    with mail_server() as server:
        app = s.cheap(sites.filled("meetings", s.settle, mail_url=server.url))
        with clock.standing_at(s.noon(s.TODAY)):
            write(app, message="<script>alert(1)</script>")
            with app.app_context():
                outbox.deliver()
    (received,) = [one for one in server.letters if one["Reply-To"]]
    assert (received["Reply-To"], received["To"]) == (SAMIA, s.email("Pia"))
    assert received["From"] == "ne-pas-repondre@example.org"
    html = received.get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()


def test_nothing_stays_after_thirty_days(site: Flask) -> None:
    write(site)
    with site.app_context(), transaction():
        db.session.execute(update(outbox.OutgoingLetter).values(state=outbox.LetterState.SENT, sent_at=clock.now()))
    with s.writing(site, s.TODAY + timedelta(days=31)):
        old_letters.purge()
    assert letters(site) == []
    assert all(SAMIA not in one.text for one in Mailbox(site))


def test_somebody_takes_away_and_has_erased_what_they_wrote(site: Flask) -> None:
    s.signed_in(site, "Rose").visits(PAGE).presses("Envoyer le message", message="Un mot de Rose.")
    write(site)
    with s.writing(site):
        rose = s.person("Rose").id
        (row,) = MESSAGES.export(rose)
        assert "Un mot de Rose." in str(row["Texte"])
        MESSAGES.erase(rose)
    (left,) = letters(site)
    assert left.reply_to == SAMIA
