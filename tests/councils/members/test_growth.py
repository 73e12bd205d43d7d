"""A council of 75 costs what a council of 10 costs, and its page stays light (§0.2: Lille filed 75 names)."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask

from foundation.kept import KeptPages
from tests.meetings import polls
from tests.meetings import situations as s

PUBLIC = ("/conseils/lune", "/conseils/lune/membres")
OFFICE = ("/conseils/lune/gestion", "/conseils/lune/gestion/membres")
Queries = Callable[[], AbstractContextManager[list[str]]]


def costs(app: Flask, queries: Queries) -> dict[str, tuple[int, int]]:
    """Queries of each page, and its weight as it travels, when nothing is kept from an earlier one."""
    told = {}
    for reader, pages in ((app.test_client(), PUBLIC), (s.signed_in(app, "Pia")._client, OFFICE)):
        for path in pages:
            app.extensions["once"].clear()
            app.extensions["kept"] = KeptPages()
            with queries() as made:
                answer = reader.get(path)
            assert answer.status_code == 200, path
            told[path] = (len(made), len(gzip.compress(answer.get_data())))
    return told


def test_seventy_five_members_cost_what_ten_cost(site: Flask, queries: Queries) -> None:
    few = costs(site, queries)
    polls.crowd(site, 65, s.TODAY)
    many = costs(site, queries)
    assert {path: made for path, (made, _) in many.items()} == {path: made for path, (made, _) in few.items()}
    # the first reader after a public write; what others are asked is bounded in `tests/councils/test_growth.py`
    assert max(many[path][0] for path in PUBLIC) <= 17, many
    assert max(many[path][0] for path in OFFICE) <= 30, many
    # a first load may weigh 150 kB with its fonts: its words are a small part
    assert max(weight for _, weight in many.values()) <= 15_000, many
