import pytest
from flask import Flask

from tests.citizens.discussion.situations import declare, settle
from tests.citizens.people import cheap
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Flask:
    """A site with two squares to discuss, and everybody's account."""
    return declare(cheap(sites.filled("discussion", lambda app: settle(declare(cheap(app))), totp_roles=())))
