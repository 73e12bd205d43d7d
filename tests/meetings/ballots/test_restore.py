"""A site that is restored while a secret vote is open: the archive holds no key, and the pages say what follows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask import Flask

from foundation.clock import standing_at
from foundation.workflow import Refused
from meetings.ballots.models import Unopened
from meetings.votes.models import MotionResult, VoteChoice
from tests.browser import Browser
from tests.foundation.backups import run
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.sites import Sites


def test_elsewhere_the_ballots_stay_shut_and_the_pages_say_why(site: Flask, sites: Sites, tmp_path: Path) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    archive = tmp_path / "site.zip"
    assert run(site, "backup", archive).exit_code == 0
    with zipfile.ZipFile(archive) as found:
        assert not any(b"PRIVATE KEY" in found.read(member) for member in found.namelist())
    other = s.cheap(sites.empty())
    result = run(other, "restore", archive)
    assert result.exit_code == 0, result.output
    with pytest.raises(Refused, match="La clé de ce vote n’est plus sur le serveur"):
        boxes.deposited(other, key, "Samia", VoteChoice.FOR)
    samia = s.signed_in(other, "Samia").visits(polls.page(key))
    assert "Ce vote ne pourra pas être compté" in samia.text
    assert "Le vote sera à refaire." in samia.text
    boxes.close(other)
    assert polls.frozen(other, key) == (0, 0, 0, 0, 9, 0, MotionResult.NOT_OPENED)
    assert (boxes.box(other, key).unopened, boxes.box(other, key).cast) == (Unopened.KEY, 7)
    with standing_at(polls.CLOSING):
        assert "La clé de ce vote n’était plus sur le serveur" in Browser(other).visits(polls.page(key)).text
    # the site that was saved knows nothing of it
    boxes.close(site)
    assert len(boxes.ballots(site, key)) == 7


def test_on_the_same_machine_the_vote_goes_on(site: Flask, tmp_path: Path) -> None:
    key = boxes.opened(site)
    for name in list(boxes.CHOICES)[:4]:
        boxes.deposited(site, key, name, VoteChoice.FOR)
    archive = tmp_path / "site.zip"
    assert run(site, "backup", archive).exit_code == 0
    lost = boxes.deposited(site, key, "Fatou", VoteChoice.AGAINST)
    result = run(site, "restore", archive, "--replace")
    assert result.exit_code == 0, result.output
    again = boxes.deposited(site, key, "Fatou", VoteChoice.ABSTAIN)
    boxes.close(site)
    opened = dict(map(tuple, boxes.ballots(site, key)))
    assert (len(opened), lost in opened, opened[again]) == (5, False, "abstain")
