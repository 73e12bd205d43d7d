"""The councils of the meetings' tests: people, roles and accounts are what a message needs."""

from tests.meetings.conftest import empty, site

__all__ = ["empty", "site"]
