from tests.councils.members.conftest import empty, site

__all__ = ["empty", "site"]
