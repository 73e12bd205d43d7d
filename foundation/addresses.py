"""Whole addresses, for letters and commands, where there is no request to build them from."""

from __future__ import annotations

from typing import Any

from flask import current_app


def whole(endpoint: str, **values: Any) -> str:
    """The address of a page, with the site's name before it."""
    settings = current_app.extensions["settings"]
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{settings.public_url}{path}"
