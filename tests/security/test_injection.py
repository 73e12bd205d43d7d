"""What people type stays what it is: text on a page, a value in a query, a cell in a file, a word in a header."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from flask import Flask

from foundation import search
from foundation.database import transaction
from foundation.datasets import Column, Dataset, as_csv, neutral
from tests.addresses import reading_rules, samples
from tests.browser import Browser
from tests.dom import Element, parse
from tests.security.attacks import MARKUP

SHORT = [attack.replace("\x00", "") for attack in MARKUP if len(attack) <= 150]


def hostile_parts(html: str) -> list[str]:
    """Elements and attributes that no page of ours has."""
    root, _ = parse(html)
    bad = ("iframe", "object", "embed", "style", "base", "math", "marquee", "video", "xmp", "plaintext", "details")
    found = [element.name for element in root.all(*bad) if element.name != "details"]
    found += [element.name for element in root.all("script") if not element.get("src").startswith("/static/")]
    return found + [name for element in root.all() for name in _bad_attributes(element)]


def _bad_attributes(element: Element) -> list[str]:
    addresses = [element.get(name).strip().lower() for name in ("href", "src", "action", "formaction", "xlink:href")]
    bad = [address for address in addresses if address.startswith(("javascript", "data:", "vbscript", "//"))]
    return bad + [name for name in element.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("attack", SHORT, ids=range(len(SHORT)))
def test_what_is_searched_for_is_shown_as_text(app: Flask, attack: str) -> None:
    answer = app.test_client().get(f"/recherche?{urlencode({'q': attack})}")
    assert answer.status_code == 200
    assert hostile_parts(answer.text) == []


def test_what_is_stored_is_shown_as_text(app: Flask) -> None:
    kind = app.extensions["searches"][0].kind
    with app.app_context(), transaction():
        for number, attack in enumerate(SHORT):
            search.put(kind, f"x{number}", title=f"piège {attack}", body=f"piège {attack}", url=f"/{number}")
    answer = app.test_client().get(f"/recherche?q=piege&type={kind}")
    assert answer.status_code == 200
    assert answer.text.count("piège") > 10
    assert hostile_parts(answer.text) == []


@pytest.mark.parametrize(
    "typed", ["' OR '1'='1", "x' OR 1=1 --", "%' OR '%'='", "'; DROP TABLE search_entry; --", '" OR ""="', "\\' OR 1=1"]
)
def test_sql_is_only_text(demo_app: Flask, typed: str) -> None:
    visitor = Browser(demo_app, checking=False)
    known = visitor.visits("/recherche?q=conseil").text
    assert "Rien trouvé" not in known
    assert "Rien trouvé" in visitor.visits(f"/recherche?{urlencode({'q': typed + ' introuvablement'})}").text
    assert visitor.visits("/recherche?q=conseil").text == known


def test_lists_take_sql_for_a_word(demo_app: Flask) -> None:
    """A filter with SQL in it shows no more than the whole list, and leaves the list as it was."""
    visitor = Browser(demo_app, checking=False)
    for endpoint, paths in samples(demo_app, 1).items():
        if endpoint.endswith(".index"):
            before = visitor.visits(paths[0]).text
            names = {f.get("name") for f in visitor.all("input", "select") if f.get("name")}
            visitor.visits(f"{paths[0]}?{urlencode(dict.fromkeys(names, chr(39) + ' OR 1=1 --'))}")
            assert visitor.status in {200, 400}, visitor.path
            assert visitor.visits(paths[0]).text == before


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("Lille", "Lille"),
        ("a=b", "a=b"),
        (-2, "-2"),
        (None, ""),
    ],
)
def test_a_cell_is_no_formula_and_a_number_stays_one(typed: str | int | None, written: str) -> None:
    assert neutral(typed) == written


def test_a_cell_stays_one_cell(app: Flask) -> None:
    cells = ['a,"b"', "deux\nlignes", "a;b", "<script>", "=cmd|' /C calc'!A0"]
    columns = [Column(f"c{number}", "Colonne") for number in range(len(cells))]
    dataset = Dataset("x", "X", "X", columns=columns, rows=lambda: [cells], source="X")
    with app.app_context():
        rows = list(csv.reader(io.StringIO(as_csv(dataset), newline="")))
    assert rows[1] == [*cells[:4], f"'{cells[4]}"]


def test_json_is_whole_and_says_its_type(demo_app: Flask) -> None:
    answer = demo_app.test_client().get(samples(demo_app, 1)["datasets.as_json"][0])
    assert answer.mimetype == "application/json"
    assert json.loads(answer.data)["rows"]


def test_no_header_can_be_added(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for rule in reading_rules(demo_app):
        if not rule.arguments:
            answer = client.get(f"{rule.rule}?q=a%0d%0aX-Added:%20b&suite=%0d%0aX-Added:%20b")
            assert "X-Added" not in answer.headers


def test_the_same_name_twice_is_one_question(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for path in ("/recherche", "/conseils", "/contrat/actions"):
        answer = client.get(f"{path}?q=lille&q=%27&suite=x&suite=y&theme=a&theme=b")
        assert answer.status_code in {200, 400}
