import pytest
from flask import Flask

from tests.citizens.discussion.situations import declare, settle
from tests.citizens.people import cheap
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Flask:
    """A site with two squares to discuss, and everybody's account."""
    return settle(declare(cheap(sites.empty(totp_roles=()))))
