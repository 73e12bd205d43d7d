"""The grid of ASVS 5.0, levels 1 and 2: each line is shown by something that exists, or says what it waits for."""

from __future__ import annotations

import ast
import csv
import re

import pytest

from tests.architecture.project import ROOT, tree

with (ROOT / "tests" / "security" / "asvs.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
APPLICABLE = [row for row in ROWS if row["shown_by"] != "not applicable"]
# what a requirement may wait for, and nothing else
TO_COME = {"documents and photos", "secret ballots", "sign-in with ProConnect"}


def heading(line: str) -> str:
    """The anchor of a heading, as readers of Markdown make it."""
    return re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")


def test_the_grid_is_whole() -> None:
    assert len(ROWS) == 253
    assert len(APPLICABLE) == 206
    assert len({row["requirement"] for row in ROWS}) == len(ROWS)
    assert {row["level"] for row in ROWS} == {"1", "2"}
    assert [row["requirement"] for row in ROWS if row["shown_by"] == "not applicable" and not row["note"]] == []


@pytest.mark.parametrize("row", APPLICABLE, ids=lambda row: row["requirement"])
def test_what_shows_it_exists(row: dict[str, str]) -> None:
    kind, _, what = row["shown_by"].partition(": ")
    if kind == "later":
        assert what in TO_COME
    elif kind in {"document", "deployment"}:
        path, _, anchor = what.partition("#")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert anchor in {heading(line) for line in text.splitlines() if line.startswith("#")}
    else:
        for node in row["shown_by"].split():
            path, _, name = node.partition("::")
            assert name in {f.name for f in ast.walk(tree(ROOT / path)) if isinstance(f, ast.FunctionDef)}, node


def test_most_is_shown_by_tests() -> None:
    shown = [row for row in APPLICABLE if row["shown_by"].startswith("tests/")]
    waiting = [row for row in APPLICABLE if row["shown_by"].startswith("later")]
    assert len(shown) > len(APPLICABLE) - len(waiting) - len(shown)
