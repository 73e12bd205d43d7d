"""Every list, detail, search and filter page at seventy times the data of a metropolis, beside the same at once.

Pages are built anew for each request; CPU is that of the process and of its server at the database, in
the middle one of so many requests. The bar is 1.3 times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, event, select, text

from foundation.database import db, reading
from foundation.kept import KeptPages
from meetings.proposals.models import Proposal
from tests.benchmarks.servers import BIN, ROOT
from tests.databases import ENGINES
from wsgi import create_app

LARGE, BAR = 70, 1.3
ROUNDS, WARMING, TIMES = 5, 3, 15
PATHS = (
    "/",
    "/conseils",
    "/conseils?q=numero",
    "/conseils?q=numero+7",
    "/conseils/conseil-7",
    "/conseils/conseil-7/labellisation",
    "/conseils/conseil-7/propositions",
    "/trouver?q=lille",
    "/quartiers/quartier-7",
    "/propositions",
    "/propositions?q=eclairage",
    "/propositions?theme=mobility",
    "/propositions?retard=oui",
    "/propositions/{number}",
    "/propositions/{number}/courrier",
    "/comites",
    "/comites/comite-1",
    "/recherche?q=eclairage",
    "/journal",
)
# where the larger site answers the same question with more lines
WHY = {
    "/conseils?q=numero+7": ": 20 councils for 1",
    "/trouver?q=lille": ": 20 places and 10 councils for 1",
    "/comites": ": 20 committees for 3",
}


def drill() -> str:
    """Load both sizes on both engines, measure them; gives the tables."""
    return "\n\n".join(_drill(name) for name in ENGINES)


def _drill(engine: str) -> str:
    databases = ENGINES[engine]()
    with tempfile.TemporaryDirectory() as folder:
        sites = {scale: _environment(Path(folder) / str(scale), databases.empty()) for scale in (1, LARGE)}
        try:
            seconds = {scale: _load(site, scale) for scale, site in sites.items()}
            measured = _measured(list(sites.values()))
        finally:
            databases.close()
    loads = (
        f"`flask demo --scale {LARGE}` loads in {seconds[LARGE]:.0f} s (bar: 600 s), `--scale 1` in {seconds[1]:.0f} s."
    )
    return "\n".join([*_table(measured), "", f"Pages built anew, {engine}, one process; bar: {BAR} ×. {loads}"])


def _table(measured: Mapping[str, Sequence[tuple[float, int]]]) -> list[str]:
    rows = [
        "| Page | CPU ms at 1 × | CPU ms at 70 × | ratio | queries at 1 ×, 70 × |",
        "|---|---|---|---|---|",
    ]
    for path, ((before, few), (after, many)) in measured.items():
        mark = "" if after <= before * BAR else f" (above the bar{WHY.get(path, '')})"
        rows.append(f"| `{path}` | {before:.1f} | {after:.1f} | {after / before:.2f} ×{mark} | {few}, {many} |")
    return rows


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url, "DEMO": "1", "FLASK_APP": "wsgi"}


def _load(site: Mapping[str, str], scale: int) -> float:
    begun = time.monotonic()
    for command in (["db", "upgrade"], ["demo", "--scale", str(scale)]):
        subprocess.run([BIN / "flask", *command], cwd=ROOT, env=site, check=True, capture_output=True)
    seconds = time.monotonic() - begun
    engine = create_engine(site["DATABASE_URL"])
    if engine.dialect.name == "postgresql":
        # what autovacuum does within minutes
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    engine.dispose()
    return seconds


class _Meter:
    """A process that serves one size and tells what each page costs it; to be asked turn by turn with another."""

    def __init__(self, site: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "tests.drill.scale"]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, cwd=ROOT, env=site, **pipes)

    def ask(self, path: str) -> tuple[list[float], int]:
        """CPU milliseconds of some requests for a page, and the queries of one."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        costs, queries = json.loads(self._process.stdout.readline())
        return costs, queries

    def stop(self) -> None:
        """Let the process end."""
        self._process.communicate()


def _measured(sites: Sequence[Mapping[str, str]]) -> dict[str, list[tuple[float, int]]]:
    """CPU milliseconds and queries of each page, by its path as written above, at each size."""
    meters = [_Meter(site) for site in sites]
    found = {}
    for path in PATHS:
        rounds = [[meter.ask(path) for meter in meters] for _ in range(ROUNDS)]
        found[path] = [
            (median(cost for costs, _ in told for cost in costs), told[-1][1]) for told in zip(*rounds, strict=True)
        ]
    for meter in meters:
        meter.stop()
    return found


def _serve() -> None:
    """Answer each path on the standard input with its costs."""
    app = create_app()
    with app.app_context(), reading():
        wanted = select(Proposal.number).where(Proposal.state == "answered").order_by(Proposal.number).limit(1)
        number = db.session.scalar(wanted)
        # one connection serves all that this process asks: its server is the other half of what a page costs
        postgresql = db.engine.dialect.name == "postgresql"
        backend = db.session.scalar(text("SELECT pg_backend_pid()")) if postgresql else None
    for path in sys.stdin:
        sys.stdout.write(json.dumps(_measure(app, path.strip().format(number=number), backend)) + "\n")
        sys.stdout.flush()


def _measure(app: Flask, address: str, backend: int | None) -> tuple[list[float], int]:
    made: list[str] = []
    note = event.listens_for(Engine, "before_cursor_execute")(lambda *rest: made.append(rest[2]))
    reader, costs = app.test_client(), []
    for _ in range(WARMING + TIMES):
        app.extensions["kept"] = KeptPages()
        made.clear()
        begun = _seconds(backend)
        assert reader.get(address).status_code == 200, address
        costs.append(1000 * (_seconds(backend) - begun))
    event.remove(Engine, "before_cursor_execute", note)
    return costs[WARMING:], len(made)


def _seconds(backend: int | None) -> float:
    """CPU seconds of this process, and of the one that serves it at PostgreSQL's."""
    served = 0 if backend is None else int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9
    return time.process_time() + served


if __name__ == "__main__":
    _serve()
