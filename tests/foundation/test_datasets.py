import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from wtforms import StringField

from foundation.datasets import Column, Dataset, as_csv, as_json, neutral
from foundation.forms import AtMost, FilterForm

BENCHES = Dataset(
    "bancs",
    "Bancs",
    "Chaque banc.",
    (Column("nom", "Son nom"), Column("places", "Combien de places"), Column("pose", "Quand")),
    lambda: [("=SOMME(A1)", 3, date(2026, 1, 2)), ("É,\n« x »", Decimal("-1.50"), None)],
    "Essai",
    invented=True,
)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_r_txt_04_no_spreadsheet_takes_a_text_for_a_formula(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"


def test_numbers_and_dates_stay_what_they_are() -> None:
    assert [neutral(cell) for cell in (-4, Decimal("-1.50"), date(2026, 1, 2), None, "a-b")] == [
        "-4",
        "-1.50",
        "2026-01-02",
        "",
        "a-b",
    ]


def test_r_data_01_outside_a_demonstration_a_file_is_what_it_says(app: Flask) -> None:
    with app.app_context():
        rows = list(csv.reader(io.StringIO(as_csv(BENCHES), newline="")))
        assert BENCHES.file_stem == "bancs"
        assert as_json(BENCHES)[1] == {"nom": "É,\n« x »", "places": -1.5, "pose": None}
    assert rows == [["nom", "places", "pose"], ["'=SOMME(A1)", "3", "2026-01-02"], ["É,\n« x »", "-1.50", ""]]


def test_r_data_01_a_file_of_the_demonstration_says_so_in_its_name_and_in_each_row(demo_app: Flask) -> None:
    with demo_app.app_context():
        rows = list(csv.reader(io.StringIO(as_csv(BENCHES), newline="")))
        assert BENCHES.file_stem == "bancs-demonstration"
    assert rows[0][-1] == "demonstration"
    assert {row[-1] for row in rows[1:]} == {"oui"}


def test_every_dataset_is_offered_with_its_source_and_can_be_read(demo_app: Flask) -> None:
    reader = demo_app.test_client()
    page = reader.get("/donnees").text
    for dataset in demo_app.extensions["datasets"]:
        assert dataset.title in page
        table = reader.get(f"/donnees/{dataset.slug}.csv")
        objects = reader.get(f"/donnees/{dataset.slug}.json").json
        rows = list(csv.reader(io.StringIO(table.text, newline="")))
        assert table.headers["Content-Disposition"].startswith("attachment")
        assert ("demonstration" in table.headers["Content-Disposition"]) is dataset.invented
        assert len(rows) - 1 == len(objects["rows"]) > 0
        assert objects["source"] == dataset.source
    assert reader.get("/donnees/inconnu.csv").status_code == 404
    assert reader.get("/donnees/inconnu.json").status_code == 404


class Note(FilterForm):
    text = StringField("Note", [AtMost(5)])


def test_r_txt_03_over_the_limit_nothing_is_lost_and_the_excess_is_told(app: Flask) -> None:
    with app.test_request_context("/?text=éèàùïab"):
        form = Note()
        assert not form.validate()
        assert form.text.data == "éèàùïab"
        assert form.text.errors == ["Il y a 2 caractères de trop\u00a0: 5 au plus."]
    with app.test_request_context("/?text=cinq!"):
        assert Note().validate()
