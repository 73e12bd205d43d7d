"""A server as `bin/run` starts it, that can be killed without warning and started again on its port."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.benchmarks.servers import BIN, ROOT, free_port


class Killable:
    """Gunicorn with two workers of four threads on one port; `kill` ends all of it at once, as a power cut would."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, **environment, "PORT": str(self.port)}
        self._log = log
        self._process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> float:
        """Start, wait until it answers, and give how many seconds that took."""
        command = [BIN / "gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{self.port}"]
        begun = time.monotonic()
        with self._log.open("ab") as sink:
            self._process = subprocess.Popen(
                [*command, "--preload", "--no-control-socket", "--log-level", "critical", "wsgi:create_app()"],
                cwd=ROOT,
                env=self._environment,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        while time.monotonic() - begun < 60:
            with suppress(URLError, ConnectionError), urlopen(f"{self.url}/aide"):
                return time.monotonic() - begun
            time.sleep(0.02)
        raise SystemExit(self._log.read_text())

    @property
    def pid(self) -> int:
        """The server's own process; its workers are its children."""
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL to the server and its workers; nothing when it is dead already."""
        if self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
