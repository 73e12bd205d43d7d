"""The report's folder, and ways to spoil it or to save it as a spreadsheet would."""

import csv
import io
import shutil
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[3] / "councils" / "contracts" / "report_2015_2016"


class Folder:
    """A copy of the shipped files that a test may change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        shutil.copytree(SHIPPED, path)

    def table(self, name: str) -> list[list[str]]:
        text = (self.path / f"{name}.csv").read_text(encoding="utf-8")
        return list(csv.reader(io.StringIO(text, newline="")))

    def save(
        self, name: str, table: list[list[str]], *, delimiter=",", encoding="utf-8", end="\n", every_cell=False
    ) -> None:
        written = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if every_cell else csv.QUOTE_MINIMAL
        csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
        self.put(name, written.getvalue().encode(encoding))

    def put(self, name: str, content: bytes) -> None:
        (self.path / f"{name}.csv").write_bytes(content)

    def change(self, name: str, line: int, column: str, text: str) -> None:
        """Write another text into the cell of a line, counted as editors count."""
        table = self.table(name)
        table[line - 1][table[0].index(column)] = text
        self.save(name, table)

    def cell(self, name: str, line: int, column: str) -> str:
        table = self.table(name)
        return table[line - 1][table[0].index(column)]
