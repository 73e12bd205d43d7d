"""From the council to the committee: numbers without gaps, the day due, who is told, what the journal keeps."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from foundation import clock
from foundation.audit import AuditEntry
from foundation.clock import months_after, standing_at
from foundation.database import db, reading
from foundation.journal import ActKind
from foundation.policy import Denied
from foundation.text import date_short
from foundation.workflow import Refused
from meetings.proposals import services, transmission
from meetings.proposals.models import Proposal, ProposalState
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.proposals import shelf

AT_ONCE, HANDS, TRIES = 50, 12, 4
TOKEN = re.compile(r'name="form_token"[^>]* value="([^"]+)"')
S = ProposalState


def test_the_board_sends_it_and_it_gets_its_number(site: Flask) -> None:
    (key,) = shelf.put(site)
    samia = s.signed_in(site, "Samia").visits(shelf.address(key)).presses("Transmettre au comité")
    assert "Accuse réception en 15 jours, répond en 3 mois au plus." in samia.text
    assert "un numéro et une adresse qui ne changent plus" in samia.text
    samia.presses("Transmettre", committee="copil")
    assert samia.path == "/propositions/CC-LUNE-2026-001"
    assert samia.headings(1) == [shelf.TITLE]
    assert "Transmise, réponse attendue" in samia.text
    assert "avant la fin du 18 décembre 2026, et répondre au plus tard le 3 mars 2027, dans 90 jours" in samia.text
    assert samia.visits(shelf.address(key)).path == "/propositions/CC-LUNE-2026-001"


def test_everyone_concerned_is_told_once(site: Flask) -> None:
    (key,) = shelf.put(site)
    number = shelf.send(site, key)
    letters = [letter for letter in Mailbox(site) if number in letter.subject]
    asked = [letter for letter in letters if letter.subject.startswith("Proposition à recevoir")]
    assert [letter.recipient for letter in asked] == [s.email("Max")]
    assert "http://localhost/comites/copil/bureau" in asked[0].text
    assert "dans les 15 jours" in asked[0].text
    told = {letter.recipient for letter in letters} - {s.email("Max")}
    assert told == {s.email(name) for name in (*s.READERS, "Inès", "Jules", "Nora", "Pia")}
    assert f"mercredi {date_short(date(2027, 3, 3))}" in Mailbox(site).to(s.email("Awa"))[-1].text


def test_the_journal_keeps_the_number_the_hash_and_the_totals(site: Flask) -> None:
    (key,) = shelf.put(site)
    shelf.send(site, key)
    (line,) = polls.lines(site, ActKind.PROPOSAL_TRANSMITTED)
    with s.reading_at(site, clock.now()):
        motion = shelf.row(key).motion
        assert motion is not None
        sha = motion.text_sha256
    assert line == {
        "subject": "/propositions/CC-LUNE-2026-001", "number": "CC-LUNE-2026-001", "title": shelf.TITLE,
        "council": "CC-LUNE", "committee": "copil", "answer_due_on": "2027-03-03", "for": 7, "against": 1,
        "abstain": 1, "does_not_take_part": 0, "text_sha256": sha,
    }  # fmt: skip


def test_the_committee_says_that_it_has_it(site: Flask) -> None:
    (key,) = shelf.put(site)
    shelf.send(site, key)
    with s.writing(site, s.TODAY + timedelta(days=4)):
        transmission.acknowledge(shelf.row(key), actor=s.acting("Max", "committee_secretary"))
    with standing_at(s.noon(s.TODAY + timedelta(days=4))):
        text = s.signed_in(site, "Awa").visits("/propositions/CC-LUNE-2026-001").text
    assert "Reçue, avec accusé de réception" in text
    assert "4 jours après l’envoi." in text
    assert Mailbox(site).to(s.email("Awa"))[-1].subject == "Accusé de réception\u00a0: CC-LUNE-2026-001"
    with s.reading_at(site, clock.now()):
        trail = select(AuditEntry.action, AuditEntry.before, AuditEntry.after).where(AuditEntry.object_id == key)
        assert [tuple(row) for row in db.session.execute(trail.order_by(AuditEntry.at))] == [
            ("proposal.transmit", "adopted", "transmitted"),
            ("proposal.acknowledge", "transmitted", "acknowledged"),
        ]


def test_the_form_asks_for_a_committee_and_keeps_nothing_from_a_stranger(site: Flask) -> None:
    (key,) = shelf.put(site)
    page = shelf.address(key, "/transmettre")
    for name in ("Awa", "Wanda", "Max"):
        assert s.signed_in(site, name).visits(page).status == 403
    samia = s.signed_in(site, "Samia").visits(page).presses("Transmettre", committee=[])
    assert samia.status == 422
    assert "Choisissez le comité qui doit répondre." in samia.text


def test_a_second_sending_says_where_it_stands(site: Flask) -> None:
    (key,) = shelf.put(site)
    one = s.signed_in(site, "Samia").visits(shelf.address(key, "/transmettre"))
    with s.writing(site):
        number = transmission.transmit(shelf.row(key), s.committee(), actor=s.acting("Awa", shelf.BOARD))
    one.presses("Transmettre", committee="copil")
    assert one.status == 409
    assert "l’état est maintenant « Transmise »" in one.text
    one.presses(f"Voir la proposition n° {number}")
    assert one.path == f"/propositions/{number}"


def test_the_same_sending_twice_leads_to_the_same_page(site: Flask) -> None:
    (key,) = shelf.put(site)
    one, two = (s.signed_in(site, "Samia").visits(shelf.address(key, "/transmettre")) for _ in range(2))
    assert one.presses("Transmettre", committee="copil").path == two.presses("Transmettre", committee="copil").path
    assert one.path == Browser(site).visits(one.path.lower()).path


@pytest.mark.parametrize("name", ["Awa", "Max", "Wanda"])
def test_only_the_board_sends(site: Flask, name: str) -> None:
    (key,) = shelf.put(site)
    role = {"Awa": "member", "Max": "committee_secretary", "Wanda": "resident"}[name]
    with pytest.raises(Denied), s.writing(site):
        transmission.transmit(shelf.row(key), s.committee(), actor=s.acting(name, role))


def test_a_council_whose_mandate_is_over_sends_nothing(site: Flask) -> None:
    (key,) = shelf.put(site)
    late = s.TODAY + timedelta(days=800)
    with pytest.raises(Refused, match="Mandat échu"), s.writing(site, late):
        transmission.transmit(shelf.row(key), s.committee(), actor=s.acting("Samia", shelf.BOARD))


def test_a_council_under_way_sends_and_says_so(site: Flask) -> None:
    (key,) = shelf.put(site, council="brume")
    number = shelf.send(site, key, "brume")
    assert number == "CC-BRUME-2026-001"
    assert "Conseil en cours de labellisation" in s.signed_in(site, "Awa").visits(f"/propositions/{number}").text


def test_numbers_count_by_council_and_paris_year_and_are_never_given_again(site: Flask) -> None:
    keys, other = shelf.put(site, 4), shelf.put(site, council="soleil")
    last = date(2026, 12, 31)
    with standing_at(s.paris(last, 23, 59, 59)):
        assert shelf.send(site, keys[0]) == "CC-LUNE-2026-001"
        assert shelf.send(site, other[0], "soleil") == "CC-SOLEIL-2026-001"
        with s.writing_at(site, clock.now()):
            services.withdraw(
                shelf.row(keys[0]), "Nous l’avons obtenu autrement.", actor=s.acting("Samia", shelf.BOARD)
            )
        assert shelf.send(site, keys[1]) == "CC-LUNE-2026-002"
    with standing_at(s.paris(last + timedelta(days=1), 0, 0, 1)):
        assert shelf.send(site, keys[2]) == "CC-LUNE-2027-001"
        with s.reading_at(site, clock.now()):
            assert shelf.row(keys[2]).answer_due_on == date(2027, 4, 1)


def test_a_withdrawal_frees_the_committee(site: Flask) -> None:
    (key,) = shelf.put(site)
    number = shelf.send(site, key)
    with s.writing(site):
        services.withdraw(shelf.row(key), "Nous l’avons obtenu autrement.", actor=s.acting("Samia", shelf.BOARD))
    letter = Mailbox(site).to(s.email("Max"))[-1]
    assert letter.subject == f"Proposition retirée\u00a0: {number}"
    assert "Vous n’avez plus à répondre." in letter.text
    page = Browser(site).visits(f"/propositions/{number}").text
    assert "Le conseil l’a retirée : plus aucune réponse n’est attendue." in page
    assert "jeudi 3 décembre 2026 Retirée par le conseil Nous l’avons obtenu autrement." in page


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 11, 23), 3, date(2027, 2, 23)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 1, 31), 24, date(2028, 1, 31)),
    ],
)
def test_r_tim_04_months_later_is_the_same_day_or_the_last_one(day: date, months: int, due: date) -> None:
    assert months_after(day, months) == due


def test_fifty_at_once_get_fifty_numbers_in_a_row(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    s.settle(empty, clock.today())
    keys = shelf.put(empty, AT_ONCE)
    samia = s.signed_in(empty, "Samia").visits(shelf.address(keys[0], "/transmettre"))
    found = TOKEN.search(samia.response.get_data(as_text=True))
    assert found
    cookie = samia.response.request.headers["Cookie"]
    server = urlsplit(live_server(empty)).netloc

    def ask(key: uuid.UUID) -> int:
        connection = HTTPConnection(server, timeout=120)
        headers = {
            "Origin": "http://localhost", "Host": "localhost", "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        fields = urlencode({"form_token": found[1], "committee": "copil"})
        try:
            connection.request("POST", shelf.address(key, "/transmettre"), fields, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def press(key: uuid.UUID) -> int:
        """Press again when the site is too busy, as its page asks."""
        return next((status for _ in range(TRIES) if (status := ask(key)) != 503), 503)

    with ThreadPoolExecutor(HANDS) as hands:
        assert list(hands.map(press, keys)) == [303] * AT_ONCE
    year = clock.today().year
    with empty.app_context(), reading():
        numbers = sorted(db.session.scalars(select(Proposal.number).where(Proposal.number.is_not(None))))
    assert numbers == [f"CC-LUNE-{year}-{rank:03}" for rank in range(1, AT_ONCE + 1)]
    assert len(polls.lines(empty, ActKind.PROPOSAL_TRANSMITTED)) == AT_ONCE
