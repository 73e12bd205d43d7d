"""What is given out as a file comes back as it was; the annex says what an act needs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from councils.members import reading
from councils.members.columns import COLUMNS
from councils.members.exporting import export
from foundation.datasets import FORMULA_STARTS, neutral, office_csv
from foundation.policy import VISITOR, Denied
from foundation.spreadsheets import as_xlsx
from foundation.text import nfc
from foundation.workflow import Refused
from tests.browser import Browser
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion"
TITLES = [column.title for column in COLUMNS.values()]
# the sign that we put before a formula is not told from one that somebody wrote there
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=15).filter(
    lambda words: not " ".join(words.split()).startswith(tuple(f"'{start}" for start in FORMULA_STARTS))
)
TABLE = st.lists(st.lists(WORDS, min_size=len(TITLES), max_size=len(TITLES)), min_size=1, max_size=4)


def read_back(content: bytes) -> list[list[str]]:
    return [[str(row.get(name, "")) for name in COLUMNS] for row in reading.read("liste", content).rows]


def expected(table: Sequence[Sequence[str]]) -> list[list[str]]:
    rows = [[" ".join(nfc(cell).split()) for cell in row] for row in table]
    return [row for row in rows if any(row)]


@given(TABLE, st.sampled_from(reading.SEPARATORS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_any_table_comes_back_whatever_its_encoding(table: list[list[str]], separator: str, encoding: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator="\r\n")
    writer.writerows([TITLES, *([neutral(cell) for cell in row] for row in table)])
    wanted = expected(table)
    with suppress(UnicodeEncodeError):
        content = written.getvalue().encode(encoding)
        if wanted:
            assert read_back(content) == wanted
        else:
            with pytest.raises(Refused):
                read_back(content)


@given(TABLE)
def test_any_table_comes_back_from_our_files(table: list[list[str]]) -> None:
    # no XML may hold these two
    table = [[cell.replace("\ufffe", "").replace("\uffff", "") for cell in row] for row in table]
    wanted = expected(table)
    for content in (office_csv(TITLES, table).encode(), as_xlsx("Membres", TITLES, table)):
        if wanted:
            assert read_back(content) == wanted


@pytest.mark.parametrize("encoding", ["base64", "nothing-known", "rot13"])
def test_a_part_in_an_encoding_that_nobody_knows_is_refused(encoding: str) -> None:
    good = zipfile.ZipFile(io.BytesIO(as_xlsx("Membres", TITLES[:3], [["Ada", "Neuve", "Habitants"]])))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in good.namelist():
            sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'.encode()
            archive.writestr(name, sheet if "sheet1" in name else good.read(name))
    with pytest.raises(Refused, match="ne s’ouvre pas"):
        reading.read("liste.xlsx", written.getvalue())


def pia(app: Flask, path: str = f"{OFFICE}/importer") -> Browser:
    return s.signed_in(app, "Pia").visits(path)


def test_the_annex_says_what_an_act_needs_and_reaches_nobody(site: Flask) -> None:
    """§2.1: the neighborhoods, the list by name, the host; parity is a count, nobody's gender is told."""
    page = pia(site, f"{OFFICE}/annexe")
    assert "Quartiers" in page.text
    assert "Samia Essai" in page.text
    assert "@" not in page.text
    assert not {"Femme", "Homme", "femme", "homme"} & set(page.text.split())


def test_files_of_a_demonstration_say_so(site: Flask) -> None:
    """Ruling 27."""
    site.extensions["settings"] = replace(site.extensions["settings"], demo=True)
    with s.writing(site):
        file = export(s.council(), s.TODAY, "csv", actor=s.acting("Pia", "council_facilitator"))
        with pytest.raises(Denied):
            export(s.council(), s.TODAY, "csv", actor=VISITOR)
    assert file.name == f"membres-lune-{s.TODAY}-demonstration.csv"
    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert (head[-1], {row[-1] for row in rows}) == ("Démonstration", {"oui"})
