import pytest
from flask import Flask

from tests.citizens.people import cheap
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Flask:
    """An empty site where hashing a password costs little."""
    return cheap(sites.empty())
