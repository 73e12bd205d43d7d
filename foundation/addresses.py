"""Addresses: paths on a page, made once each; whole ones, where there is no request to build them from."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import current_app, request, url_for


def paths() -> Callable[[str, str, str | None], str]:
    """The paths of one application, each made once: (where the site is mounted, endpoint, slug) -> path."""

    @lru_cache(maxsize=2048)
    def path(_root: str, endpoint: str, slug: str | None) -> str:
        return url_for(endpoint) if slug is None else url_for(endpoint, slug=slug)

    return path


def page(endpoint: str, **values: Any) -> str:
    """`url_for`, quicker for what pages repeat: the path of a page, or of a row's page, is made once.

    Such a path depends on nothing but the place where the site is mounted. Any other address, which may hold what
    somebody typed, is made each time.
    """
    made = current_app.extensions["paths"]
    if not values:
        return made(request.script_root, endpoint, None)  # type: ignore[no-any-return]
    if len(values) == 1 and "slug" in values:
        return made(request.script_root, endpoint, values["slug"])  # type: ignore[no-any-return]
    return url_for(endpoint, **values)


def whole(endpoint: str, **values: Any) -> str:
    """The address of a page, with the site's name before it."""
    settings = current_app.extensions["settings"]
    return f"{settings.public_url}{path(endpoint, **values)}"


def path(endpoint: str, **values: Any) -> str:
    """The same without the site's name, for what is kept and shown on the site."""
    return current_app.url_map.bind("localhost").build(endpoint, values)
