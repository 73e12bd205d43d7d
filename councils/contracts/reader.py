"""From the bytes of one file to its cells, whichever spreadsheet saved it; every fault found, none raised."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from councils.contracts.faults import Fault, Kind, Remark, fault

BIGGEST_FILE = 5 * 1024 * 1024
LONGEST_CELL = 2000
MOST_ROWS = 50_000
_FORBIDDEN = {
    Kind.LINE_BREAK: re.compile(r"[\n\r]"),
    Kind.GARBLED: re.compile(r"Ã.|â€.?|Å“|Â[«»\u00a0]|\ufffd"),
    Kind.CONTROL: re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"),
    Kind.SHEET_ERROR: re.compile(r"^#(?:REF|VALUE|VALEUR|NAME|NOM|N/A|DIV/0|NUL|NULL|NUM|NOMBRE|#+)[!?]?$"),
}
_FORMULA = re.compile(r"[=+@-]")
_NUMERIC = re.compile(r"[-+−]?[0-9][0-9.,\s]*%?")
_ENCODINGS = {"utf-8-sig": "UTF-8 avec marque d’ordre (BOM)", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
_DELIMITERS = {",": "virgule", ";": "point-virgule", "\t": "tabulation"}


@dataclass(frozen=True)
class Row:
    """One line of a file: its number as an editor shows it, its cells by column, the columns already at fault."""

    line: int
    cells: dict[str, str]
    broken: frozenset[str] = frozenset()


@dataclass
class Sheet:
    """One file as it was read; without rows when its faults prevent it."""

    file: str
    encoding: str = ""
    delimiter: str = ""
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What the file was recognized as, in words."""
        return f"{_ENCODINGS[self.encoding]}, {_DELIMITERS[self.delimiter]}" if self.delimiter else "non reconnu"


def read(file: str, content: bytes, columns: Sequence[str]) -> Sheet:
    """The rows of one CSV file with exactly these columns.

    UTF-8 with or without byte order mark, else Windows-1252; comma or semicolon, as the first line says.
    """
    sheet = Sheet(file)
    text = _decoded(sheet, content)
    if text is None:
        return sheet
    sheet.delimiter = _delimiter(text)
    if sheet.delimiter == "\t":
        sheet.faults.append(fault(Kind.TAB, file, 1))
        return sheet
    records = _records(sheet, text)
    if records and _heads_are_right(sheet, records[0][1], columns):
        _take_rows(sheet, records[1:], columns)
    return sheet


def _decoded(sheet: Sheet, content: bytes) -> str | None:
    wrong = None
    if not content.strip():
        wrong = fault(Kind.EMPTY_FILE, sheet.file)
    elif len(content) > BIGGEST_FILE:
        wrong = fault(Kind.TOO_BIG, sheet.file, most=BIGGEST_FILE // 1024 // 1024)
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        wrong = fault(Kind.UTF16, sheet.file)
    elif b"\x00" in content:
        wrong = fault(Kind.NUL, sheet.file, content[: content.index(b"\x00")].count(b"\n") + 1)
    if wrong:
        sheet.faults.append(wrong)
        return None
    for encoding in ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as unread:
            line = content[: unread.start].count(b"\n") + 1
            continue
        sheet.encoding = encoding
        return text
    sheet.faults.append(fault(Kind.ENCODING, sheet.file, line))
    return None


def _delimiter(text: str) -> str:
    head = text.splitlines()[0]
    return max(_DELIMITERS, key=head.count)


def _records(sheet: Sheet, text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as broken:
        unclosed = "end of data" in str(broken) or "field larger" in str(broken)
        sheet.faults.append(fault(Kind.OPEN_QUOTE if unclosed else Kind.STRAY_QUOTE, sheet.file, line))
        return []
    if len(records) > MOST_ROWS + 1:
        sheet.faults.append(fault(Kind.TOO_MANY_ROWS, sheet.file, most=MOST_ROWS))
        return []
    return records


def _heads_are_right(sheet: Sheet, heads: Sequence[str], columns: Sequence[str]) -> bool:
    names = [unicodedata.normalize("NFC", head).strip() for head in heads]
    wrong = [fault(Kind.MISSING_COLUMN, sheet.file, 1, name) for name in columns if name not in names]
    for place, name in enumerate(names):
        if name not in columns:
            wrong.append(fault(Kind.UNKNOWN_COLUMN, sheet.file, 1, name or f"n° {place + 1}"))
        elif names.index(name) < place:
            wrong.append(fault(Kind.REPEATED_COLUMN, sheet.file, 1, name))
    if not wrong and names != list(columns):
        wrong.append(fault(Kind.COLUMN_ORDER, sheet.file, 1, wanted=", ".join(columns)))
    sheet.faults += wrong
    return not wrong


def _take_rows(sheet: Sheet, records: Sequence[tuple[int, list[str]]], columns: Sequence[str]) -> None:
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            kind = Kind.TOO_FEW_CELLS if len(cells) < len(columns) else Kind.TOO_MANY_CELLS
            sheet.faults.append(fault(kind, sheet.file, line, found=len(cells), wanted=len(columns)))
            continue
        before = len(sheet.faults)
        row = {name: _clean(sheet, line, name, cell) for name, cell in zip(columns, cells, strict=True)}
        sheet.rows.append(Row(line, row, frozenset(found.column for found in sheet.faults[before:])))
    if not sheet.rows and not sheet.faults:
        sheet.faults.append(fault(Kind.NO_ROWS, sheet.file))


def _clean(sheet: Sheet, line: int, column: str, cell: str) -> str:
    text = unicodedata.normalize("NFC", cell)
    bare = text.strip(" \u00a0\u202f")
    if bare != text:
        sheet.remarks.append(Remark(sheet.file, line, column, "espaces retirées au début ou à la fin."))
    wrong = _fault_of(sheet.file, line, column, bare)
    if wrong:
        sheet.faults.append(wrong)
    return bare


def _fault_of(file: str, line: int, column: str, text: str) -> Fault | None:
    """What no cell may hold, whatever its column."""
    if len(text) > LONGEST_CELL:
        return fault(Kind.LONG_CELL, file, line, column, found=len(text), most=LONGEST_CELL)
    if _FORMULA.match(text) and not _NUMERIC.fullmatch(text):
        return fault(Kind.FORMULA, file, line, column, found=text[0])
    for kind, pattern in _FORBIDDEN.items():
        if seen := pattern.search(text):
            found = f"U+{ord(seen.group()):04X}" if kind is Kind.CONTROL else seen.group()
            return fault(kind, file, line, column, found=found)
    return None
