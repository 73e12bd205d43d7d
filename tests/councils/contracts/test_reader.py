"""The same report whichever spreadsheet saved it; the import says which it saw."""

import pytest

from councils.contracts.schema import SPECS
from councils.contracts.validation import read_folder
from tests.councils.contracts.folder import SHIPPED

LIBREOFFICE = {"delimiter": ",", "encoding": "utf-8", "end": "\n"}
LIBREOFFICE_QUOTED = {"delimiter": ";", "encoding": "utf-8", "end": "\n", "every_cell": True}
EXCEL_UTF8 = {"delimiter": ";", "encoding": "utf-8-sig", "end": "\r\n"}
EXCEL_US = {"delimiter": ",", "encoding": "utf-8-sig", "end": "\r\n"}
EXCEL_OLD = {"delimiter": ";", "encoding": "cp1252", "end": "\r\n"}
EXCEL_OLD_US = {"delimiter": ",", "encoding": "cp1252", "end": "\r\n"}


@pytest.mark.parametrize(
    ("saved", "seen"),
    [
        (LIBREOFFICE, "UTF-8, virgule"),
        (LIBREOFFICE_QUOTED, "UTF-8, point-virgule"),
        (EXCEL_UTF8, "UTF-8 avec marque d’ordre (BOM), point-virgule"),
        (EXCEL_US, "UTF-8 avec marque d’ordre (BOM), virgule"),
        (EXCEL_OLD, "Windows-1252, point-virgule"),
        (EXCEL_OLD_US, "Windows-1252, virgule"),
    ],
)
def test_the_same_rows_whatever_saved_them(folder, saved, seen):
    plain = read_folder(folder.path)
    for name in SPECS:
        folder.save(name, folder.table(name), **saved)
    again = read_folder(folder.path)
    assert plain.faults == again.faults == []
    assert again.records == plain.records
    assert {words for file, words, _ in again.seen if file in {"actions.csv", "partners.csv"}} == {seen}


def test_the_shipped_report_is_whole():
    report = read_folder(SHIPPED)
    assert (report.faults, report.remarks) == ([], [])
    assert {file: rows for file, _, rows in report.seen} == {
        "communes.csv": 21, "partners.csv": 51, "pillars.csv": 3, "levers.csv": 5, "bodies.csv": 16,
        "actions.csv": 247, "outcomes.csv": 101, "indicators.csv": 38, "nprus.csv": 9, "funding.csv": 28,
        "network.csv": 20,
    }  # fmt: skip


def test_rows_of_nothing_at_the_end_are_no_rows(folder):
    table = folder.table("levers")
    folder.save("levers", [*table, ["", "", "", ""], ["", "", "", ""]], delimiter=";")
    assert read_folder(folder.path).faults == []


def test_decomposed_accents_are_composed(folder):
    folder.change("pillars", 3, "title", "Cohe\u0301sion sociale")
    report = read_folder(folder.path)
    assert report.records["pillars"][1].values["title"] == "Cohésion sociale"


def test_lines_are_those_an_editor_shows(folder):
    content = (folder.path / "levers.csv").read_bytes().replace(b"agir-sur-l-urbain", b"Agir")
    folder.put("levers", content.replace(b"\n", b"\r\n"))
    assert [fault.line for fault in read_folder(folder.path).faults] == [6]


@pytest.mark.parametrize(
    ("name", "column", "typed", "sentence"),
    [
        ("funding", "amount_eur", "105..878.545", "« 105..878.545 » est lu 105\u202f878\u202f545."),
        ("funding", "amount_eur", "105 878 545", "« 105 878 545 » est lu 105\u202f878\u202f545."),
        ("outcomes", "value", "28,7", "« 28,7 » est lu 28,7."),
        ("funding", "source_section", "3,2", "« 3,2 » est lu 3.2."),
        ("pillars", "title", " Cohésion sociale\u00a0", "espaces retirées au début ou à la fin."),
    ],
)
def test_what_is_read_otherwise_than_typed_is_said(folder, name, column, typed, sentence):
    """R-CTR-03: accepted with a warning, never silently."""
    folder.change(name, 2, column, typed)
    report = read_folder(folder.path)
    assert [fault for fault in report.faults if fault.line == 2 and fault.column == column] == []
    assert [str(remark) for remark in report.remarks] == [f"{name}.csv, ligne 2, colonne {column} : {sentence}"]
