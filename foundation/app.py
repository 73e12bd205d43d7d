"""Builds the application from its features, and holds the cycle of a request: one transaction, one answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, request
from flask_mail import Mail
from flask_migrate import Migrate
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.middleware.proxy_fix import ProxyFix

from foundation import (
    assets,
    database,
    errors,
    identity,
    logs,
    opening,
    security,
    state,
    submissions,
    templating,
    worker,
)
from foundation.database import db
from foundation.feature import Feature
from foundation.kept import KeptPages
from foundation.policy import Denied, actor, require
from foundation.postman import mail_config
from foundation.settings import Settings
from foundation.throttle import check_public_form
from foundation.workflow import Refused

ROOT = Path(__file__).resolve().parent.parent
LARGEST_REQUEST = 12 * 1024 * 1024
READING = frozenset({"GET", "HEAD"})
SLOTS = (
    *("menu", "plan", "tiles", "panels", "searches", "datasets", "jobs"),
    *("workflows", "seeds", "scales", "grants", "scopes", "todos", "discussables", "personal", "columns", "restored"),
)


class Site(Flask):
    """The application: every address has a rule, every request one transaction."""

    def dispatch_request(self) -> Response:
        """Answer in one transaction: reads are rolled back, writes committed when the answer is no error.

        The commit happens here, inside, so that what the database refuses at the last moment is still
        answered by a page.
        """
        security.check_address(request)
        if opening.is_shut():
            raise ServiceUnavailable(opening.SENTENCE, retry_after=60)
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        view = self.view_functions[request.endpoint or ""]
        if not hasattr(view, "rule"):
            abort(403)
        if request.method in READING:
            return self._read(view)
        return self._write(view)

    def log_exception(self, exc_info: Any) -> None:
        """Keep an unexpected error with its traceback, without the address as it was typed."""
        self.logger.error("unexpected error", exc_info=exc_info)

    def _read(self, view: Callable[..., Any]) -> Response:
        with database.writing(False):
            try:
                known = identity.is_claimed()
                if known or view.fresh:  # type: ignore[attr-defined]
                    state.load()
                    if known:
                        identity.find()
                    response = self.make_response(view(**(request.view_args or {})))
                    response.headers["Cache-Control"] = "no-store"
                    return response
                return self._read_conditionally(view)
            finally:
                database.rollback()

    def _read_conditionally(self, view: Callable[..., Any]) -> Response:
        """A page that has not changed since this reader last saw it costs one query (ruling 23)."""
        found = state.load()
        tag = f"{self.extensions['build']}-{found.today:%Y%m%d}-{found.version}"
        unchanged = request.if_none_match.contains_weak(tag)
        response = Response(status=304) if unchanged else self._kept_or_built(view, tag)
        if response.status_code in {200, 304}:
            response.set_etag(tag, weak=True)
            response.headers["Cache-Control"] = "no-cache"
        response.vary.add("Cookie")
        return response

    def _kept_or_built(self, view: Callable[..., Any], tag: str) -> Response:
        """The page as an earlier reader got it under this tag, or built now."""
        pages: KeptPages = self.extensions["kept"]
        address = f"{request.path}?{request.query_string.decode('latin-1')}"
        response = pages.find(tag, address)
        if response is None:
            response = self.make_response(view(**(request.view_args or {})))
            pages.keep(tag, address, response)
        return response

    def _write(self, view: Callable[..., Any]) -> Response:
        security.check_origin(request, self.extensions["settings"])
        self._prepare(view)

        def build() -> Response:
            return self.make_response(view(**(request.view_args or {})))

        with database.writing(True):
            try:
                state.load()
                response = submissions.answer_once(build) if view.once else build()  # type: ignore[attr-defined]
                if response.status_code < 400:
                    database.commit(public=not view.private)  # type: ignore[attr-defined]
            finally:
                database.rollback()
        response.headers["Cache-Control"] = "no-store"
        return response

    def _prepare(self, view: Callable[..., Any]) -> None:
        """All that a write needs to know and to count before it takes the write lock (ruling 4)."""
        prepares = view.before is not None  # type: ignore[attr-defined]
        if prepares or identity.is_claimed():
            with database.reading():
                state.load()
                identity.find()
                if prepares:
                    require(actor(), view.rule)  # type: ignore[attr-defined]
                    g.before = view.before()  # type: ignore[attr-defined]
        if not prepares and actor().id is None:
            check_public_form(request.endpoint or "", request.remote_addr or "")


def build_app(features: Sequence[Feature], settings: Settings) -> Flask:
    """The application made of `features`, in their order. Raises ValueError when two of them claim one name."""
    logs.start()
    app = Site(
        "porte-voix",
        root_path=str(ROOT),
        static_folder=None,
        template_folder=str(ROOT / "templates"),
    )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app.config.update(_config(settings))
    app.extensions.update(settings=settings, once={}, kept=KeptPages())
    _gather(app, features)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    Mail(app)
    worker.init_app(app)
    with app.app_context():
        database.listen(db.engine)
    mark = assets.serve(app, ROOT / "static", settings.data_dir / "assets")
    app.extensions["build"] = _build(mark + settings.imprint)
    templating.prepare(app)
    _answer_errors(app)
    app.before_request(logs.number_request)
    app.after_request(lambda response: security.harden(response, settings))
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app


def _config(settings: Settings) -> dict[str, Any]:
    hosts = [settings.host]
    if settings.demo:
        hosts += ["localhost", "127.0.0.1", "[::1]"]
    # what people typed must not reach the logs with a failed statement
    engine: dict[str, Any] = {"hide_parameters": True}
    # a request may hold one connection while it counts a try on a second one: a limit below two a thread
    # lets threads wait for each other, so the number of threads is the limit
    pool: dict[str, Any] = {"pool_pre_ping": True, "pool_size": 8, "max_overflow": -1}
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine if settings.sqlite_path else engine | pool,
        "TRUSTED_HOSTS": hosts,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 500,
        **identity.cookie_config(settings),
        "PREFERRED_URL_SCHEME": "https" if settings.secure else "http",
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "MAIL_DEFAULT_SENDER": settings.mail_from,
        **mail_config(settings),
    }


def _gather(app: Flask, features: Sequence[Feature]) -> None:
    rules: dict[str, Any] = {}
    for feature in features:
        doubled = rules.keys() & feature.rules.keys()
        if doubled:
            raise ValueError(f"{feature.name} declares again: {', '.join(sorted(doubled))}")
        rules.update(feature.rules)
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
        for command in feature.commands:
            app.cli.add_command(command)
    app.extensions["rules"] = rules
    app.extensions["identify"] = next((feature.identify for feature in features if feature.identify), None)
    for slot in SLOTS:
        app.extensions[slot] = [part for feature in features for part in getattr(feature, slot)]


def _build(mark: str) -> str:
    """A short mark of this version of the site: its code, pages, assets and imprint."""
    return hashlib.sha256(mark.encode() + _code()).hexdigest()[:12]


@cache
def _code() -> bytes:
    """The hash of the code and the templates, which a process reads once."""
    seen = hashlib.sha256()
    for path in _sources():
        seen.update(path.read_bytes())
    return seen.digest()


def _sources() -> Iterable[Path]:
    for name in ("foundation", "citizens", "councils", "meetings", "templates"):
        yield from sorted(p for p in (ROOT / name).rglob("*") if p.suffix in {".py", ".html", ".csv"})


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, errors.http)
    app.register_error_handler(Denied, errors.denied)
    app.register_error_handler(Refused, errors.refused)
    app.register_error_handler(StaleDataError, lambda _error: errors.page(409))
    app.register_error_handler(IntegrityError, errors.conflict)
    app.register_error_handler(OperationalError, errors.database_gone)
    app.register_error_handler(InternalServerError, errors.broken)
