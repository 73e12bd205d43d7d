"""Somebody is forgotten: nothing shows their name any more, nothing that others decided changes (R-PRV-01, -04)."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections import deque
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, Text, func, inspect, select, text, update
from werkzeug.test import TestResponse

from citizens.accounts.models import Account, AccountSession
from citizens.discussion.models import Comment
from citizens.models import Consent, Person
from citizens.naming import name_in, pseudonym
from citizens.privacy import erasing
from councils.members import queries as members
from councils.members.models import BoardFunction, ReserveEntry
from councils.models import EndReason, Membership
from foundation import clock, erasures, opening
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.outbox import LetterState, OutgoingLetter
from foundation.policy import SYSTEM
from foundation.spreadsheets import XLSX_TYPE
from meetings.votes.models import Motion, Vote
from tests.browser import Browser
from tests.citizens.people import PASSWORD, signs_in
from tests.citizens.privacy import lives
from tests.citizens.privacy.lives import EMAIL, FAMILY, GIVEN, TRACES
from tests.dom import parse
from tests.files import pdf
from tests.foundation.backups import files, run
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s

READERS = ("samia", "awa", "pia", "nora", "rose", "max", "dpo", "admin", "wanda")


def everything_read_by(browser: Browser, most: int = 400) -> dict[str, str]:
    """Every page, file and search that somebody reaches by links, from the home page and their own: path → content."""
    waiting = deque(
        ["/", "/mon-espace", "/donnees", "/journal.jsonl", f"/recherche?q={FAMILY}", f"/recherche?q={GIVEN}"]
    )
    found: dict[str, str] = {}
    while waiting and len(found) < most:
        path = waiting.popleft()
        if path in found:
            continue
        answer = browser._client.get(path, follow_redirects=True, buffered=True)
        found[path] = words_of(answer) + repr(dict(answer.headers))
        if answer.mimetype == "text/html":
            root, _ = parse(answer.get_data(as_text=True))
            hrefs = (link.get("href").partition("#")[0] for link in root.all("a"))
            waiting.extend(href for href in hrefs if href.startswith("/") and not href.startswith("//"))
    assert len(found) < most, "the crawl was cut short"
    return found


def words_of(answer: TestResponse) -> str:
    """What a page or a file says; of a workbook, the parts that its archive packs."""
    if answer.mimetype != XLSX_TYPE:
        return answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def traces(told: dict[str, str]) -> list[tuple[str, str]]:
    # a search says what was asked
    said = {path: content.replace(f"q={FAMILY}", "").replace(f"q={GIVEN}", "") for path, content in told.items()}
    return [
        (path, word)
        for path, content in said.items()
        for word in TRACES
        if word.lower() in content.lower() and not path.startswith("/recherche")
    ]


def test_r_prv_01_the_name_is_found_nowhere(site: Flask) -> None:
    key = lives.somebody(site)
    before = everything_read_by(s.signed_in(site, "Awa"))
    assert {word for _, word in traces(before)} >= {FAMILY, GIVEN}
    assert f"{GIVEN} {FAMILY}" in Browser(site).visits("/conseils/lune/membres").text

    lives.is_forgotten(site, key)
    assert traces(everything_read_by(Browser(site))) == []
    for reader in READERS:
        browser = signs_in(site, f"{reader}@example.org")
        assert traces(everything_read_by(browser)) == [], reader


def test_r_prv_01_the_name_is_in_no_table_and_in_no_letter(site: Flask) -> None:
    key = lives.somebody(site)
    assert len(Mailbox(site).to(EMAIL)) >= 3
    lives.is_forgotten(site, key)
    assert found_in_tables(site) == {("outgoing_letter", "recipient")}
    (last,) = Mailbox(site).to(lives.CONTACT)
    assert "Vos données sont effacées" in last.subject
    assert GIVEN not in last.text + last.html
    with s.writing(site):
        sent = {"state": LetterState.SENT, "sent_at": clock.now()}
        db.session.execute(update(OutgoingLetter).where(OutgoingLetter.id == last.id).values(sent))
    job = next(job for job in site.extensions["jobs"] if job.name == "privacy.words")
    with s.writing(site):
        job.run()
    assert found_in_tables(site) == set()


def found_in_tables(app: Flask) -> set[tuple[str, str]]:
    """(table, column) of each text of the database in which a trace of her stands."""
    found = set()
    with app.app_context(), reading():
        for table in inspect(db.session.connection()).get_table_names():
            if table.startswith("search_terms"):
                continue
            rows = db.session.execute(text(f'SELECT * FROM "{table}"')).mappings()
            for row in rows:
                for column, value in row.items():
                    if any(word.lower() in str(value).lower() for word in TRACES):
                        found.add((table, column))
    return found


def test_no_file_is_left_of_hers(site: Flask) -> None:
    key = lives.somebody(site)
    before = files(site)
    lives.is_forgotten(site, key)
    (gone,) = before.keys() - files(site).keys()
    assert before[gone] == pdf()


def last_seat(key: uuid.UUID) -> Membership:
    mine = select(Membership).where(Membership.person_id == key).order_by(Membership.start_on.desc())
    return db.session.scalars(mine.limit(1)).one()


def test_r_prv_04_a_sitting_member_leaves_an_empty_seat(site: Flask) -> None:
    key = lives.somebody(site)
    with site.app_context(), reading():
        before = members.gauges(s.council().id, s.TODAY)
    lives.is_forgotten(site, key)
    with site.app_context(), reading():
        seat = last_seat(key)
        assert (seat.end_reason, seat.end_on) == (EndReason.RESIGNED, s.TODAY.replace(day=2))
        assert len(members.vacancies(s.council().id, s.TODAY)) >= len(before.vacancies)
        assert members.gauges(s.council().id, s.TODAY).members == before.members - 1
        assert db.session.scalars(select(BoardFunction.valid_to)).one() == seat.end_on
        assert db.session.scalar(select(func.count()).select_from(ReserveEntry)) == 0
    pia = s.signed_in(site, "Pia").visits("/conseils/lune/gestion/membres?le=2026-11-20")
    with site.app_context(), reading():
        assert f"Personne retirée {pseudonym(key, s.council().id)}" in pia.text


def test_totals_of_votes_do_not_change(site: Flask) -> None:
    key = lives.somebody(site)
    with site.app_context(), reading():
        closed = db.session.scalars(select(Motion.id).where(Motion.closed_at.is_not(None))).one()
        running = db.session.scalars(select(Motion.id).where(Motion.closed_at.is_(None))).one()
    totals = polls.frozen(site, closed)
    assert totals[0:2] == (2, 1)
    lives.is_forgotten(site, key)
    assert polls.frozen(site, closed) == totals
    with site.app_context(), reading():
        mine = select(Membership.id).where(Membership.person_id == key)
        left = db.session.scalars(select(Vote.motion_id).where(Vote.membership_id.in_(mine))).all()
        assert left == [running]
        standing = polls.queries.counted(polls.motion(running))
    polls.close(site)
    assert polls.frozen(site, running)[2] == standing.abstain == 1


def test_words_stay_without_the_name(site: Flask) -> None:
    key = lives.somebody(site)
    lives.is_forgotten(site, key)
    with site.app_context(), reading():
        said = db.session.scalars(select(Comment)).one()
        assert said.author_id == key
        assert said.text == "Un banc, vite. personne retirée"
        assert "Un banc, vite" in said.html


def test_her_ways_in_are_shut_at_once(site: Flask) -> None:
    key = lives.somebody(site)
    zelie = signs_in(site, EMAIL)
    lives.is_forgotten(site, key)
    assert zelie.visits("/mon-espace").status == 403
    again = Browser(site).visits("/connexion").presses("Me connecter", email=EMAIL, password=PASSWORD)
    assert again.status == 422
    with site.app_context(), reading():
        assert db.session.scalar(select(Account.id).where(Account.person_id == key)) is None
        orphans = select(AccountSession.id).where(AccountSession.account_id.not_in(select(Account.id)))
        assert db.session.scalar(orphans) is None
        assert db.session.scalars(select(Consent.withdrawn_at).where(Consent.withdrawn_at.is_(None))).all() == []


def test_r_prv_04_a_namesake_is_untouched(site: Flask) -> None:
    key, other = lives.somebody(site), lives.namesake(site)
    before = _rows_of(site, other)
    lives.is_forgotten(site, key)
    assert _rows_of(site, other) == before
    assert f"{GIVEN} {FAMILY}" in Browser(site).visits("/conseils/soleil/membres").text
    assert FAMILY not in Browser(site).visits("/conseils/lune/membres").text


def _rows_of(app: Flask, person_id: uuid.UUID) -> list[Any]:
    with app.app_context(), reading():
        found = []
        for table in db.metadata.tables.values():
            for column in table.columns:
                if any(key.column.table.name == "person" for key in column.foreign_keys) or column.name == "id":
                    rows = db.session.execute(select(table).where(column == person_id)) if _is_id(column) else ()
                    found += [(table.name, tuple(row)) for row in rows]
        return sorted(found, key=repr)


def _is_id(column: Any) -> bool:
    return not isinstance(column.type, (String, Text)) and column.type.python_type is uuid.UUID


def test_r_prv_04_the_trail_keeps_the_number_and_nothing_else(site: Flask) -> None:
    key = lives.somebody(site)
    with site.app_context(), reading():
        before = db.session.scalar(select(func.count()).where(AuditEntry.actor_id == key))
    lives.is_forgotten(site, key)
    with site.app_context(), reading():
        # her own request and the proof of who she is came in between
        assert db.session.scalar(select(func.count()).where(AuditEntry.actor_id == key)) == (before or 0) + 2
        last = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person.erase")).one()
        assert (last.object_id, last.comment) == (key, "")


def test_the_pseudonym_is_stable_in_one_council_and_another_in_the_next(site: Flask) -> None:
    with site.app_context(), reading():
        person = Person(id=uuid.UUID(int=5), given_name="Personne", family_name="retirée", erased_at=clock.now())
        lune, soleil = s.council("lune").id, s.council("soleil").id
        assert name_in(person, lune) == name_in(person, lune) != name_in(person, soleil)
        assert name_in(person) == "Personne retirée"
        assert str(person.id)[:4] not in name_in(person, lune)


def test_whoever_is_erased_cannot_be_named_again(site: Flask) -> None:
    key = lives.somebody(site)
    lives.is_forgotten(site, key)
    with site.app_context(), reading():
        seat = last_seat(key).id
    pia = s.signed_in(site, "Pia").visits(f"/conseils/lune/gestion/membres/{seat}")
    pia.presses("Enregistrer", Prénom=GIVEN, Nom=FAMILY)
    assert pia.status == 409
    assert "a fait effacer ses données" in pia.text


def test_it_is_done_once(site: Flask) -> None:
    key = lives.somebody(site)
    lives.is_forgotten(site, key)
    with s.writing(site):
        erasing.erase(db.session.get_one(Person, key), actor=SYSTEM)
    with site.app_context():
        assert erasures.noted() == sorted({key, lives.double_of(key)}, key=erasures.noted().index)


def test_r_prv_04_a_restored_backup_forgets_again_before_anyone_reads(site: Flask, tmp_path: Path) -> None:
    key = lives.somebody(site)
    waiting = lives.asks_to_be_forgotten(site, key)
    assert run(site, "backup", tmp_path / "avant.zip").exit_code == 0
    with s.writing(site):
        lives.services.carry_out(db.session.get_one(lives.RightsRequest, waiting), "", actor=lives.DPO)
    assert found_in_tables(site) == {("outgoing_letter", "recipient")}

    restored = run(site, "restore", tmp_path / "avant.zip", "--replace")
    assert restored.exit_code == 0, restored.output
    assert "Le site est ouvert" in restored.output
    assert found_in_tables(site) == set()
    assert lives.request_state(site, waiting) is lives.RightState.CARRIED_OUT
    assert traces(everything_read_by(Browser(site))) == []
    assert pdf() not in files(site).values()
    with site.app_context():
        assert erasures.noted() == sorted({key, lives.double_of(key)}, key=erasures.noted().index)


def test_a_restored_site_answers_nobody_until_it_has_forgotten(
    site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = lives.somebody(site)
    assert run(site, "backup", tmp_path / "avant.zip").exit_code == 0
    lives.is_forgotten(site, key)
    seen: list[int] = []
    follow = list(site.extensions["restored"])
    asked = [lambda: seen.append(Browser(site, checking=False).visits("/conseils/lune/membres").status)]
    monkeypatch.setitem(site.extensions, "restored", [*asked, *follow])
    assert run(site, "restore", tmp_path / "avant.zip", "--replace").exit_code == 0
    assert seen == [503]
    assert Browser(site).visits("/conseils/lune/membres").status == 200


def test_a_site_left_shut_is_opened_by_hand(site: Flask) -> None:
    with site.app_context():
        opening.shut()
    shut = Browser(site, checking=False).visits("/")
    assert (shut.status, shut.response.headers["Retry-After"]) == (503, "60")
    assert "Le site est remis en état" in shut.text
    site.extensions["worker"].tick()
    site.extensions["worker"].deliver()
    assert run(site, "reopen").exit_code == 0
    assert Browser(site).visits("/").status == 200


def test_a_crash_between_the_erasure_and_its_list_is_made_up_for(site: Flask) -> None:
    key = lives.somebody(site)
    lives.is_forgotten(site, key)
    listed: Path = site.extensions["settings"].data_dir / erasures.NAME
    listed.write_text('{"person": "half', encoding="ascii")
    with site.app_context():
        assert erasures.noted() == []
    with s.writing(site):
        erasing.complete_list()
    with site.app_context():
        # her double stands there under its own id
        assert key in erasures.noted()
        assert len(erasures.noted()) == 2
    assert FAMILY not in listed.read_text(encoding="ascii")
