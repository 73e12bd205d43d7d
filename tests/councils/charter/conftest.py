from collections.abc import Iterator

import pytest
from flask import Flask

from foundation.clock import standing_at
from tests.meetings import situations as s
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Iterator[Flask]:
    """The councils and people of the situations, at noon of their day: the clock stands."""
    app = s.cheap(sites.filled("meetings", s.settle))
    with standing_at(s.noon(s.TODAY)):
        yield app
