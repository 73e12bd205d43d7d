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
def _word() -> re.Pattern[str]:
    """Whole words that begin like an acronym: to name the first letters lets the engine leap from one to the next."""
    first, second = ("".join(sorted({short[place] for short in known()})) for place in (0, 1))
    return re.compile(rf"[{re.escape(first)}][{re.escape(second)}](?<![\w-]..)[\w-]*")


def acronyms(html: str) -> list[tuple[str, str]]:
    """(acronym, words) of each known acronym that a reader sees in a page's HTML, in alphabetical order."""
    seen = known().keys() & set(_word().findall(html))
    if seen:
        # some may stand in tags, where nobody reads them
        seen &= set(_word().findall(_TAG.sub(" ", html)))
    return [(short, known()[short]) for short in sorted(seen)]
