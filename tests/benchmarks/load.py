"""Loads pages with wrk in rounds and says what CPU time each request cost the server.

Rounds are the outer loop, so that a change in the machine's speed hits every page alike. CPU time of the server's
processes is the figure that other programs on the machine disturb least.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

VARY = Path(__file__).with_name("vary.lua")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Target:
    """A page to load: `master` is the process whose workers serve it. `costs` fills with CPU ms a request.

    `built` asks for an address never asked for before each time, so that no page kept in the process answers.
    """

    name: str
    url: str
    master: int
    headers: Sequence[str] = ()
    built: bool = False
    costs: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """Median CPU ms a request over the rounds."""
        return statistics.median(self.costs)


def rounds_of(targets: Sequence[Target], rounds: int, seconds: int = 5) -> None:
    """Load every target in turn, `rounds` times over, after a short warm-up."""
    for target in targets:
        _wrk(target, 2)
    for _ in range(rounds):
        for target in targets:
            before = cpu_seconds(target.master)
            requests = _wrk(target, seconds)
            target.costs.append(1000 * (cpu_seconds(target.master) - before) / requests)


def cpu_seconds(master: int) -> float:
    """CPU seconds that a process and its children have used so far."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if master in {int(folder.name), int(fields[1])}:
            total += sum(map(int, fields[11:15]))
    return total / TICKS


def _wrk(target: Target, seconds: int) -> int:
    headers = [part for header in target.headers for part in ("-H", header)]
    vary = ["-s", str(VARY)] if target.built else []
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "20s", *vary, *headers, target.url]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    found = re.search(r"(\d+) requests in", out)
    if found is None or failed is not None:
        raise SystemExit(f"{target.name}: {out}")
    return int(found.group(1))
