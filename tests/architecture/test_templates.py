"""Pages are made of the components, hold no code of their own and trust nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, name, templates

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
NOWHERE = [
    ("trusted text", r"\|\s*safe\b|Markup|\{%-?\s*autoescape"),
    ("inline style", r"<style\b|\sstyle\s*="),
    ("inline script", r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"'{]|javascript:"),
    ("another host", r"(?:src|srcset|action)\s*=\s*[\"']\s*(?:https?:)?//|<link[^>]*href\s*=\s*[\"'](?:https?:)?//"),
    ("a plugin", r"<(?:object|embed|applet|iframe)\b"),
    ("a decision on roles", r"\.role\b|current_user"),
    ("a word in two languages", r"\blang=\"en\""),
]


def text(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def pages() -> list[Path]:
    """Templates that answer an address: neither layouts, nor components, nor parts."""
    folders = {"layouts", "components", "mail"}
    found = [path for path in templates() if path.relative_to(ROOT / "templates").parts[0] not in folders]
    return [path for path in found if not path.name.startswith("_")]


@pytest.mark.parametrize(("what", "pattern"), NOWHERE, ids=[what for what, _ in NOWHERE])
def test_no_template_holds(what: str, pattern: str) -> None:
    assert [name(path) for path in templates() if re.search(pattern, text(path))] == []


def test_controls_are_written_in_the_components_only() -> None:
    elsewhere = [path for path in templates() if path.parent != ROOT / "templates" / "components"]
    assert [name(path) for path in elsewhere if re.search(r"<(input|select|textarea|button)\b", text(path))] == []


def test_every_page_fills_a_layout() -> None:
    bad = []
    for path in pages():
        source = text(path)
        layout = re.search(r"{%-?\s*extends\s+\"layouts/(\w+)\.html\"", source)
        if layout is None:
            bad.append(f"{name(path)} extends no layout")
        elif layout[1] == "page" and not all(f"block {part} " in source for part in ("title", "band")):
            bad.append(f"{name(path)} leaves title or band empty")
    assert bad == []
    assert pages()


def test_a_part_says_that_it_is_one() -> None:
    """What is included or imported from outside the components starts with an underscore."""
    used = {
        found
        for path in templates()
        for found in re.findall(r"{%-?\s*(?:include|from|import)\s+\"([^\"]+)\"", text(path))
    }
    parts = [part for part in used if not part.startswith("components/")]
    assert [part for part in parts if not part.rpartition("/")[2].startswith("_")] == []


def test_every_component_says_what_it_needs() -> None:
    folder = ROOT / "templates" / "components"
    silent = [path for path in folder.glob("*.html") if "{#" not in path.read_text(encoding="utf-8")]
    assert [name(path) for path in silent] == []
