"""Open data: what a package publishes, as CSV and JSON, with its meaning, source, licence and date."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import current_app

LICENSE = "Licence Ouverte 2.0 (Etalab)"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Column:
    """One column of a dataset: its name in the file and what it means, in French."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Dataset:
    """A set of public rows without personal data. `invented` when a demonstration fills it: the file then says so."""

    slug: str
    title: str
    description: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Sequence[Cell]]]
    source: str
    invented: bool = False
    license: str = LICENSE

    @property
    def is_demonstration(self) -> bool:
        """Whether what it holds now is invented (ruling 27)."""
        return self.invented and bool(current_app.extensions["settings"].demo)

    @property
    def file_stem(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.slug}-demonstration" if self.is_demonstration else self.slug

    def header(self) -> list[str]:
        """The names of its columns as the file has them now."""
        names = [column.name for column in self.columns]
        return [*names, "demonstration"] if self.is_demonstration else names

    def table(self) -> Iterable[list[Cell]]:
        """Its rows as the file has them now."""
        mark: list[Cell] = ["oui"] if self.is_demonstration else []
        for row in self.rows():
            yield [*row, *mark]


def neutral(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula (R-TXT-04); numbers and dates stay as they are."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell)


def as_csv(dataset: Dataset) -> str:
    """The dataset as open data wants it: UTF-8 without BOM, commas, ISO dates (ruling 28)."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(dataset.header())
    for row in dataset.table():
        writer.writerow([neutral(cell) for cell in row])
    return written.getvalue()


def office_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as office programs of this country open it: UTF-8 with BOM, semicolons (ruling 28)."""
    written = io.StringIO(newline="")
    written.write("\ufeff")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
    return written.getvalue()


def as_json(dataset: Dataset) -> list[dict[str, Any]]:
    """The dataset as a list of objects; dates in ISO, decimals as numbers written out."""
    names = dataset.header()
    return [dict(zip(names, [_plain(cell) for cell in row], strict=True)) for row in dataset.table()]


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def datasets() -> Sequence[Dataset]:
    """Every dataset of the site."""
    found: Sequence[Dataset] = current_app.extensions["datasets"]
    return found
