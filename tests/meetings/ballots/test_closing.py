"""How a secret vote ends: opened or left shut, once, and what is done away with whatever crashes (ruling 15)."""

from __future__ import annotations

import os
import stat
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from foundation import clock
from foundation.clock import standing_at
from foundation.database import db, empty_log, reading, transaction
from foundation.journal import ActKind
from foundation.personal import declared
from meetings.ballots import keys, queries, wiping
from meetings.ballots.models import SecretBallot, SecretVoter, Unopened
from meetings.votes import closing
from meetings.votes.models import Motion, MotionResult
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.meetings.ballots.boxes import CHOICES

NOT_OPENED = MotionResult.NOT_OPENED


def sealed(app: Flask) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(SecretBallot)) or 0


def test_an_open_key_is_for_the_site_alone_and_goes_with_the_closing(site: Flask) -> None:
    key = boxes.opened(site)
    path = boxes.key_file(site, key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    trackers = boxes.all_deposited(site, key)
    assert sealed(site) == 7
    boxes.close(site)
    assert list(path.parent.iterdir()) == []
    assert sealed(site) == 0
    assert sorted(trackers.values()) == [tracker for tracker, _ in boxes.ballots(site, key)]
    assert dict(boxes.ballots(site, key)) == {trackers[name]: choice.value for name, choice in CHOICES.items()}
    assert boxes.close(site, polls.CLOSING + timedelta(minutes=1)) == 0


def test_fewer_than_five_ballots_are_never_opened(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key, dict(list(CHOICES.items())[:4]))
    boxes.close(site)
    assert polls.frozen(site, key) == (0, 0, 0, 0, 9, 0, NOT_OPENED)
    assert (boxes.box(site, key).cast, boxes.box(site, key).unopened) == (4, Unopened.FEW)
    assert (boxes.ballots(site, key), sealed(site), boxes.key_file(site, key).exists()) == ([], 0, False)
    (line,) = polls.lines(site, ActKind.VOTE_CLOSED)
    assert (line["result"], line["cast"], "ballots_sha256" in line) == ("not_opened", 4, False)
    with standing_at(polls.CLOSING):
        page = Browser(site).visits(polls.page(key))
        assert "Moins de 5 bulletins ont été déposés" in page.text
        assert page.tables == []
        assert Browser(site).visits(f"{polls.page(key)}/resultat.json").status == 200
        samia = s.signed_in(site, "Samia").visits(polls.page(key))
        assert "Moins de 5 bulletins ont été déposés" in samia.text
        assert samia.visits(f"{polls.page(key)}/bulletins").status == 404


def test_without_the_participation_asked_nothing_is_opened(site: Flask) -> None:
    key = boxes.opened(site, participation_percent=80)
    boxes.all_deposited(site, key)
    boxes.close(site)
    assert polls.frozen(site, key) == (0, 0, 0, 0, 9, 8, NOT_OPENED)
    assert boxes.box(site, key).unopened is Unopened.PARTICIPATION


def lose_key(app: Flask, key: uuid.UUID) -> None:
    boxes.key_file(app, key).unlink()


def spoil_key(app: Flask, key: uuid.UUID) -> None:
    boxes.key_file(app, key).write_bytes(b"not a key")


def stuff(app: Flask, key: uuid.UUID) -> None:
    """Somebody who writes to the database puts a row of their own into the box."""
    with s.writing(app):
        db.session.add(SecretBallot(motion_id=key, sealed=os.urandom(384)))


def remove(app: Flask, key: uuid.UUID) -> None:
    """One row is gone from the box."""
    with s.writing(app):
        one = select(SecretBallot.id).limit(1).scalar_subquery()
        db.session.execute(delete(SecretBallot).where(SecretBallot.id == one))


def another_text(app: Flask, key: uuid.UUID) -> None:
    with s.writing(app):
        db.session.execute(update(Motion).values(question="Faut-il deux bancs\u202f?"))


def another_roll(app: Flask, key: uuid.UUID) -> None:
    with s.writing(app):
        db.session.execute(delete(SecretVoter).where(SecretVoter.membership_id == s.seat("Ben").id))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lose_key, Unopened.KEY),
        (spoil_key, Unopened.BOX),
        (stuff, Unopened.BOX),
        (remove, Unopened.BOX),
        (another_text, Unopened.BOX),
        (another_roll, Unopened.BOX),
    ],
)
def test_a_box_that_is_not_what_it_was_stays_shut(
    site: Flask, harm: Callable[[Flask, uuid.UUID], None], reason: Unopened
) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    harm(site, key)
    boxes.close(site)
    assert polls.frozen(site, key)[-1] is NOT_OPENED
    assert (boxes.box(site, key).unopened, boxes.ballots(site, key), sealed(site)) == (reason, [], 0)
    with standing_at(polls.CLOSING):
        assert "n’ont pas été ouverts" in Browser(site).visits(polls.page(key)).text


def test_a_motion_of_a_meeting_is_closed_by_hand(site: Flask) -> None:
    key = boxes.held(site, list(CHOICES))
    boxes.all_deposited(site, key)
    told = boxes.close_now(site, key)
    assert (told["cast"], told["method"]) == (7, "secret")
    assert polls.frozen(site, key) == (4, 2, 1, 0, 7, 0, MotionResult.ADOPTED)
    assert not boxes.key_file(site, key).exists()


def test_what_cannot_be_written_down_destroys_nothing(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)

    def fails(_motion: Motion) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), s.writing_at(site, polls.CLOSING):
        closing.close_due([fails])
    assert (sealed(site), boxes.key_file(site, key).stat().st_size > 0) == (7, True)
    boxes.close(site)
    assert len(boxes.ballots(site, key)) == 7


def destroy_job(app: Flask) -> None:
    job = next(job for job in app.extensions["jobs"] if job.name == "meetings.destroy_keys")
    with app.app_context(), transaction():
        job.run()


def test_a_crash_right_after_the_closing_is_made_good_by_the_job(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    path = boxes.key_file(site, key)
    kept = path.read_bytes()
    boxes.close(site)
    # the server died before the key was destroyed
    path.write_bytes(kept)
    destroy_job(site)
    assert not path.exists()
    # or after it was overwritten, before the log of the database was emptied
    path.touch()
    destroy_job(site)
    assert not path.exists()
    destroy_job(site)


def test_the_key_of_an_open_vote_is_left_alone_and_that_of_none_goes_after_an_hour(site: Flask) -> None:
    key = boxes.opened(site)
    with site.app_context():
        stray, fresh = uuid.uuid4(), uuid.uuid4()
        keys.keep(stray, b"a key")
        keys.keep(fresh, b"a key")
        os.utime(boxes.key_file(site, stray), (0, 0))
        now = clock.real_now().timestamp()
        os.utime(boxes.key_file(site, fresh), (now, now))
        wiping.wipe()
        assert {one for one, _ in keys.known()} == {key, fresh}


def test_a_key_that_cannot_be_destroyed_is_destroyed_later(site: Flask, caplog: pytest.LogCaptureFixture) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    path = boxes.key_file(site, key)
    kept = path.read_bytes()
    boxes.close(site)
    # what the disk refuses is tried again
    path.mkdir()
    destroy_job(site)
    assert "could not be destroyed yet" in caplog.text
    path.rmdir()
    path.write_bytes(kept)
    destroy_job(site)
    assert not path.exists()


def test_another_worker_may_have_been_quicker(site: Flask) -> None:
    key = boxes.opened(site)
    with site.app_context():
        known = dict(keys.known())
        assert keys.is_kept(key)
        boxes.key_file(site, key).unlink()
        keys.forget(key)
        assert (list(known), keys.is_kept(key), keys.read(key)) == ([key], False, None)
        with pytest.raises(FileNotFoundError):
            keys.destroy(key)


def test_the_log_of_the_database_is_emptied_or_waits_for_its_readers(site: Flask) -> None:
    path = site.extensions["settings"].sqlite_path
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    if path is None:
        with site.app_context():
            assert empty_log()
        return
    log = Path(f"{path}-wal")
    boxes.close(site)
    assert log.stat().st_size == 0
    with site.app_context(), reading():
        assert db.session.scalar(text("PRAGMA secure_delete")) == 1
    raw = boxes.key_file(site, key)
    raw.touch()
    with site.app_context(), db.engine.connect() as reader:
        reader.execute(select(func.count()).select_from(Motion)).all()
        boxes.opened(site)
        quick(site)
        wiping.wipe()
        # somebody still reads: the empty file stays, for the next time
        assert raw.exists()
    destroy_job(site)
    assert not raw.exists()


def quick(app: Flask) -> None:
    """Let the connections of a site wait for a moment only."""
    for _ in range(3):
        connection = db.engine.raw_connection()
        connection.cursor().execute("PRAGMA busy_timeout=10")
        connection.close()


def test_what_is_forgotten_after_six_months_and_what_stays(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.all_deposited(site, key)
    boxes.close(site)
    with s.writing_at(site, polls.CLOSING + timedelta(days=182)):
        closing.forget()
    assert len(boxes.ballots(site, key)) == 7
    with s.writing_at(site, polls.CLOSING + timedelta(days=184)):
        closing.forget()
    with site.app_context(), reading():
        assert list(queries.register(key)) == []
    box = boxes.box(site, key)
    assert (box.ballots, len(box.ballots_sha256), box.cast) == (None, 64, 7)
    with standing_at(polls.CLOSING + timedelta(days=184)):
        page = Browser(site).visits(polls.page(key))
        assert "7 bulletins sur 9 sont dans l’urne." in page.text
        assert page.visits(f"{polls.page(key)}/bulletins.json").status in {401, 403, 404}


def test_what_somebody_may_read_of_themselves_and_what_erasure_takes(site: Flask) -> None:
    key, other = boxes.opened(site), boxes.opened(site, closes_at=polls.CLOSING + timedelta(days=3))
    boxes.all_deposited(site, key)
    boxes.close(site)
    with s.writing_at(site, polls.CLOSING):
        (register,) = [one for one in declared() if one.slug == "bulletins-secrets"]
        rows = list(register.export(s.person("Awa").id))
        assert [row["Votre siège"] for row in rows] == ["A déposé un bulletin", "N’a pas déposé de bulletin"]
        assert not any("Pour" in value for row in rows for value in row.values())
        register.erase(s.person("Awa").id)
        left = [len(queries.register(one)) for one in (key, other)]
        assert left == [8, 9]
