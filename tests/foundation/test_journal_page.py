"""The public journal as anyone reads it, takes it away and checks it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from foundation import clock, journal
from foundation.database import reading, transaction
from foundation.journal import ActKind
from tests import crews
from tests.browser import Browser

MANY = 45


def write(app: Flask, count: int, kind: ActKind = ActKind.COUNCIL_RECOGNIZED, **payload: object) -> None:
    with app.app_context(), transaction():
        for number in range(count):
            journal.append(kind, f"/conseils/essai-{number}", {"title": f"Conseil d’essai {number}", **payload})


def test_an_empty_journal_says_what_will_come(app: Flask) -> None:
    page = Browser(app).visits("/journal")
    assert page.status == 200
    assert "Aucun acte pour le moment" in page.text


def test_acts_are_read_newest_first_page_by_page(app: Flask) -> None:
    write(app, MANY)
    page = Browser(app).visits("/journal")
    assert "45 actes" in page.text
    assert ("Conseil d’essai 44", "/conseils/essai-44") in page.links
    assert "N° 45" in page.text
    assert page.text.index("N° 45") < page.text.index("N° 26")
    page.presses("Actes plus anciens →").presses("Actes plus anciens →")
    assert ("Conseil d’essai 0", "/conseils/essai-0") in page.links
    assert ("Conseil d’essai 5", "/conseils/essai-5") not in page.links
    page.presses("← Actes plus récents")
    assert ("Conseil d’essai 24", "/conseils/essai-24") in page.links


def test_one_kind_of_act_can_be_shown_alone(app: Flask) -> None:
    write(app, 3)
    write(app, 1, ActKind.VOTE_CLOSED)
    page = Browser(app).visits("/journal").presses("Appliquer", Acte="Vote clos")
    assert page.headings(3) == ["Vote clos"]
    page.presses("Retirer les filtres")
    assert len(page.headings(3)) == 4
    offered = [option.words for option in page.all("option")]
    assert offered == ["Tous les actes", "Conseil labellisé", "Vote clos"]
    assert "Aucune ligne de cette sorte" in page.visits("/journal?acte=anchor").text


def test_a_line_about_a_period_says_which(app: Flask) -> None:
    write(app, 1, ActKind.TERM_STARTED, start_on="2025-11-01", end_on="2030-10-31")
    assert "Conseil d’essai 0 : du 1er novembre 2025 au 31 octobre 2030" in Browser(app).visits("/journal").text


@pytest.mark.parametrize("query", ["acte=autre", "acte=%00", "suite=abc", "acte=vote.closed&suite=%C3%A9"])
def test_an_address_made_up_is_answered_in_words(app: Flask, query: str) -> None:
    assert Browser(app).visits(f"/journal?{query}").status == 400


def test_the_page_shows_the_exact_line_and_who_can_check_it(app: Flask) -> None:
    write(app, 1)
    page = Browser(app).visits("/journal")
    line = Browser(app, checking=False).visits("/journal.jsonl").text.strip()
    assert line in page.text
    with app.app_context(), reading():
        (entry,) = journal.lines()
    assert page.text.count(entry.hash[:16]) >= 2
    program = next(address for words, address in page.links if words == "le petit programme de vérification")
    with app.test_client().get(program) as given:
        assert "import hashlib" in given.get_data(as_text=True)


def test_a_line_of_the_demonstration_says_so(app: Flask) -> None:
    write(app, 1, demo=True)
    assert Browser(app).visits("/journal").headings(3) == ["Conseil labellisé (démonstration)"]


def test_hostile_words_stay_words(app: Flask) -> None:
    with app.app_context(), transaction():
        journal.append(ActKind.ANCHOR, "javascript:alert(1)", {"title": "<script>alert(1)</script>"})
        journal.append(ActKind.ANCHOR, "//ailleurs.example.org", {})
    page = Browser(app).visits("/journal")
    assert "<script>alert(1)</script>" in page.text
    assert not [address for _words, address in page.links if "alert" in address or "ailleurs" in address]


def test_the_journal_taken_away_is_whole_and_holds(app: Flask, tmp_path: Path) -> None:
    write(app, 1203)
    answer = app.test_client().get("/journal.jsonl")
    assert answer.mimetype == "application/x-ndjson"
    assert "attachment" in answer.headers["Content-Disposition"]
    file = tmp_path / "journal.jsonl"
    file.write_bytes(answer.data)
    assert answer.data.count(b"\n") == 1203
    program = crews.ROOT / "static" / "verifier_journal.py"
    found = subprocess.run([sys.executable, "-I", program, file], capture_output=True, text=True, check=False)
    assert "1203 ligne(s)" in found.stdout


def test_an_empty_journal_taken_away_is_an_empty_file(app: Flask) -> None:
    answer = app.test_client().get("/journal.jsonl")
    assert (answer.status_code, answer.data) == (200, b"")


def test_who_has_the_latest_journal_is_told_so(app: Flask) -> None:
    write(app, 2)
    client = app.test_client()
    for address in ("/journal", "/journal.jsonl"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    write(app, 1)
    assert client.get("/journal", headers={"If-None-Match": tag}).status_code == 200


def test_the_operator_checks_the_journal(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "est vide" in runner.invoke(args=["journal", "verify"]).output
    write(app, 3)
    said = runner.invoke(args=["journal", "verify"])
    assert (said.exit_code, "entier et inchangé" in said.output, "3 lignes" in said.output) == (0, True, True)


def test_the_day_of_a_line_is_that_of_paris(app: Flask) -> None:
    with app.app_context(), clock.standing_at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        write(app, 1)
        with reading():
            assert next(journal.lines()).at == "2027-01-01"


def test_twenty_lines_cost_what_two_cost(app: Flask, queries: object) -> None:
    write(app, 2)
    with queries() as few:  # type: ignore[operator]
        Browser(app).visits("/journal")
    write(app, 60)
    with queries() as many:  # type: ignore[operator]
        Browser(app).visits("/journal")
    assert len(few) == len(many) <= 8
