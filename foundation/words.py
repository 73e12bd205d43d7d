"""The words that the site explains: the public glossary and the acronyms, read once from their tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from foundation.acronyms import known
from foundation.addresses import page
from foundation.search import WORDS_AT_MOST, Found, Group
from foundation.stems import terms
from foundation.text import slugify

GLOSSARY = Path(__file__).with_name("glossary.md")
LEXICON = Path(__file__).with_name("lexicon.csv")
GROUP = "Dans le glossaire"


@lru_cache(maxsize=1)
def _concepts() -> dict[str, str]:
    """French of each name of the code, by the table that the whole site follows."""
    rows = re.findall(r"^\|([^|]+)\|([^|]+)\|[^|]*\|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return {word: french.strip() for french, code in rows for word in re.findall(r"`([A-Z]\w+)`", code)}


def spoken(name: str) -> str:
    """What a kind of row is called in French; its own name when nobody said."""
    found = _concepts().get(name, name)
    return found[:1].upper() + found[1:]


@lru_cache(maxsize=1)
def lexicon() -> list[tuple[str, str, str]]:
    """(anchor, word, plain explanation) of each word of the public glossary."""
    with LEXICON.open(encoding="utf-8", newline="") as lines:
        return [(slugify(row["mot"]), row["mot"], row["explication"]) for row in csv.DictReader(lines)]


@lru_cache(maxsize=1)
def short_names() -> list[tuple[str, str, str]]:
    """(anchor, acronym, what it stands for) of each acronym that no word of the glossary spells out."""
    told = " ".join(word for _, word, _ in lexicon())
    return [(f"sigle-{slugify(short)}", short, words) for short, words in known().items() if f"({short})" not in told]


@lru_cache(maxsize=1)
def _indexed() -> list[tuple[frozenset[str], Found]]:
    return [(frozenset(terms(searched)), found) for searched, found in _entries()]


def _entries() -> Iterator[tuple[str, Found]]:
    for anchor, word, words in lexicon():
        yield word, Found(word, f"#{anchor}", words, None)
    for anchor, short, words in short_names():
        yield f"{short} {words}", Found(short, f"#{anchor}", words, None)


def explained(query: str) -> list[Group]:
    """The group of the words that a search meant, by all of its words or their beginnings; none, or one."""
    asked = terms(query)[:WORDS_AT_MOST]
    glossary = page("pages.glossary")
    found = [
        Found(one.title, glossary + one.url, one.passage, None)
        for known_terms, one in _indexed()
        if asked and all(any(term.startswith(word) for term in known_terms) for word in asked)
    ]
    return [Group("glossaire", GROUP, len(found), found)] if found else []
