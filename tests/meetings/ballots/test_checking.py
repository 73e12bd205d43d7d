"""The program that checks a secret vote with Python alone, on the files that people download."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from foundation.clock import standing_at
from foundation.journal import ActKind
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes

PROGRAM = Path(__file__).parents[3] / "static" / "verifier_scrutin.py"


def ran(*arguments: str | Path) -> tuple[int, str]:
    """What the program says, and whether it holds."""
    found = subprocess.run(
        [sys.executable, PROGRAM, *arguments], capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}
    )
    return found.returncode, found.stdout + found.stderr


def files(app: Flask, folder: Path, choices: Any = boxes.CHOICES, **more: Any) -> tuple[Path, Path, dict[str, str]]:
    """The files of a closed vote as they are downloaded, and the trackers of its voters."""
    key = boxes.opened(app, **more)
    trackers = boxes.all_deposited(app, key, choices)
    boxes.close(app)
    result, ballots = folder / "resultat.json", folder / "bulletins.json"
    with standing_at(polls.CLOSING + timedelta(minutes=1)):
        visitor = Browser(app).visits(f"{polls.page(key)}/resultat.json")
        result.write_bytes(visitor.response.data)
        samia = s.signed_in(app, "Samia").visits(f"{polls.page(key)}/bulletins.json")
        if samia.status == 200:
            ballots.write_bytes(samia.response.data)
    return result, ballots, trackers


def test_the_files_hold_and_their_hashes_are_those_of_the_journal(site: Flask, tmp_path: Path) -> None:
    result, ballots, trackers = files(site, tmp_path, participation_percent=50)
    (line,) = polls.lines(site, ActKind.VOTE_CLOSED)
    status, said = ran(result)
    assert (status, line["result_sha256"] in said, line["ballots_sha256"] in said) == (0, True, True)
    assert line["ballots_sha256"] == hashlib.sha256(ballots.read_bytes()).hexdigest()
    status, said = ran(result, ballots, trackers["Émile"])
    assert status == 0
    assert "Tout concorde." in said
    assert "7 sur 9. Résultat\u00a0: adopté" in said
    assert "Ce bulletin dit\u00a0: Abstention." in said
    assert "n’est pas dans la liste" in ran(result, ballots, "un-deux-trois-0000")[1]


def test_a_vote_left_shut_holds_too(site: Flask, tmp_path: Path) -> None:
    result, _, _ = files(site, tmp_path, dict(list(boxes.CHOICES.items())[:3]))
    status, said = ran(result)
    assert (status, "bulletins non ouverts" in said) == (0, True)


CHANGES = {
    "totals": lambda read: read["totals"].update({"for": 5, "against": 1}),
    "sum": lambda read: read["totals"].update({"for": 9}),
    "result": lambda read: read.update(result="rejected"),
    "quorum": lambda read: read.update(required=2),
    "base": lambda read: read.update(base=6),
    "shut": lambda read: read.update(result="not_opened"),
    "hash": lambda read: read.update(ballots_sha256="0" * 64),
    "vote": lambda read: read.update(vote="0" * 32),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_noticed(site: Flask, tmp_path: Path, change: str) -> None:
    result, ballots, _ = files(site, tmp_path, participation_percent=50)
    read = json.loads(result.read_text(encoding="utf-8"))
    CHANGES[change](read)
    result.write_text(json.dumps(read), encoding="utf-8")
    assert ran(result, ballots)[0] == 1


def test_a_changed_list_is_noticed(site: Flask, tmp_path: Path) -> None:
    result, ballots, _ = files(site, tmp_path)
    listed = json.loads(ballots.read_text(encoding="utf-8"))
    listed["ballots"].reverse()
    ballots.write_text(json.dumps(listed), encoding="utf-8")
    status, said = ran(result, ballots)
    assert (status, "ne sont pas rangés" in said, "son empreinte diffère" in said) == (1, True, True)


def test_what_is_no_result_is_said(tmp_path: Path) -> None:
    assert ran()[0] == 2
    assert ran(tmp_path / "missing.json")[0] == 2
    other = tmp_path / "other.json"
    other.write_text('{"format": "autre"}', encoding="utf-8")
    assert "ce n’est pas le résultat" in ran(other)[1]
