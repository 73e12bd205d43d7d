"""What is said already: the things of one kind whose titles resemble a title that somebody is writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from foundation.database import db
from foundation.search import titled
from foundation.search_index import SearchEntry
from foundation.stems import terms

# short words (« un », « pour ») and words beyond the twelfth say little of what a title is about
SHORTEST_WORD, WORDS = 4, 12
LEAST = 1 / 3
CANDIDATES = 200


@dataclass(frozen=True)
class Alike:
    """A thing whose title resembles another."""

    title: str
    url: str
    share: float


def alike(title: str, kind: str, *, but: str = "", most: int = 5) -> list[Alike]:
    """The things of a kind whose titles share at least a third of their words with `title`, the likest first.

    `but` is the key of the one that is being written.
    """
    words = _telling(terms(title))
    if not words:
        return []
    found = titled(kind, sorted(words))
    newest = select(found.id.label("id")).select_from(found.rows).where(found.match).order_by(found.place.desc())
    rows = db.session.execute(
        select(SearchEntry.title, SearchEntry.title_terms, SearchEntry.url)
        .where(SearchEntry.id.in_(select(newest.limit(CANDIDATES + 1).subquery().c.id)), SearchEntry.key != but)
        .order_by(SearchEntry.on.desc(), SearchEntry.id)
    )
    near = [Alike(row.title, row.url, _share(words, _telling(row.title_terms.split()))) for row in rows]
    return sorted((one for one in near if one.share >= LEAST), key=lambda one: -one.share)[:most]


def _telling(words: Iterable[str]) -> set[str]:
    return set(list(dict.fromkeys(word for word in words if len(word) >= SHORTEST_WORD))[:WORDS])


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
