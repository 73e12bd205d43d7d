"""Headers on every answer, and the checks that a request must pass before anything else looks at it."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Request, Response, abort

from foundation.settings import Settings

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
OWN_ORIGINS = {"same-origin", "none"}


@lru_cache(maxsize=4)
def _headers(tile_url: str | None, secure: bool) -> tuple[tuple[str, str], ...]:
    policy = dict(_POLICY)
    if tile_url:
        parts = urlsplit(tile_url)
        policy["img-src"] += f" {parts.scheme}://{parts.netloc}"
    named = {
        **_ALWAYS,
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
    }
    if secure:
        named["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return tuple(named.items())


def harden(response: Response, settings: Settings) -> Response:
    """Put the site's security headers on an answer, whatever it is."""
    for name, value in _headers(settings.tile_url, settings.secure):
        response.headers.setdefault(name, value)
    return response


def static_headers(settings: Settings) -> Callable[[MutableMapping[str, str], str, str], None]:
    """What puts the same headers on an asset, which no view ever sees."""

    def add(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
        for name, value in _headers(settings.tile_url, settings.secure):
            headers[name] = value

    return add


def check_address(request: Request) -> None:
    """Refuse (400) an address that no browser writes by itself."""
    if "\x00" in request.path or "%00" in request.query_string.decode("latin-1"):
        abort(400)


def check_origin(request: Request, settings: Settings) -> None:
    """Refuse (403) a form that another site sends in a visitor's name, or whose sender cannot be told (ruling 20)."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is None and origin is None:
        abort(403)
    if site is not None and site not in OWN_ORIGINS:
        abort(403)
    if origin is not None and urlsplit(origin).netloc not in {settings.host, request.host}:
        abort(403)
