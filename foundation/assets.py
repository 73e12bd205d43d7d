"""Static assets: gathered once under a hashed address, style sheets joined, compressed, kept a year by browsers."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from foundation.security import static_headers

COMPRESSED = {".css", ".js", ".svg", ".json", ".geojson", ".txt", ".py"}
YEAR = 365 * 24 * 3600


def style_sheets(static: Path) -> Iterator[Path]:
    """The style sheets that make `css/site.css`, in order."""
    css = static / "css"
    yield css / "tokens.css"
    yield css / "base.css"
    yield from sorted((css / "components").glob("*.css"))
    yield css / "print.css"


def fingerprint(static: Path) -> str:
    """Twelve hex digits that change whenever an asset does."""
    seen = hashlib.sha256()
    for path in sorted(p for p in static.rglob("*") if p.is_file()):
        seen.update(f"{path.relative_to(static)}\0".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()[:12]


def gather(static: Path, kept: Path) -> tuple[str, Path]:
    """Put the assets under `kept/<fingerprint>` unless they are there; gives the fingerprint and the folder.

    Several processes may do it at once: each builds aside, the first to finish wins.
    """
    mark = fingerprint(static)
    target = kept / mark
    if target.is_dir():
        return mark, target
    kept.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=kept, prefix="building-"))
    shutil.copytree(static, aside, dirs_exist_ok=True)
    shutil.rmtree(aside / "css")
    (aside / "css").mkdir()
    joined = "\n".join(sheet.read_text(encoding="utf-8") for sheet in style_sheets(static))
    (aside / "css" / "site.css").write_text(joined, encoding="utf-8")
    for path in [p for p in aside.rglob("*") if p.suffix in COMPRESSED]:
        (path.parent / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    aside.chmod(0o755)
    try:
        aside.rename(target)
    except OSError:
        shutil.rmtree(aside)
    for old in kept.iterdir():
        if old != target and not old.name.startswith("building-") and _older_than_a_month(old, target):
            shutil.rmtree(old, ignore_errors=True)
    return mark, target


def _older_than_a_month(old: Path, new: Path) -> bool:
    return os.stat(old).st_mtime < os.stat(new).st_mtime - 30 * 24 * 3600  # noqa: PTH116


def serve(app: Flask, static: Path, kept: Path) -> str:
    """Serve the assets beside the application and give templates `asset(name)`; gives the fingerprint."""
    mark, folder = gather(static, kept)
    root = f"/static/{mark}/"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=root,
        max_age=YEAR,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=static_headers(app.extensions["settings"]),
    )
    known = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}

    def asset(name: str) -> str:
        if name not in known:
            raise LookupError(f"no asset named {name}")
        return root + name

    app.jinja_env.globals["asset"] = asset
    return mark
