"""Other processes on the same site: several writers at once, some of them killed, as on a real machine.

`python -m tests.crews <settings> <module>:<function> <arguments>` builds the site and calls the function.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from flask import Flask, current_app

from foundation.database import db
from foundation.settings import Settings
from wsgi import create_app

ROOT = Path(__file__).resolve().parent.parent


def start(app: Flask, work: Callable[..., object], *arguments: str) -> subprocess.Popen[str]:
    """Run a function of a test module in another process, on the site of `app`; its output can be read."""
    settings = json.dumps(asdict(app.extensions["settings"]), default=str)
    named = f"{work.__module__}:{work.__qualname__}"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crews", settings, named, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], seconds: float = 120) -> str:
    """Wait for a process that must end well; gives what it said."""
    try:
        said, complaints = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        said, complaints = process.communicate()
    assert process.returncode == 0, complaints[-4000:]
    return said


def fork(work: Callable[[], object]) -> int:
    """Do something in a child of this process; gives its number. Only for a process without threads."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with current_app.app_context():
            work()
        status = 0
    finally:
        os._exit(status)


def together(works: Sequence[Callable[[], object]]) -> list[int]:
    """Do several things at once, each in a child; gives how each ended (0, or minus the signal that killed it)."""
    let_go()
    return [wait(child) for child in [fork(work) for work in works]]


def wait(child: int) -> int:
    """How a child ended: 0, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def let_go() -> None:
    """Close the connections of this process, which its children must not share."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def main() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    given = json.loads(sys.argv[1])
    app = create_app(Settings(**{**given, "data_dir": Path(given["data_dir"])}))
    module, function = sys.argv[2].split(":")
    with app.app_context():
        getattr(importlib.import_module(module), function)(*sys.argv[3:])


if __name__ == "__main__":
    main()
