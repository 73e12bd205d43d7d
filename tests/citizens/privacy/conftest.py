from collections.abc import Iterator

import pytest
from flask import Flask

from citizens.roles import services as roles
from citizens.roles.models import Role
from foundation.clock import standing_at
from foundation.policy import SYSTEM
from tests.citizens.people import person
from tests.meetings import situations as s
from tests.sites import Sites


def settle(app: Flask) -> None:
    """The councils and people of the situations, an officer and an administrator."""
    s.settle(s.cheap(app))
    with standing_at(s.noon(s.TODAY)):
        person(app, "dpo@example.org", Role.DPO, name="Camille")
        person(app, "admin@example.org", Role.PLATFORM_ADMIN, name="Alix")
        with s.writing(app):
            roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)


@pytest.fixture
def site(sites: Sites) -> Iterator[Flask]:
    """That, at noon: the clock stands."""
    app = s.cheap(sites.filled("privacy", settle, totp_roles=()))
    with standing_at(s.noon(s.TODAY)):
        yield app
