"""The page that answers an error: what happened in plain words, what to do, and no more."""

from __future__ import annotations

import logging

from flask import Response, g, make_response, render_template
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from foundation import database, identity
from foundation.policy import Denied, actor
from foundation.workflow import Refused

log = logging.getLogger(__name__)
BARE = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Le site ne répond pas | Porte-Voix</title>'
    "<h1>Le site ne répond pas</h1><p>Réessayez dans quelques minutes. Ce n’est pas votre faute.</p></html>"
)
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
# what no page of ours leads to: kept in the logs, so that an attack can be seen
SUSPECT = frozenset({400, 403, 405, 413, 429})


def page(code: int, *sentences: str, retry_after: int | None = None) -> Response:
    """The page of an error, without a query; `sentences` replace its usual explanation."""
    known = code if code in PAGES else (400 if code < 500 else 500)
    try:
        body = render_template(
            f"errors/{known}.html",
            code=code,
            sentences=sentences,
            retry_after=retry_after,
            request_id=g.get("request_id"),
        )
    except Exception:
        log.exception("the page of error %s is itself broken", code)
        body = BARE
    response = make_response(body, code)
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def http(error: HTTPException) -> Response:
    """An error that Flask or a view raised by its number; a description written by us is shown."""
    if isinstance(error, RequestRedirect) or error.response is not None:
        return Response(status=404) if error.code is None else make_response(error.get_response())
    code = error.code or 500
    if code in SUSPECT:
        log.warning("refused with %s", code)
    ours = error.description if error.description not in {type(error).description, None} else None
    response = page(code, *([ours] if ours else []), retry_after=getattr(error, "retry_after", None))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def denied(error: Denied) -> Response:
    """Something that this reader may not do, or a stranger, who is asked to sign in; the logs say by which rule."""
    log.warning("denied by %s", error.rule)
    asked = identity.ask() if actor().id is None else None
    if asked is None:
        return page(403)
    response = make_response(asked)
    response.headers["Cache-Control"] = "no-store"
    return response


def refused(error: Refused) -> Response:
    """A step that cannot be taken and that no form was there to answer."""
    return page(409, *error.sentences)


def conflict(error: IntegrityError) -> Response:
    """What the database refused because somebody was faster."""
    database.rollback()
    log.warning("refused by the database: %s", type(error.orig).__name__)
    return page(409)


def database_gone(error: OperationalError) -> Response:
    """The database does not answer, is full or cannot be written."""
    database.rollback()
    log.error("the database does not work: %s", type(error.orig).__name__)
    return page(503, retry_after=60)


def broken(error: HTTPException) -> Response:
    """Anything that should never happen; Flask has logged it with its traceback."""
    return page(error.code or 500)
