"""Letters (R-MSG-01): written with what they announce, sent once, tried again, given up where it is seen."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import update

from foundation import clock, old_letters, outbox
from foundation.claims import DELAYS
from foundation.database import db, transaction
from foundation.outbox import Letter, LetterState, OutgoingLetter
from tests import crews
from tests.browser import Browser
from tests.foundation.mail_server import ACCEPTED, MailServer, mail_server
from tests.mailbox import Mailbox
from tests.sites import Sites

NO_SUCH_MAILBOX = "550 5.1.1 unknown user amina@example.org"
BUSY = "451 4.3.0 try again later"


@pytest.fixture
def site(sites: Sites, server: MailServer) -> Flask:
    """A site whose letters go to the test's own mail server."""
    return sites.empty(mail_url=server.url)


def letter(**changes: str) -> Letter:
    usual = {
        "to": "amina@example.org",
        "subject": "Réunion du conseil, jeudi 3 décembre",
        "text": "Bonjour,\n\nLa réunion a lieu à l’espace « Concorde ».",
        "reason": "Vous recevez ce message parce que vous êtes membre du conseil.",
        "action_label": "Dire si je viens",
        "action_url": "https://conseils.example.org/convocation/abc",
    }
    return Letter(**{**usual, **changes})


def post(app: Flask, *, once: str | None = None, **changes: str) -> bool:
    with app.app_context(), transaction():
        return outbox.post(letter(**changes), once=once)


def deliver(app: Flask, later: timedelta = timedelta()) -> int:
    with app.app_context(), clock.standing_at(clock.real_now() + later):
        return outbox.deliver()


def only(app: Flask) -> OutgoingLetter:
    (row,) = Mailbox(app)
    return row


def health(app: Flask) -> dict[str, object]:
    found: dict[str, object] = Browser(app).visits("/healthz").response.json["checks"]["letters"]  # type: ignore[index]
    return found


def test_a_letter_arrives_with_all_it_needs(site: Flask, server: MailServer) -> None:
    post(site, unsubscribe_url="https://conseils.example.org/arreter/abc")
    assert deliver(site) == 1
    (received,) = server.letters
    assert received["To"] == "amina@example.org"
    assert received["From"] == "ne-pas-repondre@example.org"
    assert received["Subject"] == "Réunion du conseil, jeudi 3 décembre"
    assert received["Message-ID"] == only(site).message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] == "<https://conseils.example.org/arreter/abc>"
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        body = received.get_body((kind,))
        assert body is not None
        words = body.get_content()
        for expected in ("« Concorde »", "https://conseils.example.org/convocation/abc", "parce que vous êtes membre"):
            assert expected in words
    assert only(site).state is LetterState.SENT
    assert deliver(site) == 0


def test_what_a_reader_could_have_written_is_text_in_the_page(site: Flask, server: MailServer) -> None:
    post(site, text="<script>alert(1)</script> & <b>gras</b>")
    deliver(site)
    html = server.letters[0].get_body(("html",))
    plain = server.letters[0].get_body(("plain",))
    assert html is not None
    assert plain is not None
    assert "<script>" not in html.get_content()
    assert "<script>alert(1)</script> & <b>gras</b>" in plain.get_content()


def test_a_letter_without_a_link_or_an_unsubscription_says_neither(site: Flask, server: MailServer) -> None:
    post(site, action_label="", action_url="")
    deliver(site)
    assert "List-Unsubscribe" not in server.letters[0]
    assert "http" not in server.letters[0].as_string()


def test_a_transaction_undone_sends_nothing_and_wakes_nobody(site: Flask, server: MailServer) -> None:
    def undone() -> None:
        with site.app_context(), transaction():
            outbox.post(letter())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert len(Mailbox(site)) == 0
    assert not (Path(site.extensions["settings"].data_dir) / "huey.db").exists()
    deliver(site)
    assert server.letters == []


def test_one_purpose_is_one_letter(site: Flask, server: MailServer) -> None:
    assert post(site, once="rappel/1/2026-12-03")
    assert not post(site, once="rappel/1/2026-12-03")
    assert post(site, once="rappel/1/2026-12-04")
    assert post(site)
    assert post(site)
    deliver(site)
    assert len(server.letters) == 4


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "pas une adresse"},
        {"to": "a@example.org\r\nBcc: tous@example.org"},
        {"subject": "Bonjour\nBcc: tous@example.org"},
        {"unsubscribe_url": "https://example.org/\n"},
        {"action_label": ""},
        {"action_url": ""},
    ],
)
def test_a_letter_that_could_deceive_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="letter"):
        letter(**changes)


def test_a_letter_is_tried_later_and_later_then_given_up_where_it_is_seen(
    site: Flask, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    post(site)
    server.says_to_letter = BUSY
    passed = timedelta()
    for failures, delay in enumerate(DELAYS, start=1):
        assert deliver(site, passed) == 1
        row = only(site)
        assert (row.state, row.failures, row.error) == (LetterState.WAITING, failures, "SMTPDataError 451")
        assert deliver(site, passed + delay - timedelta(seconds=5)) == 0
        passed += delay + timedelta(seconds=1)
    deliver(site, passed)
    assert only(site).state is LetterState.GIVEN_UP
    assert deliver(site, passed + timedelta(days=9)) == 0
    assert health(site) == {"status": "attention", "waiting": 0, "given_up": 1}
    assert "amina" not in caplog.text
    assert any(record.levelno == logging.ERROR for record in caplog.records)

    listed = site.test_cli_runner().invoke(args=["mail", "list"]).output
    assert "Abandonné" in listed
    assert "amina" not in listed
    server.says_to_letter = ACCEPTED
    assert "1 courriel sera envoyé" in site.test_cli_runner().invoke(args=["mail", "retry"]).output
    assert "1 courriel traité" in site.test_cli_runner().invoke(args=["mail", "deliver"]).output
    assert len(server.letters) == 1
    assert health(site) == {"status": "ok", "waiting": 0, "given_up": 0}
    assert "Envoyé" in site.test_cli_runner().invoke(args=["mail", "list", "--all"]).output


def test_a_mailbox_that_does_not_exist_is_given_up_at_once_and_can_be_forgotten(
    site: Flask, server: MailServer
) -> None:
    post(site)
    server.says_to_reader = NO_SUCH_MAILBOX
    deliver(site)
    assert (only(site).state, only(site).error) == (LetterState.GIVEN_UP, "SMTPRecipientsRefused 550")
    assert "1 courriel ne sera pas envoyé" in site.test_cli_runner().invoke(args=["mail", "forget"]).output
    assert health(site)["status"] == "ok"


def test_one_bad_letter_holds_up_no_other(site: Flask, server: MailServer) -> None:
    post(site)
    server.says_to_letter = "554 5.6.0 refused"
    deliver(site)
    server.says_to_letter = ACCEPTED
    post(site)
    post(site)
    assert deliver(site) == 2
    assert len(server.letters) == 2


def test_while_the_server_is_gone_letters_wait_for_three_days_and_lose_nothing(sites: Sites) -> None:
    with mail_server() as gone:
        url = gone.url
    app = sites.empty(mail_url=url)
    for _ in range(3):
        post(app)
    assert deliver(app) == 1
    assert {row.failures for row in Mailbox(app)} == {0}
    assert {row.state for row in Mailbox(app)} == {LetterState.WAITING}
    assert sorted(str(row.error) for row in Mailbox(app)) == ["ConnectionRefusedError", "None", "None"]
    with clock.standing_at(clock.real_now() + timedelta(hours=2)):
        assert health(app)["status"] == "failed"
    assert deliver(app, timedelta(days=4)) == 1
    assert sorted(row.state for row in Mailbox(app)) == ["given_up", "waiting", "waiting"]


def test_a_server_that_breaks_off_is_called_again(site: Flask, server: MailServer) -> None:
    post(site)
    server.says_to_letter = "421 4.3.2 closing"
    deliver(site)
    server.says_to_letter = ACCEPTED
    assert deliver(site, timedelta(minutes=6)) == 1
    assert only(site).state is LetterState.SENT


def test_a_password_is_never_said_in_clear(sites: Sites, server: MailServer) -> None:
    app = sites.empty(mail_url=server.url.replace("//", "//nom:motdepasse@"))
    post(app)
    deliver(app)
    assert server.letters == []
    assert (only(app).state, only(app).error) == (LetterState.WAITING, "SMTPNotSupportedError")


@pytest.mark.parametrize(
    ("url", "port", "encrypted", "starttls"),
    [
        ("smtp://relais", 25, False, False),
        ("smtp://nom:mot%40passe@relais", 587, False, True),
        ("smtps://nom:mot%40passe@relais", 465, True, False),
        ("smtps://relais:4650", 4650, True, False),
    ],
)
def test_the_address_of_the_server_says_how_to_speak_to_it(
    sites: Sites, url: str, port: int, encrypted: bool, starttls: bool
) -> None:
    mail = sites.empty(mail_url=url).extensions["mail"]
    assert (mail.server, mail.port, mail.use_ssl, mail.use_tls) == ("relais", port, encrypted, starttls)
    assert mail.password == ("mot@passe" if "nom" in url else None)


def test_two_deliverers_at_once_send_each_letter_once(site: Flask, server: MailServer) -> None:
    with site.app_context(), transaction():
        for number in range(30):
            outbox.post(letter(subject=f"Lettre {number}"))
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        deliver(site)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(str(received["Subject"]) for received in server.letters) == sorted(f"Lettre {n}" for n in range(30))
    assert {row.tries for row in Mailbox(site)} == {1}


def test_a_worker_killed_after_the_server_accepted_sends_the_same_letter_again(site: Flask, server: MailServer) -> None:
    post(site)
    server.seconds_to_answer = 60
    process = crews.start(site, outbox.deliver)
    assert server.arrived.wait(30)
    process.kill()
    process.communicate()
    server.seconds_to_answer = 0
    assert only(site).state is LetterState.SENDING
    assert deliver(site, timedelta(minutes=9)) == 0
    assert deliver(site, timedelta(minutes=11)) == 1
    assert len(server.letters) == 2
    assert len({str(received["Message-ID"]) for received in server.letters}) == 1
    assert only(site).state is LetterState.SENT


def test_a_letter_that_kills_every_worker_is_given_up(site: Flask, server: MailServer) -> None:
    post(site)
    with site.app_context(), transaction():
        db.session.execute(
            update(OutgoingLetter).values(
                state=LetterState.SENDING, claimed_at=clock.real_now(), tries=9, failures=len(DELAYS)
            )
        )
    deliver(site, timedelta(minutes=11))
    assert (only(site).state, only(site).error) == (LetterState.GIVEN_UP, "WorkerKilled")
    assert server.letters == []


def test_a_round_ends_so_that_the_worker_can_do_something_else(site: Flask, server: MailServer) -> None:
    with site.app_context(), transaction():
        for _ in range(outbox.ROUND + 5):
            outbox.post(letter())
    assert deliver(site) == outbox.ROUND
    assert deliver(site) == 5
    assert len(server.letters) == outbox.ROUND + 5


def test_without_a_mail_server_letters_are_kept_to_be_read(sites: Sites) -> None:
    app = sites.empty(mail_url=None, demo=True)
    post(app)
    assert deliver(app) == 0
    assert only(app).state is LetterState.KEPT
    assert "Dire si je viens" in only(app).text
    assert health(app)["status"] == "ok"


def test_sent_letters_are_forgotten_after_a_month_but_not_their_purpose(site: Flask, server: MailServer) -> None:
    post(site, once="rappel/1")
    post(site)
    deliver(site)
    later = clock.real_now() + timedelta(days=31)
    with site.app_context(), clock.standing_at(later), transaction():
        old_letters.purge()
    assert (only(site).recipient, only(site).text, only(site).html) == ("", "", "")
    assert not post(site, once="rappel/1")


def test_letters_that_wait_are_never_forgotten(site: Flask) -> None:
    post(site)
    with site.app_context(), clock.standing_at(clock.real_now() + timedelta(days=400)), transaction():
        old_letters.purge()
    assert only(site).recipient == "amina@example.org"


def test_the_worker_is_rung_for_once_after_the_commit(site: Flask) -> None:
    with site.app_context():
        with transaction():
            for _ in range(3):
                outbox.post(letter())
            assert not (Path(current_app.extensions["settings"].data_dir) / "huey.db").exists()
        assert current_app.extensions["worker"].pending() == 1


def test_a_letter_is_written_even_when_the_queue_cannot_be_rung(
    sites: Sites, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    app = sites.empty(mail_url=server.url, redis_url="redis://127.0.0.1:1/0")
    post(app)
    assert "could not be woken" in caplog.text
    assert deliver(app) == 1
    assert len(server.letters) == 1
