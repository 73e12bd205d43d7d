"""The steps of a draw, pressed as its office presses them."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from councils.sortition import queries
from councils.sortition.models import CandidateState, Sortition
from foundation import clock
from foundation.clock import standing_at
from foundation.database import db
from foundation.text import fold
from tests import crews
from tests.browser import Browser
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion/tirages"
PUBLIC = "/conseils/lune/tirages"
TOMORROW = s.TODAY + timedelta(days=1)
C = CandidateState
NAMES = ("Zoé-Lou", "Yvon", "Xena", "Ulysse", "Tess", "Sacha")
LINES = "\n".join(
    f"{name};Tulipe;{'femme' if number % 2 == 0 else 'homme'};{20 + number * 9};;{fold(name)[:4].strip()}@example.net"
    for number, name in enumerate(NAMES)
)
SEED = "5 12 13 40 44"


def pia(app: Flask, path: str = OFFICE) -> Browser:
    return s.signed_in(app, "Pia").visits(path)


def prepared(app: Flask, **changes: str) -> Browser:
    """A draw of two seats, a woman and a man, in preparation; the page of its office."""
    typed = {"seats": "2", "seed_on": str(TOMORROW), "seed_source": "Les cinq numéros du Loto, en ordre croissant"}
    quotas = {"least_gender_f": "1", "most_gender_f": "1"}
    return pia(app).presses("Préparer un tirage").presses("Préparer ce tirage", **{**typed, **quotas, **changes})


def listed(app: Flask, lines: str = LINES) -> Browser:
    page = prepared(app).presses("Coller plusieurs lignes")
    return page.presses("Ajouter ces volontaires", **{"Une ligne par personne": lines})


def frozen(app: Flask) -> Browser:
    return listed(app).presses("Relire et geler la liste").presses("Geler et publier la liste")


def drawn(app: Flask) -> Browser:
    page = frozen(app)
    with standing_at(s.noon(TOMORROW)):
        page = pia(app, page.path).presses("Tirer au sort")
        return page.presses("Tirer au sort", seed=SEED, again=SEED)


def the_draw() -> Sortition:
    return db.session.scalars(select(Sortition)).one()


def states(app: Flask) -> dict[str, CandidateState]:
    with s.reading_at(app, clock.now()):
        return {one.pseudonym: one.state for one in queries.candidates(the_draw().id)}


def replayed(file: Path, *words: str) -> dict[str, str]:
    """What the program for everybody says, by its headings."""
    program = crews.ROOT / "static" / "verifier_tirage.py"
    said = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", program, file, *words], capture_output=True, check=True, encoding="utf-8"
    )
    plain = said.stdout.replace("\u202f", " ").replace("\u00a0", " ")
    return dict(line.split(" : ", 1) for line in plain.splitlines() if " : " in line)
