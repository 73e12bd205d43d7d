"""XLSX as its rows of words, read with care: it is a stranger's archive of XML.

No part of it is unpacked beyond a limit, no document type (entities) is accepted, and formulas are told by a leading
« = » whatever they last gave.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.parsers import expat  # document types are refused below

from foundation.workflow import Refused

Line = tuple[int, Sequence[str]]
START = b"PK"
MOST_UNPACKED = 16 * 1024 * 1024
MOST_COLUMNS = 100
LAST_ROW = 20_000
# days between the two calendars of spreadsheets (1900 and 1904)
LATER_CALENDAR = 1462
BROKEN = "Ce classeur ne s’ouvre pas. Enregistrez-le de nouveau au format XLSX ou CSV, puis renvoyez-le."
TOO_BIG = "Ce classeur est trop grand une fois ouvert. Gardez-y une seule feuille, celle des membres, puis renvoyez-le."
NOT_XLSX = "Ce fichier n’est pas un classeur XLSX. Enregistrez-le au format XLSX ou CSV, puis renvoyez-le."
# what reading an archive or a part that is damaged, or made to harm, may raise: an encoding that nobody knows
# (LookupError), a place beyond all memory (OverflowError)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
)
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Workbook:
    """The first sheet that shows: its lines by number, and how many days its calendar is late."""

    lines: Sequence[Line]
    shift: int


def read(content: bytes) -> Workbook:
    """The first sheet of a workbook. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except _DAMAGE as wrong:
        raise Refused(BROKEN) from wrong


def _read(archive: zipfile.ZipFile) -> Workbook:
    sheets = _Sheets()
    _parse(_part(archive, "xl/workbook.xml"), sheets)
    links = _Links()
    _parse(_part(archive, "xl/_rels/workbook.xml.rels"), links)
    target = links.found.get(sheets.first)
    if target is None:
        raise Refused(BROKEN)
    words = _Words()
    if "xl/sharedStrings.xml" in archive.namelist():
        _parse(_part(archive, "xl/sharedStrings.xml"), words)
    grid = _Grid(words.found)
    _parse(_part(archive, posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")), grid)
    return Workbook(grid.lines, LATER_CALENDAR if sheets.later else 0)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        part = archive.getinfo(name)
    except KeyError as missing:
        raise Refused(NOT_XLSX) from missing
    if part.compress_type not in _PACKED:
        raise Refused(BROKEN)
    with archive.open(part) as opened:
        # what the archive says of its sizes is not believed
        content = opened.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise Refused(TOO_BIG)
    return content


class _Reader:
    """What is told of the elements of a part, by their names without prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element that begins."""

    def end(self, name: str) -> None:
        """An element that ends."""

    def text(self, words: str) -> None:
        """Words of an element."""


def _parse(content: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise Refused(BROKEN)

    def started(name: str, attributes: dict[str, str]) -> None:
        reader.start(_bare(name), {_bare(key): value for key, value in attributes.items()})

    ended: Callable[[str], None] = lambda name: reader.end(_bare(name))  # noqa: E731
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler = reader.text
    parser.Parse(content, True)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


class _Sheets(_Reader):
    """Which sheet shows first, and whether days count from 1904."""

    def __init__(self) -> None:
        self.first, self.later = "", False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.later = attributes.get("date1904") in {"1", "true"}
        if name == "sheet" and not self.first and attributes.get("state", "visible") == "visible":
            self.first = attributes.get("id", "")


class _Links(_Reader):
    """Where the parts lie, by their keys."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Words(_Reader):
    """The texts that cells share."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._heard = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002
        if name == "si":
            self._parts = []
        self._heard = name == "t"

    def text(self, words: str) -> None:
        if self._heard:
            self._parts.append(words)

    def end(self, name: str) -> None:
        self._heard = False
        if name == "si":
            self.found.append("".join(self._parts))


class _Grid(_Reader):
    """The cells of a sheet, line by line; lines without words are not kept."""

    def __init__(self, words: Sequence[str]) -> None:
        self.lines: list[Line] = []
        self._words = words
        self._number, self._column, self._kind, self._heard = 0, -1, "n", False
        self._row: dict[int, str] = {}
        self._parts: list[str] = []
        self._is_formula = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            given = attributes.get("r", "")
            self._number = int(given) if given.isdecimal() and len(given) < 8 else self._number + 1
            self._row, self._column = {}, -1
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _number(place[1]) if place else self._column + 1
            self._kind, self._parts, self._is_formula = attributes.get("t", "n"), [], False
        elif name == "f":
            self._is_formula = True
        self._heard = name in {"v", "t"}

    def text(self, words: str) -> None:
        if self._heard:
            self._parts.append(words)

    def end(self, name: str) -> None:
        self._heard = False
        if name == "c":
            self._keep(self._value("".join(self._parts)))
        elif name == "row" and self._row:
            last = max(self._row)
            self.lines.append((self._number, [self._row.get(column, "") for column in range(last + 1)]))

    def _keep(self, value: str) -> None:
        if not value.strip():
            return
        if self._column >= MOST_COLUMNS or self._number > LAST_ROW:
            raise Refused(TOO_BIG)
        self._row[self._column] = value

    def _value(self, written: str) -> str:
        if self._is_formula or self._kind == "e":
            return f"={written}"
        if self._kind == "s":
            place = int(written) if written.isdecimal() and len(written) < 9 else len(self._words)
            if place >= len(self._words):
                raise Refused(BROKEN)
            return self._words[place]
        if self._kind == "b":
            return "Oui" if written == "1" else "Non"
        return _plain_number(written) if self._kind == "n" else written


def _number(letters: str) -> int:
    """The place of a column by its name, from 0."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def _plain_number(written: str) -> str:
    """A quantity without the exponent that files write; what is none stays as it is."""
    try:
        found = Decimal(written)
    except InvalidOperation:
        return written
    # one with many more digits is nothing that lists of members hold
    if found.is_finite() and abs(found.adjusted()) < 16 and found == found.to_integral_value():
        return str(int(found))
    return written
