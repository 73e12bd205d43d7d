"""The reserve of a draw serves the draw first: it waits on no other list while people are still called from it."""

from __future__ import annotations

import pytest
from flask import Flask

from councils.sortition import calling, queries
from foundation.workflow import Refused
from tests.councils.sortition.steps import TOMORROW, drawn, the_draw
from tests.meetings import situations as s


def test_nobody_waits_on_two_lists_while_answers_are_awaited(site: Flask) -> None:
    drawn(site)
    refusal = pytest.raises(Refused, match="réponses sont encore attendues")
    with refusal, s.writing_at(site, s.noon(TOMORROW)):
        found = queries.find("lune", the_draw().id)
        assert found
        calling.to_reserve_list(found, actor=s.acting("Pia", "council_facilitator"))
