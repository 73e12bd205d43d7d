"""The folder as a whole: every cell typed, every link followed, every pair of cells that must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from councils.contracts import reader
from councils.contracts.cells import Value, Wrong
from councils.contracts.faults import Fault, Kind, Remark, fault
from councils.contracts.schema import SPECS, Column, FileSpec


@dataclass(frozen=True)
class TypedRow:
    """One row with its typed values, its line, and the columns that could not be read."""

    line: int
    values: Mapping[str, Value]
    broken: frozenset[str] = frozenset()

    def words(self, column: str) -> str:
        """A text cell, empty when the report does not say."""
        value = self.values[column]
        return value if isinstance(value, str) else ""

    def links(self, column: str) -> tuple[str, ...]:
        """The identifiers of a cell, whether it takes one or a list."""
        value = self.values[column]
        return value if isinstance(value, tuple) else (value,) if isinstance(value, str) and value else ()


@dataclass
class FolderReading:
    """The whole folder as read: rows by file, what is wrong, what was read otherwise than typed."""

    records: dict[str, list[TypedRow]] = field(default_factory=dict)
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_folder(folder: Path) -> FolderReading:
    """Read and check every file of a folder; all its faults are in the answer, in the order of files and lines."""
    report = FolderReading()
    if not folder.is_dir():
        report.faults.append(fault(Kind.NO_FOLDER, str(folder)))
        return report
    contents = {spec.name: _content(folder, spec, report) for spec in SPECS.values()}
    return check({name: content for name, content in contents.items() if content is not None}, report)


def check(contents: Mapping[str, bytes], report: FolderReading | None = None) -> FolderReading:
    """Check files given by name (`actions`) as bytes: the pure part of `read_folder`."""
    report = report or FolderReading()
    for name, content in contents.items():
        spec = SPECS[name]
        sheet = reader.read(spec.file, content, spec.heads)
        report.faults += sheet.faults
        report.remarks += sheet.remarks
        report.seen.append((spec.file, sheet.seen, len(sheet.rows)))
        report.records[name] = [_typed(spec, row, report) for row in sheet.rows]
    for spec in SPECS.values():
        if spec.name in report.records:
            report.faults += _repeats(spec, report.records[spec.name])
            report.faults += _lost_links(spec, report.records)
            report.faults += _disagreements(spec, report.records[spec.name])
    report.faults += _loops(report.records.get("actions", []))
    order = {spec.file: place for place, spec in enumerate(SPECS.values())}
    report.faults.sort(key=lambda found: (order.get(found.file, -1), found.line))
    return report


def _content(folder: Path, spec: FileSpec, report: FolderReading) -> bytes | None:
    path = folder / spec.file
    if not path.exists():
        report.faults.append(fault(Kind.MISSING_FILE, spec.file))
        return None
    try:
        with path.open("rb") as file:
            return file.read(reader.BIGGEST_FILE + 1)
    except OSError:
        report.faults.append(fault(Kind.UNREADABLE_FILE, spec.file))
        return None


def _typed(spec: FileSpec, row: reader.Row, report: FolderReading) -> TypedRow:
    values: dict[str, Value] = {}
    broken = set(row.broken)
    for column in spec.columns:
        cell = row.cells[column.name]
        values[column.name] = None
        if column.name in row.broken:
            continue
        try:
            values[column.name], remark = _take(column, cell)
        except Wrong as wrong:
            broken.add(column.name)
            report.faults.append(fault(wrong.kind, spec.file, row.line, column.name, **wrong.found))
            continue
        if remark:
            report.remarks.append(Remark(spec.file, row.line, column.name, remark))
    return TypedRow(row.line, values, frozenset(broken))


def _take(column: Column, cell: str) -> tuple[Value, str]:
    if cell:
        return column.take(cell)
    if column.required:
        raise Wrong(Kind.EMPTY_CELL)
    return None, ""


def _repeats(spec: FileSpec, records: Sequence[TypedRow]) -> Iterator[Fault]:
    lines: dict[tuple[Value, ...], int] = {}
    for record in records:
        key = tuple(record.values[name] for name in spec.key)
        if record.broken.intersection(spec.key):
            continue
        if key not in lines:
            lines[key] = record.line
        elif spec.key == ("slug",):
            yield fault(Kind.REPEATED_SLUG, spec.file, record.line, "slug", found=key[0], first=lines[key])
        else:
            found = ", ".join(str(part) for part in key if part)
            yield fault(Kind.REPEATED_ROW, spec.file, record.line, found=found, first=lines[key])


def _lost_links(spec: FileSpec, records: Mapping[str, Sequence[TypedRow]]) -> Iterator[Fault]:
    for column in spec.columns:
        # a target that could not be read at all has its own fault: its links are not blamed too
        if not column.target or not records.get(column.target):
            continue
        known = {record.values["slug"] for record in records[column.target]}
        for record in records[spec.name]:
            for part in record.links(column.name):
                if part not in known:
                    target = SPECS[column.target].file
                    yield fault(Kind.LINK, spec.file, record.line, column.name, found=part, target=target)


_UNITS = {
    "pillars": (("target_value",), "target_unit"),
    "actions": (("beneficiaries",), "beneficiaries_unit"),
    "indicators": (("value_qpv", "value_mel", "value_veille"), "unit"),
    "network": (("value",), "unit"),
}


def _disagreements(spec: FileSpec, records: Sequence[TypedRow]) -> Iterator[Fault]:
    for record in records:
        if spec.name in _UNITS:
            yield from _unit(spec, record, *_UNITS[spec.name])
        if spec.name == "funding":
            yield from _amount_or_share(spec, record)
        if spec.name == "actions":
            yield from _somebody(spec, record)


def _amount_or_share(spec: FileSpec, record: TypedRow) -> Iterator[Fault]:
    pair = ("amount_eur", "share_percent")
    filled = sum(record.values[name] is not None for name in pair)
    if filled != 1 and not record.broken.intersection(pair):
        kind = Kind.AMOUNT_AND_SHARE if filled else Kind.NO_AMOUNT_NO_SHARE
        yield fault(kind, spec.file, record.line, "amount_eur")


def _somebody(spec: FileSpec, record: TypedRow) -> Iterator[Fault]:
    pair = ("lead_partner_slug", "funder_slugs")
    if not any(record.links(name) for name in pair) and not record.broken.intersection(pair):
        yield fault(Kind.NOBODY, spec.file, record.line, "lead_partner_slug")


def _unit(spec: FileSpec, record: TypedRow, values: Sequence[str], unit: str) -> Iterator[Fault]:
    if record.broken.intersection({*values, unit}):
        return
    has_value = any(record.values[name] is not None for name in values)
    if has_value and not record.words(unit):
        yield fault(Kind.NO_UNIT, spec.file, record.line, unit, unit=unit)
    if record.words(unit) and not has_value:
        yield fault(Kind.NO_VALUE, spec.file, record.line, unit, value=" ou ".join(values))


def _loops(actions: Sequence[TypedRow]) -> Iterator[Fault]:
    parents = {record.words("slug"): record.words("parent_slug") for record in actions}
    for record in actions:
        chain = [record.words("slug")]
        while (parent := parents.get(chain[-1], "")) and parent not in chain:
            chain.append(parent)
        if parent and parent == chain[0]:
            found = " < ".join([*chain, parent])
            yield fault(Kind.PARENT_LOOP, SPECS["actions"].file, record.line, "parent_slug", found=found)
