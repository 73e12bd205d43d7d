"""Files of members read as rows, whatever their order, case, separator, encoding; anything else is refused."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from councils.members import columns, reading, workbooks
from councils.members.columns import COLUMNS, Unreadable
from councils.models import College, Rank
from foundation.spreadsheets import as_xlsx
from foundation.workflow import Refused

HEAD = "Prénom;Nom;Collège\r\n"
LINE = "Éloïse;D’Œuvre;Habitants\r\n"


def rows(content: bytes | str, name: str = "liste.csv") -> list[dict[str, Any]]:
    return [dict(row) for row in reading.read(name, content.encode() if isinstance(content, str) else content).rows]


def refused(content: bytes | str) -> str:
    with pytest.raises(Refused) as refusal:
        rows(content)
    (sentence,) = refusal.value.sentences
    return sentence


def workbook(*lines: list[Any], **more: Any) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    for title, extra in more.items():
        sheet = book.create_sheet(title, 0)
        sheet.sheet_state = "hidden"
        sheet.append(extra)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    content = (HEAD + LINE).replace(";", separator).encode(encoding)
    told = {"line": 2, "given_name": "Éloïse", "family_name": "D’Œuvre", "college": "Habitants"}
    assert rows(content) == [told]


def test_titles_in_any_order_case_and_accents_and_those_that_say_nothing() -> None:
    found = reading.read(
        "C:\\listes\\ma liste.csv", b'sep=,\r\n"COLLEGE",Couleur,"nom",prenom\r\n\r\nHabitants,bleu,"Li, Wei",Bo\r\n'
    )
    assert found.name == "ma liste.csv"
    assert found.passed_over == ["Couleur"]
    assert [dict(row) for row in found.rows] == [
        {"line": 3, "given_name": "Bo", "family_name": "Li, Wei", "college": "Habitants"}
    ]


def test_the_quote_that_our_exports_put_before_a_formula_goes() -> None:
    (row,) = rows("Prénom;Nom;Collège;Tél\r\nAda;'t Hooft;Habitants;'+33 6 39 98 00 12\r\n")
    assert (row["family_name"], row["phone"]) == ("'t Hooft", "+33 6 39 98 00 12")


def test_a_workbook_with_dates_numbers_and_formulas() -> None:
    content = workbook(
        ["Prénom", "Nom", "Collège", "Accepté le", "Téléphone", "Vote", "Structure"],
        [],
        ["Ada", "Essai", "Habitants", date(2026, 11, 30), 639980012, True, None],
        ["Bo", "Essai", "Acteurs locaux", "30/11/2026", "06 39 98 00 12", "non", "=HYPERLINK(A1)"],
        Cachée=["rien"],
    )
    one, two = rows(content, "liste.xlsx")
    assert (one["line"], two["line"]) == (3, 4)
    for row in (one, two):
        assert COLUMNS["accepted_on"].read(row["accepted_on"]) == date(2026, 11, 30)
    assert COLUMNS["phone"].read(one["phone"]) == "0639980012"
    assert (COLUMNS["voting"].read(one["voting"]), COLUMNS["voting"].read(two["voting"])) == (True, False)
    assert two["organization"].startswith("=")


def test_days_counted_from_1904() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    assert book.active is not None
    book.active.append(["Prénom", "Nom", "Collège", "Accepté le"])
    book.active.append(["Ada", "Essai", "Habitants", date(2026, 11, 30)])
    written = io.BytesIO()
    book.save(written)
    (row,) = rows(written.getvalue())
    assert COLUMNS["accepted_on"].read(row["accepted_on"]) == date(2026, 11, 30)


def test_what_we_write_we_read() -> None:
    content = as_xlsx(
        "Membres", ["Prénom", "Nom", "Collège", "Accepté le"], [["Zoé", "=Ça", "Habitants", date(2026, 2, 28)]]
    )
    (row,) = rows(content)
    assert row["family_name"] == "=Ça"
    assert COLUMNS["accepted_on"].read(row["accepted_on"]) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("college", "HABITANTE", College.RESIDENTS),
        ("college", "associations et acteurs locaux", College.LOCAL_ACTORS),
        ("rank", "Suppléante", Rank.SUBSTITUTE),
        ("rank", "suppléant·e", Rank.SUBSTITUTE),
        ("accepted_on", "3.12.2026", date(2026, 12, 3)),
        ("accepted_on", "2026-12-03 00:00:00", date(2026, 12, 3)),
    ],
)
def test_words_that_people_write(column: str, written: str, meant: object) -> None:
    assert COLUMNS[column].read(written) == meant


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("college", "Mairie"),
        ("accepted_on", "30/02/2026"),
        ("accepted_on", "hier"),
        ("accepted_on", "12/2026"),
        ("voting", "peut-être"),
        ("email", "ada@"),
        ("phone", "12"),
        ("given_name", "<b>"),
        ("family_name", "x" * 101),
        ("term", "le deuxième"),
    ],
)
def test_words_that_mean_nothing_get_a_sentence(column: str, written: str) -> None:
    with pytest.raises(Unreadable, match=r"\."):
        COLUMNS[column].read(written)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "est vide"),
        (b" \r\n\t", "est vide"),
        (HEAD, "que ses titres"),
        ("Prénom;Collège\nAda;Habitants", "1 colonne manque\u00a0: «\u202fNom\u202f»"),
        ("n’importe quoi", "3 colonnes manquent"),
        ("Prénom;Nom;Nom de famille;Collège\nAda;B;C;Habitants", "Deux colonnes disent «\u202fNom\u202f»"),
        (HEAD + LINE * 501, "plus de 500 lignes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ni un CSV ni un classeur"),
        (b"%PDF-1.7\x00\x01", "ni un CSV ni un classeur"),
        (b"\xff\xfe\x00", "ni un CSV ni un classeur"),
        (HEAD.encode() + b"\x81\x8d;B;Habitants", "ni un CSV ni un classeur"),
        (HEAD + f'"{"x" * 200_000}";B;Habitants', "ni un CSV ni un classeur"),
        (b"PK\x03\x04 rien", "ne s’ouvre pas"),
        (b"x" * (reading.MOST_BYTES + 1), "dépasse les 10"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes | str, words: str) -> None:
    assert words in refused(content)


def archive(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def altered(part: str, content: bytes) -> bytes:
    """A workbook of ours with one part replaced."""
    good = zipfile.ZipFile(io.BytesIO(as_xlsx("x", ["Prénom", "Nom", "Collège"], [["A", "B", "Habitants"]])))
    return archive(
        **{name.replace("/", "__"): good.read(name) for name in good.namelist()} | {part.replace("/", "__"): content}
    )


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "n’est pas un classeur XLSX"),
        (altered(SHEET, LAUGHS), "ne s’ouvre pas"),
        (altered(SHEET, LAUGHS.decode().encode("utf-16")), "ne s’ouvre pas"),
        (altered(SHEET, b"<worksheet><row>"), "ne s’ouvre pas"),
        (altered(SHEET, b" " * (workbooks.MOST_UNPACKED + 1)), "trop grand"),
        (altered(SHEET, b'<w><row r="900000"><c t="str"><v>x</v></c></row></w>'), "trop grand"),
        (altered(SHEET, b'<w><row r="1"><c r="ZZZ1" t="str"><v>x</v></c></row></w>'), "trop grand"),
        (altered(SHEET, b'<w><row r="1"><c t="s"><v>7</v></c></row></w>'), "ne s’ouvre pas"),
        (altered("xl/_rels/workbook.xml.rels", b"<Relationships/>"), "ne s’ouvre pas"),
        (
            altered("xl/_rels/workbook.xml.rels", b'<r><Relationship Id="rId1" Target="../../../etc/passwd"/></r>'),
            "XLSX",
        ),
    ],
)
def test_a_wicked_workbook_is_refused(content: bytes, words: str) -> None:
    assert words in refused(content)


def test_a_number_with_a_huge_exponent_stays_words() -> None:
    sheet = b'<w><row><c t="str"><v>Pr\xc3\xa9nom</v></c><c t="str"><v>Nom</v></c><c t="str"><v>College</v></c></row>'
    sheet += b"<row><c><v>1e999999999</v></c><c><v>NaN</v></c><c><v>4E1</v></c></row></w>"
    (row,) = rows(altered(SHEET, sheet))
    assert (row["given_name"], row["family_name"], row["college"]) == ("1e999999999", "NaN", "40")


def tried(content: bytes) -> None:
    """Read it whole; nothing but the refusals may stop it."""
    found = []
    with suppress(Refused):
        found = rows(content)
    for row in found:
        del row["line"]
        for name, words in row.items():
            with suppress(Unreadable):
                COLUMNS[name].read(words)


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    tried(content)
    tried(b"PK\x03\x04" + content)
    tried(HEAD.encode() + content)


@given(st.binary(max_size=200))
def test_any_sheet_is_read_or_refused(content: bytes) -> None:
    tried(altered(SHEET, content))
    tried(altered(SHEET, b"<w><row><c>" + content + b"</c></row></w>"))


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte(place: int, byte: int) -> None:
    content = bytearray(as_xlsx("x", ["Prénom", "Nom", "Collège"], [["A", "B", "Habitants"]]))
    content[place % len(content)] = byte
    tried(bytes(content))


@given(st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=8), st.sampled_from(reading.SEPARATORS))
def test_any_table_is_read_or_refused(table: list[list[str]], separator: str) -> None:
    titles = separator.join(columns.COLUMNS[name].title for name in columns.COLUMNS)
    tried("\n".join([titles, *(separator.join(line) for line in table)]).encode(errors="replace"))
