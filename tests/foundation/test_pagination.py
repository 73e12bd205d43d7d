import base64
import json
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.exceptions import BadRequest

from foundation import search
from foundation.database import reading, transaction
from foundation.pagination import _read, paginate
from foundation.search import SearchEntry

ORDER = (SearchEntry.on.desc(), SearchEntry.title, SearchEntry.id)


def fill(count: int) -> None:
    """Entries of which several share a day and a title, so that keys must decide."""
    with transaction():
        for n in range(count):
            search.put(
                "essai", str(n), title=f"Titre {n % 3}", body="", url="/", on=date(2026, 1, 1) + timedelta(days=n % 4)
            )


def walk(size: int, way: str, cursor: str | None = None) -> list[list[str]]:
    pages = []
    while True:
        page = paginate(select(SearchEntry), ORDER, cursor=cursor, size=size)
        pages.append([entry.key for entry in page.rows])
        cursor = getattr(page, way)
        if cursor is None:
            return pages


@pytest.mark.parametrize(("count", "size"), [(0, 5), (1, 5), (5, 5), (6, 5), (7, 5), (23, 5), (23, 1)])
def test_walking_forward_and_back_meets_every_row_once_in_order(app: Flask, count: int, size: int) -> None:
    with app.app_context():
        fill(count)
        with reading():
            whole = [e.key for e in paginate(select(SearchEntry), ORDER, size=1000).rows]
            forward = walk(size, "next")
            assert [key for page in forward for key in page] == whole
            assert all(len(page) == size for page in forward[:-1])
            assert len(forward[-1]) <= size + size // 5
            last = None
            for _ in range(len(forward) - 1):
                last = paginate(select(SearchEntry), ORDER, cursor=last, size=size).next
            back = walk(size, "previous", last)
            assert [key for page in reversed(back) for key in page] == whole


def test_the_count_is_said_in_words_and_capped(app: Flask) -> None:
    with app.app_context():
        fill(3)
        with reading():
            page = paginate(select(SearchEntry), ORDER, size=2)
            assert page.count_words("entrée", "entrées") == "3 entrées"
            assert not page.count_capped
        fill(1001)
        with reading():
            page = paginate(select(SearchEntry), ORDER, size=2)
            assert page.count_words("entrée", "entrées") == "plus de 1\u202f000 entrées"


def cursor_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


BAD = [
    "x",
    "é",
    "====",
    cursor_of(1),
    cursor_of({"a": 1}),
    cursor_of(["z", "2026-01-01", "t", 1]),
    cursor_of(["a", "2026-01-01", "t"]),
    cursor_of(["a", "hier", "t", 1]),
    cursor_of(["a", "2026-01-01", "t", "1"]),
    cursor_of(["a", "2026-01-01", "t", True]),
    cursor_of(["a", "2026-01-01", 3, 1]),
    cursor_of(["a", "2026-01-01", "t\x00", 1]),
    cursor_of(["a", "2026-01-01", "t", 10**12]),
    cursor_of(["a", None, "t", 1]),
]


@pytest.mark.parametrize("cursor", BAD)
def test_a_cursor_that_no_list_ever_gave_is_refused_with_a_sentence(app: Flask, cursor: str) -> None:
    with app.app_context(), reading(), pytest.raises(BadRequest, match="début"):
        paginate(select(SearchEntry), ORDER, cursor=cursor)


@settings(max_examples=60)
@given(typed=st.text(max_size=60))
def test_no_typed_cursor_breaks_a_list(typed: str) -> None:
    refusals = []
    try:
        _read(typed, [SearchEntry.on, SearchEntry.title, SearchEntry.id])
    except BadRequest as refusal:
        refusals.append(str(refusal.description))
    assert all("Reprenez la liste" in sentence for sentence in refusals)
