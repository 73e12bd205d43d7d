"""Tables for the office as workbooks (XLSX), and as files to save. As CSV they are `foundation.datasets.office_csv`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from flask import Response
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from foundation.datasets import Cell, neutral
from foundation.text import nfc

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# day 0 of spreadsheets, as far as days after February 1900 go
EPOCH = date(1899, 12, 30)
_LONGEST_TITLE = 31
_WIDEST = 50
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# words stay words: what somebody typed becomes neither a formula nor a link; the library sets in dates of no time zone
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_date_format": "dd/mm/yyyy",
}
# the same table gives the same file
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as a workbook of one sheet: words stay words (never formulas), dates and numbers are such."""
    written = io.BytesIO()
    with Workbook(written, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        name = " ".join(title.translate(_NOT_IN_A_TITLE).split())[:_LONGEST_TITLE] or "Feuille"
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        bold, words = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        widths = [len(one) for one in header]
        for column, one in enumerate(header):
            sheet.write_string(0, column, one, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, line, column, value, words)
            widths = [max(width, len(neutral(value))) for width, value in zip(widths, row, strict=True)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, _WIDEST) + 3)
    return written.getvalue()


def _write(sheet: Worksheet, line: int, column: int, value: Cell, words: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        # a moment shows as its day
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day, tzinfo=UTC))
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, nfc(value), words)


def to_save(content: bytes, kind: str, name: str) -> Response:
    """A file to be saved under a name, which is one of ours: letters, digits and hyphens."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
