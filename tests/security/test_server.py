"""The server in front of the site: what it must refuse before the site ever sees it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

PATIENCE = 30


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server as `bin/run` starts it, without its database."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "gunicorn", "wsgi:create_app()", "--bind", f"127.0.0.1:{number}", "--threads", "2"]
    environment = {**os.environ, "DEMO": "1", "DATA_DIR": str(folder), "PUBLIC_URL": f"http://localhost:{number}"}
    environment.pop("DATABASE_URL", None)
    server = subprocess.Popen([*command, "--no-control-socket", "--log-level", "critical"], cwd=ROOT, env=environment)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not answer(number, b"GET /robots.txt HTTP/1.0\r\nHost: localhost\r\n\r\n"):
        time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(PATIENCE)


def answer(port: int, raw: bytes) -> bytes:
    """The first line that the server sends back to these bytes."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as link:
            link.sendall(raw)
            return link.recv(4096).partition(b"\r\n")[0]
    except OSError:
        return b""


def test_a_request_of_two_lengths_is_refused(port: int) -> None:
    raw = b"POST /aide HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX"
    assert b" 400 " in answer(port, raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /aide HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /aide HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET /aide HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n",
        b"GET /aide HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n",
        b"GET /aide HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /aide HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"GET /aide HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03 HTTP/1.1\r\n\r\n",
    ],
    ids=range(9),
)
def test_a_malformed_request_is_refused(port: int, raw: bytes) -> None:
    line = answer(port, raw)
    assert line.split()[1][:1] == b"4" or b" 501 " in line or b" 505 " in line
