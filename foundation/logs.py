"""Logs: one JSON object a line, with the request's number, without personal data, choices or tokens."""

from __future__ import annotations

import json
import logging
import sys
import uuid

from flask import g, has_request_context, request

from foundation import clock


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON line; an address is logged as its rule (`/conseils/<slug>`), never as typed."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": clock.real_now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request"] = g.get("request_id")
            line["method"] = request.method
            line["rule"] = request.url_rule.rule if request.url_rule else None
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def start() -> None:
    """Send the logs of this process to its standard error, once."""
    root = logging.getLogger()
    if any(isinstance(handler.formatter, JsonFormatter) for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for talkative in ("alembic", "huey"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def number_request() -> None:
    """Give the request a random number, shown on an error page and in its log lines."""
    g.request_id = uuid.uuid4().hex[:12]
