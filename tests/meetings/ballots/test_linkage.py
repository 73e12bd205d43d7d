"""After a secret vote nobody who reads all that is left can say who voted what (quality, ballots).

The same reader is shown a vote whose key was kept, one whose rows were not sealed, and one whose list stands in the
order of the deposits: they then name everybody, so that their silence on the real one means something.
"""

from __future__ import annotations

import logging
import subprocess
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from foundation.backup.postgresql import find_program
from foundation.clock import standing_at
from foundation.database import db, reading
from tests.browser import Browser
from tests.citizens.people import signs_in
from tests.foundation.backups import run
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.meetings.ballots.linker import Evidence, Sight, by_key, links, sealed_of
from tests.meetings.ballots.test_story import votes

ORDER = ("Émile", "Samia", "Gilles", "Awa", "Fatou", "Chloé", "Driss")
BUTTONS = {"for": "0", "against": "1", "abstain": "2"}


def look(app: Flask, key: uuid.UUID) -> Sight:
    """The register and the box as a reader of the database sees them, with what is hidden in each row."""
    with app.app_context(), reading():
        postgresql = db.engine.dialect.name == "postgresql"
        hidden = "xmin::text" if postgresql else "''"
        seats = db.session.execute(text(f"SELECT membership_id, state, {hidden} FROM secret_voter")).all()
        rows = db.session.execute(text(f"SELECT sealed, {hidden} FROM secret_ballot")).all()
    return Sight(
        {uuid.UUID(str(seat)).hex: (state, xid) for seat, state, xid in seats},
        {bytes(sealed): xid for sealed, xid in rows},
    )


def dumped(app: Flask) -> bytes:
    """Every row of every table, in the order in which the database keeps them, with what is hidden in each."""
    lines = []
    with app.app_context(), reading():
        postgresql = db.engine.dialect.name == "postgresql"
        for table in inspect(db.session.connection()).get_table_names():
            wanted = (
                f'SELECT ctid, xmin, xmax, * FROM "{table}" ORDER BY ctid' if postgresql else f'SELECT * FROM "{table}"'
            )
            lines += [repr(tuple(row)) for row in db.session.execute(text(wanted)).all()]
    return "\n".join(lines).encode()


def files(app: Flask) -> Iterator[bytes]:
    """The bytes of whatever lies in the folder of the site's data, and of the database's own files."""
    settings = app.extensions["settings"]
    places = [path for path in settings.data_dir.rglob("*") if path.is_file() and "assets" not in path.parts]
    if settings.sqlite_path:
        places += list(settings.sqlite_path.parent.glob(f"{settings.sqlite_path.name}*"))
    else:
        places += cluster(app)
    for path in places:
        yield path.read_bytes()


def cluster(app: Flask) -> list[Path]:
    """The files in which a PostgreSQL server keeps this database, and its write-ahead log."""
    with app.app_context():
        folder = Path(str(db.engine.url.query["host"])) / "data"
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    places = [*(folder / "base" / str(number)).iterdir(), *(folder / "pg_wal").iterdir()]
    return [path for path in places if path.is_file()]


def copied(app: Flask, folder: Path, name: str) -> bytes:
    """A backup, as it would be stored elsewhere, unpacked; a dump of PostgreSQL as its statements."""
    path = folder / f"{name}.zip"
    assert run(app, "backup", path).exit_code == 0
    with zipfile.ZipFile(path) as archive:
        assert not any("keys" in member for member in archive.namelist())
        members = [archive.read(member) for member in archive.namelist()]
        if members[0].startswith(b"PGDMP"):
            program = find_program("pg_restore", 0)
            members[0] = subprocess.run([program, "--file=-"], input=members[0], capture_output=True, check=True).stdout
    assert b"secret_voter" in members[0]
    return b"".join(members)


@pytest.fixture
def played(site: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> tuple[Evidence, Evidence, dict[str, str]]:
    """A vote of seven through the pages, all of it watched: what was copied while it was open, and afterwards."""
    caplog.set_level(logging.DEBUG)
    key = boxes.opened(site)
    during = Evidence(key, [look(site, key)])
    trackers = {}
    for place, name in enumerate(ORDER):
        trackers[name] = votes(signs_in(site, s.email(name)), polls.page(key), BUTTONS[boxes.CHOICES[name].value])
        during.sights.append(look(site, key))
        during.raw.append(dumped(site))
        if place == 3:
            during.raw.append(copied(site, tmp_path, "during"))
    database = [one for one in files(site) if b"PRIVATE KEY" not in one]
    with_keys = [one for one in files(site) if b"PRIVATE KEY" in one]
    boxes.close(site)
    with standing_at(polls.CLOSING):
        page = Browser(site).visits(polls.page(key)).response.data
        result = Browser(site).visits(f"{polls.page(key)}/resultat.json").response.data
        journal = Browser(site, checking=False).visits("/journal.jsonl").response.data
    logs = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records).encode()
    with site.app_context(), reading():
        seats = {s.seat(name).id.hex: name for name in s.VOTERS}
    after = Evidence(
        key,
        [*during.sights, look(site, key)],
        [
            *during.raw,
            *database,
            dumped(site),
            *files(site),
            copied(site, tmp_path, "after"),
            page,
            result,
            journal,
            logs,
        ],
        [(tracker, choice) for tracker, choice in boxes.ballots(site, key)],
        seats,
    )
    return replace(after, raw=with_keys), after, trackers


def truth(found: Evidence) -> dict[str, str]:
    return {seat: boxes.CHOICES[name].value for seat, name in found.seats.items() if name in boxes.CHOICES}


def test_whoever_reads_all_that_is_left_names_nobody(
    played: tuple[Evidence, Evidence, dict[str, str]],
) -> None:
    _, after, trackers = played
    assert len(after.raw) > 10
    assert len(after.published) == 7
    # they know the sealed row of each seat, and it does not help them
    assert len(sealed_of(after)) == 7
    assert links(after) == {}
    # no tracker is written anywhere but in the list, which says nothing of an order
    for tracker in trackers.values():
        assert not any(tracker.encode() in raw for raw in after.raw if b"porte-voix-bulletins-1" not in raw)
    assert list(after.published) == sorted(after.published)
    # the register says nothing of an order any more
    last = after.sights[-1]
    assert len({xid for _, xid in last.seats.values()}) == 1
    assert last.rows == {}


def test_with_a_key_that_was_kept_they_name_everybody(
    played: tuple[Evidence, Evidence, dict[str, str]],
) -> None:
    """Whoever runs the server could, while the vote is open: the pages say so."""
    while_open, after, _ = played
    kept = replace(after, raw=[*after.raw, *while_open.raw])
    assert by_key(kept) == truth(after) == links(kept)


def test_a_list_in_the_order_of_the_deposits_would_give_them_away(
    played: tuple[Evidence, Evidence, dict[str, str]],
) -> None:
    _, after, trackers = played
    in_order = [(trackers[name], boxes.CHOICES[name].value) for name in ORDER]
    if in_order == sorted(in_order):  # once in 5,040 times
        in_order.reverse()
        return
    # in some orders of a file's bytes they guess wrong of somebody who did not vote; of those who did they know
    assert truth(after).items() <= links(replace(after, published=in_order)).items()


def test_rows_that_are_not_sealed_would_give_them_away(
    played: tuple[Evidence, Evidence, dict[str, str]],
) -> None:
    _, after, trackers = played
    plain = [f"{seat} cast {trackers[name]}".encode() for seat, name in after.seats.items() if name in trackers]
    assert links(replace(after, raw=plain)) == truth(after)


def test_nothing_tells_when_somebody_deposited(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    with site.app_context():
        for table in ("secret_voter", "secret_ballot", "ballot_box"):
            kinds = {str(column["type"]) for column in inspect(db.engine).get_columns(table)}
            assert not any("DATE" in kind or "TIME" in kind for kind in kinds), table
    path = site.extensions["settings"].sqlite_path
    if path is not None:
        with site.app_context(), reading(), pytest.raises(Exception, match="rowid"):
            db.session.execute(text("SELECT rowid FROM secret_ballot")).all()


def test_what_was_sealed_is_wiped_from_the_files(site: Flask) -> None:
    """On SQLite not even the sealed rows are left; on PostgreSQL its own log keeps them sealed for a time."""
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    sealed = list(look(site, key).rows)
    assert len(sealed) == 7
    if site.extensions["settings"].sqlite_path:
        assert all(any(row in raw for raw in files(site)) for row in sealed)
    boxes.close(site)
    left = [row for row in sealed if any(row in raw for raw in files(site))]
    assert left == [] or not site.extensions["settings"].sqlite_path
