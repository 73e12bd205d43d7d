"""The public journal: it only grows, on both engines, whoever writes and whoever is killed; a change is noticed."""

from __future__ import annotations

import functools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from foundation import clock, journal
from foundation.database import db, reading, transaction
from foundation.journal import ActKind, JournalEntry
from tests import crews

WRITERS, LINES_EACH, KILLS = 8, 200, 12
Lines = list[dict[str, Any]]


def write(count: int = 5) -> None:
    for number in range(count):
        with transaction():
            journal.append(
                ActKind.ANCHOR, f"/essai/{number}", {"title": f"L’été {number}", "votes": [number, None, True]}
            )


@pytest.fixture
def written() -> Lines:
    """Six lines that hold together, made as the site makes them."""
    lines: Lines = []
    for number in range(1, 7):
        line = {
            "seq": number,
            "at": "2026-12-03",
            "kind": "anchor",
            "subject": f"/essai/{number}",
            "payload": {"title": "Été", "n": number, "list": [1, 2]},
            "prev": lines[-1]["hash"] if lines else journal.FIRST,
        }
        lines.append({**line, "hash": journal.digest(line)})
    return lines


def resealed(lines: Lines, place: int) -> None:
    """Give the changed line a hash that fits it, as a careful forger would."""
    lines[place]["hash"] = journal.digest(lines[place])


def change_payload(lines: Lines) -> None:
    lines[2]["payload"]["n"] = 30


def change_subject(lines: Lines) -> None:
    lines[0]["subject"] = "/essai/autre"


def change_kind(lines: Lines) -> None:
    lines[5]["kind"] = "vote.closed"


def change_day(lines: Lines) -> None:
    lines[3]["at"] = "2026-12-04"


def remove_first(lines: Lines) -> None:
    del lines[0]


def remove_middle(lines: Lines) -> None:
    del lines[2]


def swap(lines: Lines) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def repeat(lines: Lines) -> None:
    lines.insert(3, deepcopy(lines[2]))


def forge_and_seal(lines: Lines) -> None:
    lines[2]["payload"]["n"] = 30
    resealed(lines, 2)


def renumber(lines: Lines) -> None:
    lines[4]["seq"] = 7
    resealed(lines, 4)


def true_for_one(lines: Lines) -> None:
    lines[0]["seq"] = True


def number_for_text(lines: Lines) -> None:
    lines[2]["payload"]["n"] = "3"


def half_numbers(lines: Lines) -> None:
    lines[2]["payload"]["n"] = 3.0


MUTATIONS = (
    change_payload,
    change_subject,
    change_kind,
    change_day,
    remove_first,
    remove_middle,
    swap,
    repeat,
    forge_and_seal,
    renumber,
    true_for_one,
    number_for_text,
    half_numbers,
)


def test_an_untouched_journal_holds(written: Lines) -> None:
    assert journal.check(written) == []
    assert journal.check([]) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda change: change.__name__)
def test_a_mutation_is_noticed(written: Lines, mutation: Callable[[Lines], None]) -> None:
    mutation(written)
    assert journal.check(written) != []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda change: change.__name__)
def test_the_program_given_to_readers_notices_it_too(
    written: Lines, mutation: Callable[[Lines], None], tmp_path: Any
) -> None:
    mutation(written)
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in written), encoding="utf-8")
    assert verifier(file).returncode == 1


def verifier(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program alone, without the site's environment."""
    program = crews.ROOT / "static" / "verifier_journal.py"
    return subprocess.run(
        [sys.executable, "-I", program, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_the_program_says_when_all_is_well_and_compares_a_noted_line(written: Lines, tmp_path: Any) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in written), encoding="utf-8")
    assert "entier et inchangé" in verifier(file).stdout
    assert verifier(file, 6, written[5]["hash"][:16]).returncode == 0
    assert "que vous aviez notée" in verifier(file, 6, "0" * 16).stdout
    assert "vous l’aviez notée et elle n’y est pas" in verifier(file, 7, "0" * 16).stdout


@pytest.mark.parametrize(
    "line",
    [
        "ceci n’est pas du JSON",
        "[1, 2]",
        '{"seq": 1}',
        '{"seq": 1, "seq": 1, "at": "", "kind": "", "subject": "", "payload": {}, "prev": "", "hash": ""}',
        '{"seq": 1.5, "at": "", "kind": "", "subject": "", "payload": {}, "prev": "", "hash": ""}',
        '{"seq": NaN, "at": "", "kind": "", "subject": "", "payload": {}, "prev": "", "hash": ""}',
        '{"seq": 1, "at": "\\ud800", "kind": "", "subject": "", "payload": {}, "prev": "", "hash": ""}',
        "[" * 100_000,
    ],
)
def test_the_program_refuses_what_could_be_read_two_ways(line: str, tmp_path: Any) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    found = verifier(file)
    assert found.returncode == 1
    assert "illisible" in found.stdout


def test_the_program_says_how_it_is_used(tmp_path: Any) -> None:
    assert verifier().returncode == 2
    assert verifier("journal.jsonl", "douze", "ab").returncode == 2
    assert verifier(tmp_path / "absent").returncode == 2
    (tmp_path / "latin").write_bytes(b"\xe9\xff\n")
    assert verifier(tmp_path / "latin").returncode == 2


@pytest.mark.parametrize("payload", [{"a": 1.5}, {"a": float("nan")}, {"a": {1, 2}}, {"a": b"x"}, {"a": "\ud800"}])
def test_only_words_whole_numbers_and_lists_are_written(payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"journal|surrogates"):
        journal.canonical(payload)


def test_a_line_is_written_in_one_way() -> None:
    decomposed = {"b": "e\u0301", "a\u0300": [True, None, {"z": 1, "y": 2}]}
    assert journal.canonical(decomposed) == '{"b":"é","à":[true,null,{"y":2,"z":1}]}'


def test_what_is_appended_can_be_checked(app: Flask) -> None:
    with app.app_context():
        with reading():
            assert journal.verify() == []
        write()
        with reading():
            assert journal.verify() == []
            lines = list(journal.lines())
            assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
            assert lines[0].prev == journal.FIRST
            assert lines[0].at == clock.today().isoformat()
            assert [line.seq for line in journal.lines(2, until=4)] == [2, 3, 4]


def test_a_transaction_undone_leaves_no_line(app: Flask) -> None:
    def undone() -> None:
        with transaction():
            journal.append(ActKind.ANCHOR, "/essai", {})
            raise RuntimeError

    with app.app_context():
        with pytest.raises(RuntimeError):
            undone()
        write(1)
        with reading():
            assert [line.seq for line in journal.lines()] == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET subject = '/autre' WHERE seq = 2",
        "UPDATE journal_entry SET seq = seq + 10",
        "DELETE FROM journal_entry WHERE seq = 3",
        "DELETE FROM journal_entry",
    ],
)
def test_the_database_refuses_any_change(app: Flask, statement: str) -> None:
    with app.app_context():
        write(3)
        with pytest.raises(DatabaseError, match="only grows"), transaction():
            db.session.execute(text(statement))
        with reading():
            assert journal.verify() == []


def test_the_database_refuses_to_empty_or_replace_it(app: Flask) -> None:
    with app.app_context():
        write(3)
        postgresql = db.engine.dialect.name == "postgresql"
        line = "SELECT seq, at, kind, '/autre', payload, prev, hash FROM journal_entry WHERE seq = 3"
        statement = "TRUNCATE journal_entry" if postgresql else f"REPLACE INTO journal_entry {line}"
        with pytest.raises(DatabaseError, match="only grows"), transaction():
            db.session.execute(text(statement))
        with reading():
            assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == 3


def test_the_database_refuses_a_fork(app: Flask) -> None:
    with app.app_context():
        write(2)
        with reading():
            first = db.session.get(JournalEntry, 1)
            assert first is not None
        with pytest.raises(IntegrityError), transaction():
            db.session.add(
                JournalEntry(
                    seq=3,
                    at=clock.today(),
                    kind=ActKind.ANCHOR,
                    subject="/essai",
                    payload="{}",
                    prev=first.hash,
                    hash="f" * 64,
                )
            )


def write_mine(writer: int) -> None:
    """Write this writer's lines, from the one after the last that was kept."""
    mine = f"/essai/{writer}"
    with reading():
        there = db.session.scalar(select(func.count()).where(JournalEntry.subject == mine)) or 0
    for number in range(there, LINES_EACH):
        with transaction():
            journal.append(ActKind.ANCHOR, mine, {"n": number})


def crowd() -> None:
    """All the writers at once; some are killed at any moment and start again."""
    crews.let_go()
    chance = random.Random(2026)
    at_work = {crews.fork(functools.partial(write_mine, writer)): writer for writer in range(WRITERS)}
    killed = 0
    while at_work:
        if killed < KILLS:
            time.sleep(chance.uniform(0.05, 0.25))
            os.kill(chance.choice(list(at_work)), signal.SIGKILL)
        child, status = os.wait()
        writer = at_work.pop(child)
        code = os.waitstatus_to_exitcode(status)
        assert code in {0, -signal.SIGKILL}, f"writer {writer} ended with {code}"
        if code:
            killed += 1
            at_work[crews.fork(functools.partial(write_mine, writer))] = writer
    sys.stdout.write(str(killed))


def test_eight_writers_some_of_them_killed_make_no_fork_and_no_hole(app: Flask) -> None:
    assert int(crews.finish(crews.start(app, crowd), 240)) >= KILLS // 2
    with app.app_context(), reading():
        assert journal.verify() == []
        lines = list(journal.lines())
        assert [line.seq for line in lines] == list(range(1, WRITERS * LINES_EACH + 1))
        for writer in range(WRITERS):
            mine = [line.payload["n"] for line in lines if line.subject == f"/essai/{writer}"]
            assert mine == list(range(LINES_EACH))
