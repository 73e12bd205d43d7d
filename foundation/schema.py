"""Where the database stands among the migrations."""

from __future__ import annotations

from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from foundation.database import db


def schema_version() -> str | None:
    """The migration that the database stands at."""
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return None
    version: str | None = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


@cache
def head(directory: str) -> str | None:
    """The last migration of the code."""
    return ScriptDirectory(directory).get_current_head()
