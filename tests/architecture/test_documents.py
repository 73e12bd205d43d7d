"""What the README, the settings and the scripts promise is there."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import tomllib
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.cli import FlaskGroup

from foundation.settings import Settings
from tests.architecture.project import ROOT, name
from tests.sites import settings
from wsgi import create_app

README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "foundation" / "decisions").glob("*.md"))
SCRIPTS = [ROOT / "bin" / "run", ROOT / "bin" / "test", ROOT / "bin" / "setup.sh", ROOT / ".ci" / "run"]


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    return create_app(settings(f"sqlite:///{tmp_path / 'untouched.db'}", tmp_path))


def test_every_command_of_the_documents_exists(site: Flask) -> None:
    said = README + (ROOT / "foundation" / "operations.md").read_text(encoding="utf-8")
    spoken = {tuple(re.findall(r"[a-z-]+", words)) for words in re.findall(r"flask ((?:[a-z]+ ?)+)", said)}
    assert len(spoken) > 5
    group = FlaskGroup(create_app=lambda: site)
    with click.Context(group) as context:
        assert [" ".join(words) for words in sorted(spoken) if not _leads_to_a_command(context, words)] == []


def _leads_to_a_command(context: click.Context, words: tuple[str, ...]) -> bool:
    command: click.Command = context.command
    for word in words:
        if not isinstance(command, click.Group):
            return True
        found = command.get_command(context, word)
        if found is None:
            return False
        command = found
    return not isinstance(command, click.Group) or command.invoke_without_command


def test_every_file_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`(bin/[\w.-]+)`|\]\(([\w/.-]+)\)|^(bin/\w+)", README, re.MULTILINE))
    paths = {path for group in named for path in group if path}
    assert {"bin/run", "bin/test"} <= paths
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_the_readme_is_two_screens() -> None:
    assert len(README.splitlines()) <= 120


def test_decisions_are_numbered_named_and_listed() -> None:
    assert DECISIONS
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04}-" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} · "), path.name
        assert [word for word in ("Status", "Context", "Decision", "Consequences") if word not in text] == [], path.name
        assert len(text.splitlines()) <= 60, path.name
        assert name(path) in README, path.name


def test_every_setting_is_documented_and_shown() -> None:
    fields = {field.name.upper() for field in dataclasses.fields(Settings)}
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    explained = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "foundation" / "operations.md").read_text(), re.MULTILINE))
    assert example == explained == fields


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_scripts_can_be_run(script: Path) -> None:
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert script.suffix == ".sh" or os.access(script, os.X_OK)


def test_packages_are_listed_for_each_command() -> None:
    lines = (ROOT / "bin" / "packages.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    assert {command for command, _ in rows} == {"run", "test"}


def test_what_is_locked_is_what_is_asked_for() -> None:
    for kind in ("requirements", "requirements-dev"):
        lock = (ROOT / f"{kind}.txt").read_text(encoding="utf-8")
        locked = {_plain(found) for found in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
        lines = (ROOT / f"{kind}.in").read_text(encoding="utf-8").splitlines()
        asked = {_plain(re.split(r"[\[<>=~ ]", line)[0]) for line in lines if line and line[0] not in "-#"}
        assert asked - locked == set()
        assert lock.count("==") <= lock.count("--hash=sha256:")


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_the_licence_is_said() -> None:
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "AGPL-3.0-or-later"
