"""BENCHMARKS.md: each program that measures writes its own part anew and leaves the others."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent.parent / "BENCHMARKS.md"
TITLE = "# Benchmarks\n"


def put(part: str, text: str) -> None:
    """Write the part under the heading `part`; the parts stand in the order in which they were first written."""
    whole = FILE.read_text(encoding="utf-8") if FILE.exists() else TITLE
    found = re.compile(rf"^## {re.escape(part)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    written = f"## {part}\n\n{text.strip()}\n"
    whole, known = found.subn(lambda _old: f"{written}\n", whole)
    if not known:
        whole = f"{whole.rstrip()}\n\n{written}"
    FILE.write_text(f"{whole.rstrip()}\n", encoding="utf-8")
