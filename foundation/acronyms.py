"""No acronym alone on a page (R-UX-02): the report's titles are full of them, so each page spells out its own."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).with_name("acronyms.csv")
_TAG = re.compile(r"<[^>]*>")


@lru_cache(maxsize=1)
def known() -> dict[str, str]:
    """Every acronym the site can spell out, with its words."""
    with WORDS.open(encoding="utf-8", newline="") as lines:
        return {row["sigle"]: row["mots"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(known(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")


def acronyms(html: str) -> list[tuple[str, str]]:
    """(acronym, words) of each known acronym that a reader sees in a page's HTML, in alphabetical order."""
    seen = set(_pattern().findall(_TAG.sub(" ", html)))
    return [(short, known()[short]) for short in sorted(seen)]
