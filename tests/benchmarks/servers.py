"""Servers to measure: the bare limit and our site, in the same shape (gunicorn, two sync workers), on free ports."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
BARE = Path(__file__).resolve().parent / "bare"
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """A server that answers; `seconds` is how long it took to."""

    process: subprocess.Popen[bytes]
    url: str
    seconds: float


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(application: str, folder: Path, environment: Mapping[str, str], ready: str, log: Path) -> Server:
    """Start gunicorn in `folder` and wait until the address `ready` answers."""
    port = free_port()
    command = [BIN / "gunicorn", "-w", "2", "-k", "sync", "-b", f"127.0.0.1:{port}", "--log-level", "warning"]
    begun = time.monotonic()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*command, "--preload", "--no-control-socket", application],
            cwd=folder,
            env={**os.environ, **environment, "PORT": str(port)},
            stdout=sink,
            stderr=sink,
        )
    url = f"http://127.0.0.1:{port}"
    while True:
        try:
            with urlopen(url + ready):
                return Server(process, url, time.monotonic() - begun)
        except URLError:
            if process.poll() is not None or time.monotonic() - begun > 60:
                raise SystemExit(log.read_text()) from None
            time.sleep(0.02)


def bare(work: Path) -> Server:
    """The least that Flask, Jinja and SQLAlchemy can spend on such pages."""
    environment = {"DATABASE_URL": f"sqlite:///{work / 'bare.db'}", "SCALE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "seed.py"], cwd=BARE, env={**os.environ, **environment}, check=True)
    return start("app:app", BARE, environment, "/list", work / "bare.log")


def ours(work: Path) -> Server:
    """Our site with its demonstration on SQLite."""
    environment = {"DATA_DIR": str(work / "ours"), "DEMO": "1"}
    for command in (["db", "upgrade"], ["demo"]):
        subprocess.run(
            [BIN / "flask", *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return start("wsgi:create_app()", ROOT, environment, "/", work / "ours.log")


def proportional_memory(process: subprocess.Popen[bytes]) -> float:
    """The largest proportional set size (MiB) among a server's workers."""
    largest = 0.0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            if int(parent) == process.pid:
                rollup = (folder / "smaps_rollup").read_text()
                kib = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
                largest = max(largest, kib / 1024)
        except OSError:
            continue
    return largest
