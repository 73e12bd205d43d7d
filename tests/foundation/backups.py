"""A site with something of every kind in it, and what is compared of two sites."""

from __future__ import annotations

import os
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import inspect, text

from foundation import audit, journal, search
from foundation.database import db, reading, transaction
from foundation.journal import ActKind
from foundation.policy import SYSTEM
from foundation.state import SiteState

Rows = dict[str, list[tuple[Any, ...]]]
DOCUMENT = "essai/ete.txt"


def fill(app: Flask, count: int = 40) -> None:
    """Put something of every kind into a site: lines, entries, words that need care, documents."""
    words = "L’été à Mons-en-Barœul \\. \t \\N « ; ' \" %s $1 \u202f🙂"
    with app.app_context(), transaction():
        for number in range(count):
            entry = journal.append(ActKind.ANCHOR, f"/essai/{number}", {"title": words, "n": number})
            search.put("essai", str(number), title=f"{words} {number}", body=words, url="/", on=date(2026, 12, 3))
        state = db.session.get(SiteState, 1)
        assert state is not None
        assert entry.seq == count
        audit.record(SYSTEM, "essai", Thing(), comment=words)
    files = app.extensions["settings"].files_dir
    for name in (DOCUMENT, "essai/vide.bin", "autre.pdf"):
        (files / name).parent.mkdir(parents=True, exist_ok=True)
        (files / name).write_bytes(b"" if "vide" in name else os.urandom(5000))
    (files / ".en-cours").write_bytes(b"half")


class Thing:
    """Something that the audit trail can speak of."""

    id = uuid.UUID(int=1)


def rows(app: Flask) -> Rows:
    """Every row of every table, but for the version, which a restored site raises."""
    with app.app_context(), reading():
        found = {}
        for table in sorted(inspect(db.session.connection()).get_table_names()):
            lines = db.session.execute(text(f'SELECT * FROM "{table}"')).all()
            found[table] = sorted((tuple(line) for line in lines), key=repr)
    found.pop("site_state")
    return found


def files(app: Flask) -> dict[str, bytes]:
    folder: Path = app.extensions["settings"].files_dir
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def said(result: Result) -> str:
    return result.output.replace("\xa0", " ").replace("\u202f", " ")
