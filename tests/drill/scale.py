"""Every list, detail, search and filter page at seventy times the data of a metropolis, beside the same at once.

Pages are built anew for each request; CPU is the process's own. The bar is 1.3 times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, event, select

from foundation.database import db, reading
from foundation.kept import KeptPages
from meetings.proposals.models import Proposal
from tests.benchmarks.servers import BIN, ROOT
from wsgi import create_app

LARGE, BAR, TIMES = 70, 1.3, 20
PATHS = (
    "/",
    "/conseils",
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


def drill() -> str:
    """Load both sizes, measure both; gives the table."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = {scale: _load(Path(folder), scale) for scale in (1, LARGE)}
        small, large = (_measured(Path(folder), scale) for scale in (1, LARGE))
    rows = [
        "| Page | CPU ms at 1 × | CPU ms at 70 × | ratio | queries at 1 ×, 70 × |",
        "|---|---|---|---|---|",
    ]
    for path, (before, few) in small.items():
        after, many = large[path]
        mark = "" if after <= before * BAR else " (above the bar)"
        rows.append(f"| `{path}` | {before:.1f} | {after:.1f} | {after / before:.2f} ×{mark} | {few}, {many} |")
    loads = (
        f"`flask demo --scale {LARGE}` loads in {seconds[LARGE]:.0f} s (bar: 600 s), `--scale 1` in {seconds[1]:.0f} s."
    )
    return "\n".join([*rows, "", f"Pages built anew, SQLite, one process; bar: {BAR} ×. {loads}"])


def _environment(folder: Path, scale: int) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder / str(scale)), "DEMO": "1", "FLASK_APP": "wsgi"}


def _load(folder: Path, scale: int) -> float:
    begun = time.monotonic()
    for command in (["db", "upgrade"], ["demo", "--scale", str(scale)]):
        subprocess.run(
            [BIN / "flask", *command], cwd=ROOT, env=_environment(folder, scale), check=True, capture_output=True
        )
    return time.monotonic() - begun


def _measured(folder: Path, scale: int) -> dict[str, tuple[float, int]]:
    """CPU milliseconds and queries of each page, by its path as written above."""
    command = [sys.executable, "-m", "tests.drill.scale"]
    found = subprocess.run(
        command, cwd=ROOT, env=_environment(folder, scale), check=True, capture_output=True, text=True
    )
    return {path: (cost, queries) for path, (cost, queries) in json.loads(found.stdout).items()}


def _measure(paths: Sequence[str]) -> dict[str, tuple[float, int]]:
    app = create_app()
    reader = app.test_client()
    with app.app_context(), reading():
        wanted = select(Proposal.number).where(Proposal.state == "answered").order_by(Proposal.number).limit(1)
        number = db.session.scalar(wanted)
    made: list[str] = []
    event.listen(Engine, "before_cursor_execute", lambda *rest: made.append(rest[2]))
    costs = {}
    for path in paths:
        address = path.format(number=number)
        for _ in range(3):
            assert reader.get(address).status_code == 200, address
        begun = time.process_time()
        for _ in range(TIMES):
            app.extensions["kept"] = KeptPages()
            made.clear()
            reader.get(address)
        costs[path] = (1000 * (time.process_time() - begun) / TIMES, len(made))
    return costs


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(PATHS)))
