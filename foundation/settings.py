from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_LINE = 300
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message is the sentence to show the operator."""


@dataclass(frozen=True)
class Settings:
    """All that the surroundings decide; read once, at start (`foundation/operations.md` explains each)."""

    secret_key: str = field(repr=False)
    public_url: str
    database_url: str = field(repr=False)
    data_dir: Path
    redis_url: str | None = field(default=None, repr=False)
    mail_url: str | None = field(default=None, repr=False)
    mail_from: str = "ne-pas-repondre@example.org"
    proxy_count: int = 0
    tile_url: str | None = None
    demo: bool = False
    totp_roles: tuple[str, ...] | None = None
    contact_email: str = ""
    publisher: str = ""
    publication_director: str = ""
    hosting: str = ""
    port: int = 8000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read and check the settings.

        `DEMO` may be left out only when `DATABASE_URL` is left out too: the site is then a demonstration on
        SQLite. Raises SettingsError with one sentence in French that says what to set.
        """
        given = {name: value.strip() for name, value in environment.items() if value.strip()}
        data_dir = Path(given.get("DATA_DIR", "var")).resolve()
        demo = _switch(given, "DEMO", default="DATABASE_URL" not in given)
        port = _whole_number(given, "PORT", 8000)
        return cls(
            secret_key=_secret(given, data_dir, demo),
            public_url=_public_url(given, port, demo),
            database_url=_database_url(given, data_dir),
            data_dir=data_dir,
            redis_url=given.get("REDIS_URL"),
            mail_url=_mail_url(given, demo),
            mail_from=given.get("MAIL_FROM", "ne-pas-repondre@example.org"),
            proxy_count=_whole_number(given, "PROXY_COUNT", 0),
            tile_url=_tile_url(given),
            demo=demo,
            totp_roles=_names(given, "TOTP_ROLES"),
            contact_email=_email(given, "CONTACT_EMAIL"),
            publisher=_line(given, "PUBLISHER"),
            publication_director=_line(given, "PUBLICATION_DIRECTOR"),
            hosting=_line(given, "HOSTING"),
            port=port,
        )

    @property
    def imprint(self) -> str:
        """What the legal pages say of the site's people, in one text: another one makes those pages new."""
        return "\n".join((self.contact_email, self.publisher, self.publication_director, self.hosting))

    @property
    def host(self) -> str:
        """Host name (with its port if it has one) under which the site answers."""
        return urlsplit(self.public_url).netloc

    @property
    def secure(self) -> bool:
        """Whether the site is served over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def files_dir(self) -> Path:
        """Folder of the uploaded documents; what a backup must hold beside the database."""
        return self.data_dir / "files"

    @property
    def sqlite_path(self) -> Path | None:
        """File of the embedded database, or None when the database is PostgreSQL."""
        prefix = "sqlite:///"
        return Path(self.database_url.removeprefix(prefix)) if self.database_url.startswith(prefix) else None


def _switch(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = given.get(name)
    if value is None:
        return default
    if value not in {"0", "1"}:
        raise SettingsError(f"{name} doit valoir 0 ou 1, et non «\u202f{value}\u202f».")
    return value == "1"


def _names(given: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    value = given.get(name)
    if value is None:
        return None
    return tuple(part for part in value.replace(",", " ").split() if part != "-")


def _whole_number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, str(default))
    if not value.isdecimal():
        raise SettingsError(f"{name} doit être un nombre entier, et non «\u202f{value}\u202f».")
    return int(value)


def _secret(given: Mapping[str, str], data_dir: Path, demo: bool) -> str:
    key = given.get("SECRET_KEY")
    if key is None and demo:
        key = _kept_secret(data_dir / "secret_key")
    if key is None:
        raise SettingsError(
            "SECRET_KEY manque\u00a0: donnez une longue valeur au hasard, par exemple celle que donne "
            "«\u202fpython3 -c 'import secrets; print(secrets.token_hex(32))'\u202f»."
        )
    if len(key) < 32:
        raise SettingsError("SECRET_KEY est trop courte\u00a0: il faut au moins 32 caractères.")
    return key


def _kept_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = secrets.token_hex(32)
        path.touch(mode=0o600)
        path.write_text(key, encoding="ascii")
        return key


def _public_url(given: Mapping[str, str], port: int, demo: bool) -> str:
    url = given.get("PUBLIC_URL")
    if url is None and demo:
        url = f"http://localhost:{port}"
    if url is None:
        raise SettingsError(
            "PUBLIC_URL manque\u00a0: donnez l’adresse du site, par exemple https://conseils.example.org."
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise SettingsError(f"PUBLIC_URL doit commencer par https:// ou http://, et non «\u202f{url}\u202f».")
    return url.rstrip("/")


def _database_url(given: Mapping[str, str], data_dir: Path) -> str:
    url = given.get("DATABASE_URL", f"sqlite:///{data_dir / 'porte-voix.db'}")
    for alias in ("postgres://", "postgresql://"):
        if url.startswith(alias):
            url = "postgresql+psycopg://" + url.removeprefix(alias)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL doit commencer par sqlite:/// ou postgresql://.")
    return url


def _mail_url(given: Mapping[str, str], demo: bool) -> str | None:
    url = given.get("MAIL_URL")
    if url is None:
        if demo:
            return None
        raise SettingsError("MAIL_URL manque\u00a0: donnez le serveur de courriel, par exemple smtp://serveur:587.")
    if urlsplit(url).scheme not in {"smtp", "smtps"} or not urlsplit(url).hostname:
        raise SettingsError("MAIL_URL doit ressembler à smtp://nom:motdepasse@serveur:587 ou smtps://serveur.")
    return url


def _tile_url(given: Mapping[str, str]) -> str | None:
    url = given.get("TILE_URL")
    if url is not None and urlsplit(url).scheme != "https":
        raise SettingsError("TILE_URL doit commencer par https://.")
    return url


def _email(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if value and not _ADDRESS.fullmatch(value):
        raise SettingsError(f"{name} doit ressembler à contact@example.org, et non «\u202f{value}\u202f».")
    return value


def _line(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if len(value) > LONGEST_LINE or not value.isprintable():
        raise SettingsError(f"{name} doit tenir sur une ligne de {LONGEST_LINE} caractères au plus.")
    return value
