"""A file of members that somebody sends, as its rows: CSV or XLSX, headers in any order, however they are written."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from councils.members import workbooks
from councils.members.columns import BY_TITLE, COLUMNS, DAYS, NEEDED, Column
from councils.members.workbooks import Line
from foundation.datasets import FORMULA_STARTS
from foundation.text import FIXED_SPACE, fold, nfc, plural
from foundation.workflow import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 500
LONGEST_NAME = 160
# longer than any value that can be kept: the row is then told what is wrong with it
LONGEST_CELL = 1000
SEPARATORS = ";,\t"
NONE_SENT = "Choisissez un fichier CSV ou XLSX."
EMPTY = "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre appareil, puis renvoyez-le."
NO_ROW = "Ce fichier ne contient que ses titres de colonnes. Ajoutez une ligne par personne, puis renvoyez-le."
UNREADABLE = (
    "Ce fichier n’est ni un CSV ni un classeur XLSX. Ouvrez-le dans un tableur, enregistrez-le au format XLSX ou "
    "«\u202fCSV UTF-8\u202f», puis renvoyez-le."
)
TOO_MANY = (
    f"Ce fichier a plus de {MOST_ROWS} lignes. Partagez-le en plusieurs fichiers, et renvoyez-les l’un après l’autre."
)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SERIAL = re.compile(r"[2-7]\d{4}")


@dataclass(frozen=True)
class Sent:
    """A file that was read: what it is called, its mark, its rows by column, and the titles that say nothing here."""

    name: str
    sha256: str
    rows: Sequence[Mapping[str, Any]]
    passed_over: Sequence[str]


def sent(field: str) -> Sent | Refused:
    """The file that this request sent under a name, or why it cannot be read; for `guarded(before=…)`."""
    upload = request.files.get(field)
    if upload is None or not upload.filename:
        return Refused(NONE_SENT)
    content = upload.stream.read(MOST_BYTES + 1)
    try:
        return read(upload.filename, content)
    except Refused as refusal:
        return refusal


def read(name: str, content: bytes) -> Sent:
    """A file as its rows. Raises Refused with a sentence that says what to do, and nothing else."""
    if not content.strip():
        raise Refused(EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(f"Ce fichier dépasse les 10{FIXED_SPACE}Mo permis. Gardez-y la seule liste des membres.")
    lines, shift = _lines(content)
    if not lines:
        raise Refused(EMPTY)
    (_, titles), *body = lines
    columns = _columns(titles)
    rows = [_row(line, cells, columns, shift) for line, cells in body]
    found = [row for row in rows if len(row) > 1]
    if not found:
        raise Refused(NO_ROW)
    if len(found) > MOST_ROWS:
        raise Refused(TOO_MANY)
    over = [nfc(title)[:60] for title in titles if title.strip() and fold(title) not in BY_TITLE]
    clean = nfc(re.split(r"[/\\]", name)[-1])[-LONGEST_NAME:] or "liste"
    return Sent(clean, hashlib.sha256(content).hexdigest(), found, over)


def _lines(content: bytes) -> tuple[list[Line], int]:
    if content.startswith(workbooks.START):
        workbook = workbooks.read(content)
        return list(workbook.lines), workbook.shift
    return _csv_lines(_text(content)), 0


def _text(content: bytes) -> str:
    """The words of a CSV: UTF-8 or, as older spreadsheets write it, Windows-1252."""
    declared = next((code for bom, code in _BOMS.items() if content.startswith(bom)), None)
    for encoding in [declared] if declared else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # no text holds these: it is another kind of file
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise Refused(UNREADABLE)


def _csv_lines(text: str) -> list[Line]:
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:
        text = text[declared.end() :]
    first = next((line for line in text.splitlines() if line.strip()), "")
    # the separator is the one that gives the most columns known here
    separator = max(SEPARATORS, key=lambda one: sum(fold(part.strip('"')) in BY_TITLE for part in first.split(one)))
    try:
        lines: list[Line] = []
        for place, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if any(cell.strip() for cell in cells):
                lines.append((place, cells))
            if len(lines) > MOST_ROWS + 1:
                raise Refused(TOO_MANY)
    except csv.Error as wrong:
        raise Refused(UNREADABLE) from wrong
    return lines


def _columns(titles: Sequence[str]) -> list[Column | None]:
    """The column of each place. Raises Refused when one is missing or there twice."""
    found = [BY_TITLE.get(fold(title)) for title in titles]
    names = [one.name for one in found if one is not None]
    missing = [f"«\u202f{COLUMNS[name].title}\u202f»" for name in NEEDED if name not in names]
    if missing:
        many = plural(len(missing), "colonne manque", "colonnes manquent")
        raise Refused(
            f"{many}\u00a0: {', '.join(missing)}. Mettez ces titres sur la première ligne, ou partez du modèle."
        )
    twice = next((one for one in found if one is not None and names.count(one.name) > 1), None)
    if twice is not None:
        raise Refused(f"Deux colonnes disent «\u202f{twice.title}\u202f»\u00a0: gardez-en une seule.")
    return [one if one is not None and one.name in COLUMNS else None for one in found]


def _row(line: int, cells: Sequence[str], columns: Sequence[Column | None], shift: int) -> dict[str, Any]:
    """What one line says, by column: only what is written; `line` is its number in the file."""
    found: dict[str, Any] = {"line": line}
    for column, cell in zip(columns, cells, strict=False):
        words = " ".join(nfc(cell).split())[:LONGEST_CELL]
        if words[:1] == "'" and words[1:2] in FORMULA_STARTS:
            # our own exports put it there
            words = words[1:].strip()
        if column is None or not words:
            continue
        if shift and column.name in DAYS and _SERIAL.fullmatch(words):
            words = str(int(words) + shift)
        found[column.name] = words
    return found
