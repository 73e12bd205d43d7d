"""`bin/bench`: our pages beside a bare Flask page in one run. Writes BENCHMARKS.md; asserts nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from gzip import compress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import sync_playwright
from sqlalchemy import Engine, event

from foundation.kept import KeptPages
from tests.benchmarks import report
from tests.benchmarks.load import Target, rounds_of
from tests.benchmarks.servers import Server, bare, ours, proportional_memory
from wsgi import create_app

REQUESTS_FOR_MEMORY = 10_000


@dataclass(frozen=True)
class Measured:
    """One page of ours and the bare page it is compared with."""

    name: str
    path: str
    beside: str
    bar: float
    unchanged: bool = False


def pages(site: Server) -> list[Measured]:
    """What is measured: a council and an action are found on the site itself."""
    council = _first_link(site, "/conseils", r"/conseils/(?!carte)[a-z0-9-]+")
    action = "/contrat/actions/iti"
    proposal = _first_link(site, "/propositions?etat=retenue", r"/propositions/CC-[A-Z0-9-]+")
    vote = _first_link(site, "/journal", r"/conseils/[a-z-]+/votes/[0-9a-f-]+")
    committee = _first_link(site, "/comites", r"/comites/[a-z-]+")
    return [
        Measured("accueil", "/", "list", 2.5),
        Measured("liste des conseils", "/conseils", "list", 2.5),
        Measured("liste des actions", "/contrat/actions", "list", 2.5),
        Measured("page d’un conseil", council, "council", 2.5),
        Measured("historique d’un conseil", f"{council}/labellisation", "detail", 3.0),
        Measured("page d’une action", action, "detail", 3.0),
        Measured("registre des propositions", "/propositions", "list", 2.5),
        Measured("registre, réponses en retard", "/propositions?retard=oui", "list", 2.5),
        Measured("page d’une proposition", proposal, "detail", 3.0),
        Measured("courrier d’une proposition", f"{proposal}/courrier", "detail", 3.0),
        Measured("page d’un vote", vote, "detail", 3.0),
        Measured("page d’un comité", committee, "detail", 3.0),
        Measured("indicateurs", "/contrat/indicateurs", "list", 2.5),
        Measured("trouver « mons en bar »", "/trouver?q=mons+en+bar", "list", 2.5),
        Measured("recherche « emploi »", "/recherche?q=emploi", "list", 2.5),
        Measured("liste des conseils, inchangée (304)", "/conseils", "list-304", 2.0, unchanged=True),
        Measured("page d’un conseil, inchangée (304)", council, "list-304", 2.0, unchanged=True),
    ]


def _first_link(site: Server, path: str, pattern: str) -> str:
    with urlopen(site.url + path) as answer:
        found = re.search(rf'href="({pattern})"', answer.read().decode())
    if found is None:
        raise SystemExit(f"{path} ne mène à aucune page {pattern}")
    return found.group(1)


def targets(limit: Server, site: Server, measured: list[Measured]) -> dict[str, Target]:
    """Every page to load, ours and bare, by name."""
    bare_pages = {
        path: Target(path, f"{limit.url}/{path}", limit.process.pid) for path in ("list", "council", "detail")
    }
    with urlopen(f"{limit.url}/list-304") as answer:
        unchanged = [f"If-None-Match: {answer.headers['ETag']}"]
    bare_pages["list-304"] = Target("list-304", f"{limit.url}/list-304", limit.process.pid, unchanged)
    own_pages = {}
    for page in measured:
        headers = []
        if page.unchanged:
            with urlopen(site.url + page.path) as answer:
                headers = [f"If-None-Match: {answer.headers['ETag']}"]
        own_pages[page.name] = Target(page.name, site.url + page.path, site.process.pid, headers)
        if not page.unchanged:
            name = built(page)
            own_pages[name] = Target(name, site.url + page.path, site.process.pid, built=True)
    return {**bare_pages, **own_pages}


def built(page: Measured) -> str:
    """The name of a page when it is built anew for each request."""
    return f"{page.name} (built)"


def count_queries(work: Path, measured: list[Measured]) -> dict[str, int]:
    """How many queries each page makes, by name."""
    os.environ.update(DATA_DIR=str(work / "ours"), DEMO="1")
    app = create_app()
    reader = app.test_client()
    counts = {}
    for page in measured:
        headers = {"If-None-Match": reader.get(page.path).headers["ETag"]} if page.unchanged else {}
        reader.get(page.path)
        made: list[str] = []
        event.listen(Engine, "before_cursor_execute", lambda *a, made=made: made.append(a[2]))
        app.extensions["kept"] = KeptPages()
        reader.get(page.path, headers=headers)
        counts[page.name] = len(made)
    return counts


def weigh(site: Server, measured: list[Measured]) -> dict[str, tuple[int, float]]:
    """Requests and kB (text compressed, fonts counted) of a first load of each page in a real browser, by name."""
    weights = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for page in (p for p in measured if not p.unchanged):
            sizes: list[int] = []
            tab = browser.new_context(viewport={"width": 360, "height": 740}).new_page()

            def weigh_one(answer: Any, sizes: list[int] = sizes) -> None:
                body = answer.body()
                font = answer.url.endswith(".woff2")
                sizes.append(len(body) if font else len(compress(body, 6)))

            tab.on("response", weigh_one)
            tab.goto(site.url + page.path, wait_until="networkidle")
            weights[page.name] = (len(sizes), sum(sizes) / 1000)
            tab.context.close()
        browser.close()
    return weights


def table(
    measured: list[Measured], raw: dict[str, Target], queries: dict[str, int], weights: dict[str, tuple[int, float]]
) -> str:
    """The figures as a Markdown table."""
    rows = [
        "| Page | CPU ms, kept | ratio | CPU ms, built | ratio | bare page, same run | bar | queries | first load |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for page in measured:
        own, limit = raw[page.name].cost, raw[page.beside].cost
        weight = "{} requests, {:.0f} kB".format(*weights[page.name]) if page.name in weights else "—"
        anew = raw[built(page)].cost if not page.unchanged else None
        second = f"{anew:.2f} | {anew / limit:.2f} ×" if anew else "— | —"
        rows.append(
            f"| {page.name} | {own:.2f} | {own / limit:.2f} × | {second} | {limit:.2f} ({page.beside}) "
            f"| ≤ {page.bar} × | {queries[page.name]} | {weight} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Measure everything and write BENCHMARKS.md."""
    rounds = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        limit, site = bare(work), ours(work)
        try:
            measured = pages(site)
            raw = targets(limit, site, measured)
            rounds_of(list(raw.values()), rounds)
            weights = weigh(site, measured)
            before = proportional_memory(site.process)
            for _ in range(REQUESTS_FOR_MEMORY // 1000):
                subprocess.run(
                    ["wrk", "-t1", "-c8", "-d2s", site.url + "/conseils"], check=True, stdout=subprocess.DEVNULL
                )
            after = proportional_memory(site.process)
            queries = count_queries(work, measured)
        finally:
            for server in (limit, site):
                server.process.terminate()
                server.process.wait()
    text = (
        "Written by `bin/bench` (gunicorn, 2 sync workers, SQLite, the demonstration's data, text compressed as a proxy"
        " would). CPU time of the server's processes per request; compare ratios of one run only. The bare page is"
        " `tests/benchmarks/bare/`: Flask, Jinja and SQLAlchemy with nothing around. « Kept »: as the next anonymous"
        " reader gets it; « built »: at an address never asked for before, as after a public write. Queries are those"
        " of a built page.\n\n"
        f"{table(measured, raw, queries, weights)}\n\n"
        f"- Ready after {site.seconds:.1f} s (bare: {limit.seconds:.1f} s); bar: 2.5 s.\n"
        f"- Largest worker: {before:.0f} MiB (PSS) after the load above, {after:.0f} MiB after more than"
        f" {REQUESTS_FOR_MEMORY} further requests; bar: 100 MiB, no growth.\n"
    )
    report.put("Pages", text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
