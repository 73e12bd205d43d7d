"""One place for each delicate thing, and the habits that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.project import FUNCTIONS, PACKAGES, ROOT, functions, imported, name, sources, tree

# file name -> how high it stands in a feature: it may import only what stands as high or lower
HEIGHTS = {"models": 0, "workflow": 1, "mails": 2, "forms": 2, "queries": 3, "services": 3, "jobs": 4, "views": 4}
KNOW_NO_REQUEST = {"models", "workflow", "mails", "queries", "services", "policy"}

ONLY_THERE = [
    # what, the pattern, the one file (or folder) where it may stand
    (
        "reading the time",
        r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(|func\.now\(",
        "foundation/clock.py",
    ),
    ("saying that HTML may be trusted", r"\bMarkup\b", "foundation/html.py"),
    ("cleaning HTML", r"\bbleach\b", "foundation/html.py"),
    ("changing a state", r"(?<!\bg)\.state\s*=(?!=)", "foundation/workflow.py"),
    ("ending a transaction", r"\.(commit|rollback)\(\)", "foundation/"),
    ("reading the environment", r"\bos\.environ\b|\bgetenv\(", ("wsgi.py", "foundation/backup/")),
    ("sending letters", r"\bsmtplib\b|\bflask_mail\b", "foundation/"),
    ("starting programs", r"\bsubprocess\b", "foundation/"),
]


@pytest.mark.parametrize(("what", "pattern", "place"), ONLY_THERE, ids=[what for what, _, _ in ONLY_THERE])
def test_each_delicate_thing_has_one_place(what: str, pattern: str, place: str | tuple[str, ...]) -> None:
    elsewhere = [path for path in sources() if not name(path).startswith(place)]
    assert [name(path) for path in elsewhere if re.search(pattern, path.read_text(encoding="utf-8"))] == []


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_type_checking_hides_no_circle() -> None:
    hiding = [name(path) for path in sources() if "TYPE_CHECKING" in path.read_text(encoding="utf-8")]
    assert set(hiding) <= {"foundation/database.py"}


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "core", "tools"}
    assert [name(path) for path in [*sources(), *(ROOT / "tests").rglob("*.py")] if path.stem in drawers] == []


def test_nothing_is_left_for_later() -> None:
    left = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert [name(path) for path in sources() if left.search(path.read_text(encoding="utf-8"))] == []


def test_the_foundation_knows_no_council() -> None:
    above = re.compile(r"council|citizen|meeting|vote|walk|proposal|accreditation|committee", re.IGNORECASE)
    named = [
        f"{name(path)}:{node.name}"
        for path in sources("foundation")
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.ClassDef, *FUNCTIONS)) and above.search(node.name)
    ]
    assert named == []


def test_each_file_of_a_feature_imports_downwards() -> None:
    upwards = [
        f"{name(path)} imports {target}"
        for path in sources()
        if path.stem in HEIGHTS
        for target in _own_imports(path)
        if HEIGHTS.get(_file_of(target), 0) > HEIGHTS[path.stem]
    ]
    assert upwards == []


def test_policies_are_known_by_name_only() -> None:
    knowing = [
        f"{name(path)} imports {target}"
        for path in sources()
        if path.stem != "feature"
        for target in _own_imports(path)
        if re.match(r"(citizens|councils|meetings)\.policy\b", target)
    ]
    assert knowing == []


def test_services_and_what_is_below_know_no_request() -> None:
    knowing = [
        f"{name(path)} imports {target}"
        for path in sources(*PACKAGES[1:])
        if path.stem in KNOW_NO_REQUEST
        for node in ast.walk(tree(path))
        for target in imported(node)
        if target.split(".")[0] in {"flask", "wtforms", "flask_login"}
    ]
    assert knowing == []


def test_models_send_no_query() -> None:
    asking = re.compile(r"db\.session|\bselect\(")
    above = [path for path in sources(*PACKAGES[1:]) if path.stem == "models"]
    assert [name(path) for path in above if asking.search(path.read_text(encoding="utf-8"))] == []


def _own_imports(path: Path) -> list[str]:
    found = [target for node in ast.walk(tree(path)) for target in imported(node)]
    return [target for target in found if target.split(".")[0] in PACKAGES]


def _file_of(target: str) -> str:
    """The file that an import reaches: the last word that is a module."""
    words = target.split(".")
    while words and not (ROOT / "/".join(words)).with_suffix(".py").is_file():
        words.pop()
    return words[-1] if words else ""
