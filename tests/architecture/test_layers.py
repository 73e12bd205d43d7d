"""The one-way street, as import-linter reads it from pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.project import PACKAGES, ROOT


def test_imports_point_down() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_every_package_is_in_the_street() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    street = settings["importlinter"]["contracts"][0]
    assert street["type"] == "layers"
    assert street["layers"] == list(reversed(PACKAGES))
    assert settings["importlinter"]["root_packages"] == list(PACKAGES)
    assert settings["coverage"]["run"]["source"] == list(PACKAGES)
    assert set(PACKAGES) < set(settings["mypy"]["files"])
