from collections.abc import Iterator

import pytest
from flask import Flask

from foundation.clock import standing_at
from tests.meetings import situations as s
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Iterator[Flask]:
    """The councils and people of the situations, at a noon that stands; no role asks for a second factor."""
    app = s.cheap(sites.filled("meetings", s.settle, totp_roles=()))
    with standing_at(s.noon(s.TODAY)):
        yield app
