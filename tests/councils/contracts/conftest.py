from functools import partial

import pytest

from councils.territory.services import load_municipalities
from foundation.database import transaction
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.councils.contracts.folder import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "rapport")


@pytest.fixture
def territory(app):
    """The site with the communes, and no contract yet."""
    with app.app_context(), transaction():
        load_municipalities(actor=SYSTEM)
    return app


@pytest.fixture
def report(demo_app):
    """The demonstration: the shipped report, and invented councils over it."""
    return demo_app


@pytest.fixture
def reader(report):
    """Somebody without an account who reads the contract's pages."""
    return Browser(report)


@pytest.fixture
def imports(territory):
    """`imports(folder)` runs the command on the site without contract; gives what it said, with its exit code."""
    return partial(import_into, territory)


def import_into(app, folder, *options):
    return app.test_cli_runner().invoke(args=["contract", "import", str(folder.path), *options])
