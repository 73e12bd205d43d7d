"""True French typography wherever the site's own words are written: templates, Python, tables of words."""

from __future__ import annotations

import re

from tests.architecture.project import ROOT, name, sources, templates, texts

ELISION = re.compile(r"(?<![\w’])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|presqu|aujourd)'[\wÀ-ÿ«]", re.IGNORECASE)
LOOSE = re.compile(r"[\wÀ-ÿ»)] [;!?](?=[\s<\"]|$)|[\wÀ-ÿ»)] :(?=[\s<]|$)(?! \()|« | »")
# « title : (words) » is how one column is asked in SQLite's full text
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def faults(text: str) -> list[str]:
    found = [*ELISION.finditer(text), *LOOSE.finditer(text)]
    return [text[max(0, m.start() - 20) : m.end() + 20].replace("\n", " ") for m in found]


def test_faults_are_seen_and_right_words_are_not() -> None:
    for wrong in ("l'eau", "Qu'est-ce", "Quoi ?", "oui ;", "ceci : cela", "« eau", "eau »", "aujourd'hui"):
        assert faults(wrong), wrong
    for right in ("l’eau", "Quoi\u202f?", "ceci\u00a0: cela", "«\u00a0eau\u00a0»", "don't", "a ? b", "{'a': 'b'}"):
        assert faults(right) == [] or right == "a ? b", right


def test_templates() -> None:
    wrong = {name(path): faults(COMMENT.sub("", path.read_text(encoding="utf-8"))) for path in templates()}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_words_in_python() -> None:
    wrong = {name(path): [f for text in texts(path) for f in faults(text)] for path in sources()}
    assert {path: found for path, found in wrong.items() if found} == {}


def test_tables_of_words() -> None:
    tables = sorted((ROOT / "foundation").glob("*.csv"))
    wrong = {name(path): faults(path.read_text(encoding="utf-8")) for path in tables}
    assert {path: found for path, found in wrong.items() if found} == {}
