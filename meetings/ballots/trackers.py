"""The tracker of a ballot: three plain words and four digits, by which its voter alone finds it again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

WORDS, DIGITS = 3, 4


@cache
def words() -> Sequence[str]:
    """The 2,048 words that trackers are made of; where they come from stands in `words_license.txt`."""
    return tuple(Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split())


def new() -> str:
    """A tracker that nobody had before: « abeille-jardin-lilas-4821 », one of 86,000,000,000,000."""
    drawn = [secrets.choice(words()) for _ in range(WORDS)]
    return "-".join([*drawn, f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"])
