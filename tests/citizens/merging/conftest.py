from collections.abc import Iterator

import pytest
from flask import Flask

from citizens.roles import services as roles
from citizens.roles.models import Role
from foundation.clock import standing_at
from foundation.policy import SYSTEM
from tests.meetings import situations as s
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Iterator[Flask]:
    """The councils and people of the situations, Rose animating the network, at noon: the clock stands."""
    app = s.cheap(sites.empty(totp_roles=()))
    s.settle(app)
    with standing_at(s.noon(s.TODAY)):
        with s.writing(app):
            roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
        yield app
