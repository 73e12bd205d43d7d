from pathlib import Path

import pytest

from foundation.settings import Settings, SettingsError

COMPLETE = {
    "SECRET_KEY": "k" * 32,
    "PUBLIC_URL": "https://conseils.example.org/",
    "DATABASE_URL": "postgresql://u:p@db/site",
    "MAIL_URL": "smtps://u:p@mail.example.org",
    "DATA_DIR": "/srv/data",
}


def test_with_nothing_set_the_site_is_a_demonstration_on_sqlite(tmp_path: Path) -> None:
    settings = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    assert settings.demo
    assert settings.sqlite_path == tmp_path / "porte-voix.db"
    assert settings.public_url == "http://localhost:8000"
    assert not settings.secure
    assert settings.mail_url is None


def test_the_demonstration_keeps_its_secret_from_one_start_to_the_next(tmp_path: Path) -> None:
    first = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    again = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_complete_environment_is_read() -> None:
    settings = Settings.from_environment({**COMPLETE, "PROXY_COUNT": "1", "TILE_URL": "https://tuiles.example.org/{z}"})
    assert not settings.demo
    assert settings.secure
    assert settings.host == "conseils.example.org"
    assert settings.public_url == "https://conseils.example.org"
    assert settings.database_url == "postgresql+psycopg://u:p@db/site"
    assert settings.sqlite_path is None
    assert settings.files_dir == Path("/srv/data/files")
    assert settings.proxy_count == 1


@pytest.mark.parametrize("missing", ["SECRET_KEY", "PUBLIC_URL", "MAIL_URL"])
def test_a_missing_setting_stops_with_its_name(missing: str) -> None:
    given = {name: value for name, value in COMPLETE.items() if name != missing}
    with pytest.raises(SettingsError, match=missing):
        Settings.from_environment(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "court"),
        ("PUBLIC_URL", "conseils.example.org"),
        ("PUBLIC_URL", "ftp://conseils.example.org"),
        ("DATABASE_URL", "mysql://db/site"),
        ("MAIL_URL", "http://mail"),
        ("MAIL_URL", "smtp://"),
        ("TILE_URL", "http://tuiles"),
        ("DEMO", "oui"),
        ("PORT", "huit mille"),
        ("CONTACT_EMAIL", "contact"),
        ("CONTACT_EMAIL", "a@example.org?cc=b@example.org"),
        ("PUBLISHER", "a" * 301),
        ("HOSTING", "une ligne\nune autre"),
        ("PROXY_COUNT", "-1"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({**COMPLETE, name: value})


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    printed = repr(Settings.from_environment({**COMPLETE, "REDIS_URL": "redis://:p4ss@redis"}))
    assert "kkk" not in printed
    assert "u:p@" not in printed
    assert "p4ss" not in printed
