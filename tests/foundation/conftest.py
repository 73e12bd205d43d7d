"""What the foundation's tests share: servers of their own, a site full of things, its backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import missing
from tests.foundation.backups import fill, run
from tests.foundation.mail_server import MailServer, mail_server
from tests.foundation.redis_server import NoRedis, RedisServer, redis_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as started:
        yield started


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis server."""
    try:
        with redis_server() as started:
            yield started
    except NoRedis as problem:
        missing(str(problem))


@pytest.fixture
def full(app: Flask) -> Flask:
    fill(app)
    return app


@pytest.fixture
def archive(full: Flask, tmp_path: Path) -> Path:
    path = tmp_path / "sauvegarde.zip"
    result = run(full, "backup", path)
    assert result.exit_code == 0, result.output
    assert "Sauvegarde faite et vérifiée" in result.output
    return path
