"""Words as search knows them, and the passage of a text that they meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import snowballstemmer

from foundation.text import fold, nfc

_STEMMER = snowballstemmer.stemmer("french")
_WORD = re.compile(r"\w+")
# what stands before an apostrophe: l’école, d’Ascq, qu’on
_ELIDED = frozenset({*"cdjlmnst", "qu"})
# fixed blanks of French typography stay
_BLANKS = re.compile(r"[ \t\r\n]+")
_SPLIT = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    return fold(_STEMMER.stemWord(word)).replace(" ", "")


def terms(words: str) -> list[str]:
    """The words of a text as the index knows them: lower case, French stem, without accents."""
    return [stem for word in _SPLIT.split(nfc(words).lower()) if word and word not in _ELIDED and (stem := _stem(word))]


def passage(body: str, words: Sequence[str], around: int = 90) -> str:
    """Some words of `body` round the first one that the query meant, cut between words."""
    at = next((m.start() for m in _WORD.finditer(body) if _stem(m.group().lower()).startswith(tuple(words))), 0)
    start, end = max(0, at - around), min(len(body), at + 2 * around)
    if start:
        start = body.find(" ", start) + 1 or start
    if end < len(body):
        end = body.rfind(" ", start, end) if body.rfind(" ", start, end) > start else end
    cut = _BLANKS.sub(" ", body[start:end]).strip()
    return f"{'… ' if start else ''}{cut}{' …' if end < len(body) else ''}"
