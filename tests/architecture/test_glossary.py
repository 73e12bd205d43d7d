"""One French concept, one name in the code, as `foundation/glossary.md` has it; no class has a name it bars."""

from __future__ import annotations

import ast
import re

import wsgi
from foundation.database import Model
from tests.architecture.project import ROOT, name, sources, tree

ROWS = re.findall(
    r"^\|([^|]+)\|([^|]+)\|([^|]*)\|$", (ROOT / "foundation" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
)
WORDS = {word for _, code, _ in ROWS for word in re.findall(r"`(\w+)`", code)}
BARRED = {word.strip() for _, _, never in ROWS for word in never.split(",") if word.strip() not in {"", "Never", "---"}}


def test_every_model_is_a_word_of_the_glossary() -> None:
    assert wsgi.FEATURES
    models = {mapper.class_.__name__ for mapper in Model.registry.mappers}
    assert len(models) > 10
    assert models - WORDS == set()


def test_no_class_has_a_barred_name() -> None:
    barred = BARRED - WORDS
    assert len(barred) > 30
    found = [
        f"{name(path)}: {node.name}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name in barred
    ]
    assert found == []


def test_no_word_stands_for_two_concepts() -> None:
    first = [word for _, code, _ in ROWS for word in re.findall(r"^\s*`([A-Z]\w+)`", code)]
    assert [word for word in sorted(set(first)) if first.count(word) > 1] == []


def test_spelling_is_american() -> None:
    british = re.compile(r"\w*(neighbour|organis(?:ation|e)|favour|colour|centre_)\w*", re.IGNORECASE)
    named = {
        node.name
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    assert [word for word in sorted(named) if british.search(word)] == []
