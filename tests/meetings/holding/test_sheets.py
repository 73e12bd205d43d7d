"""The photo of the signed sheet: for those who hold the meeting alone, gone with the presences (R-ATT-02)."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.documents import Document, content, receive
from foundation.policy import Actor, Denied
from foundation.workflow import Refused
from meetings.holding import jobs
from meetings.minutes.models import Minutes
from meetings.models import MeetingState
from meetings.presence import personal, sheets
from meetings.presence.models import Attendance, AttendanceSheet, Guest, Proxy
from meetings.votes.models import Motion
from tests.browser import Browser
from tests.files import located, sent
from tests.meetings import situations as s
from tests.meetings.holding import steps as h
from tests.meetings.minutes import situations as m

YEAR = timedelta(days=365)


def office(app: Flask, who: str = "Nora") -> Browser:
    return s.signed_in(app, who).visits(f"/conseils/lune/gestion/reunions/{key_of(app)}/feuilles")


def key_of(app: Flask) -> object:
    with s.reading_at(app, s.noon(s.TODAY)):
        return db.session.scalars(select(AttendanceSheet.meeting_id)).first() or h.the_meeting().id


def photographed(app: Flask) -> None:
    """Nora keeps the photo of the sheet of the meeting that minutes are made of."""
    with s.writing_at(app, s.noon(s.TODAY)):
        key = db.session.scalars(select(Minutes.meeting_id)).one()
        photo = receive(sent(located(), "feuille.jpg"))
        sheets.add(m.the_meeting(key), photo, actor=m.scribe(m.NORA, "secretary"))


def rows(app: Flask) -> dict[str, int]:
    with s.reading_at(app, s.noon(s.TODAY)):
        return {
            one.__name__: db.session.scalar(select(func.count()).select_from(one)) or 0
            for one in (Attendance, Proxy, Guest, AttendanceSheet)
        }


def forgotten(app: Flask, moment: datetime) -> bool:
    """Whether the presences of the one meeting held are gone once the clock has passed at a moment."""
    with s.writing_at(app, moment):
        jobs.forget()
    return not any(rows(app).values())


def test_it_is_kept_without_what_the_telephone_wrote_and_taken_away(site: Flask) -> None:
    h.begun(site, "Awa")
    with h.evening(20):
        page = office(site)
        assert "Aucune photo" in page.text
        page.presses("Garder cette photo")
        assert "Choisissez un fichier" in page.text
        photo = located()
        page.presses("Garder cette photo", file=(io.BytesIO(photo), "Feuille du soir.jpg"))
        assert "Feuille du soir.jpg" in page.text
        with s.reading_at(site, h.EVENING):
            kept = content(db.session.scalars(select(Document).where(Document.name.startswith("Feuille"))).one())
        assert kept is not None
        assert b"Samia" not in kept
        answer = page.visits(dict(page.links)["Feuille du soir.jpg"]).response
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
        office(site).presses("Retirer Feuille du soir.jpg")
    assert rows(site)["AttendanceSheet"] == 0
    with s.reading_at(site, h.EVENING):
        assert db.session.scalar(select(func.count()).where(Document.name.startswith("Feuille"))) == 0


def test_nobody_else_sees_it(site: Flask) -> None:
    m.proposed(site)
    photographed(site)
    page = office(site)
    address = dict(page.links)["feuille.jpg"]
    for who, status in (("Awa", 403), ("Rose", 403), ("Victor", 403), ("Wanda", 403), ("Pia", 200), ("Samia", 200)):
        reader = s.signed_in(site, who)
        reader.checking = False
        assert reader.visits(address).status == status, who
        assert reader.visits(page.path).status == status, who
    stranger = s.signed_in(site, "Wanda")
    assert stranger.visits(address.replace("/lune/", "/soleil/")).status == 404
    with s.writing_at(site, s.noon(s.TODAY)):
        one = db.session.scalars(
            select(AttendanceSheet).options(joinedload(AttendanceSheet.meeting), joinedload(AttendanceSheet.document))
        ).one()
        for act in (
            lambda: sheets.add(one.meeting, receive(sent(located(), "a.jpg")), actor=awa()),
            lambda: sheets.drop(one, actor=awa()),
        ):
            with pytest.raises(Denied):
                act()


def awa() -> Actor:
    return s.acting("Awa")


def test_a_meeting_that_has_not_begun_has_no_signed_sheet(site: Flask) -> None:
    h.a_meeting(site)
    with s.writing_at(site, s.noon(s.TODAY)), pytest.raises(Refused) as refused:
        sheets.add(h.the_meeting(), receive(sent(located(), "a.jpg")), actor=h.nora())
    assert "n’est pas ouverte" in refused.value.sentences[0]
    assert "s’ajoute pendant la réunion, ou après" in office(site).text


def test_one_has_so_many_photos(site: Flask) -> None:
    m.proposed(site)
    for _ in range(sheets.MOST):
        photographed(site)
    with pytest.raises(Refused):
        photographed(site)


def test_who_was_there_is_forgotten_a_year_after_the_approval(site: Flask) -> None:
    """Domain §9.5: what was decided, and its totals, stay."""
    m.proposed(site)
    photographed(site)
    approval = s.noon(s.TODAY + timedelta(days=100))
    with s.writing_at(site, approval):
        m.vote_on(m.the_minutes(), adopted=True)
    assert not forgotten(site, approval + YEAR - timedelta(minutes=1))
    assert forgotten(site, approval + YEAR + timedelta(minutes=1))
    with s.reading_at(site, approval + YEAR):
        motion = db.session.scalars(select(Motion).where(Motion.votes_for == 4, Motion.quorum_base == 9)).first()
        assert motion is not None
        assert "Présents : Awa Essai" in m.the_minutes().revisions[0].text.replace("\u00a0", " ")
        assert db.session.scalar(select(func.count()).where(Document.name == "feuille.jpg")) == 0


def test_without_an_approval_it_is_forgotten_a_year_and_a_half_after_the_meeting(site: Flask) -> None:
    m.proposed(site)
    photographed(site)
    start = s.paris(m.HELD_ON, 18)
    assert not forgotten(site, start + timedelta(days=547))
    assert forgotten(site, start + timedelta(days=549))


def test_a_meeting_that_nobody_closed_is_forgotten_too(site: Flask) -> None:
    h.begun(site, "Awa")
    assert rows(site)["Attendance"] == 1
    assert not forgotten(site, h.EVENING + timedelta(days=500))
    assert forgotten(site, h.EVENING + timedelta(days=549))
    with s.reading_at(site, h.EVENING):
        assert h.the_meeting().state is MeetingState.OPEN


def test_an_erasure_takes_the_photos_that_say_the_name(site: Flask) -> None:
    m.proposed(site)
    photographed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        kind = next(one for one in personal.PERSONAL if one.slug == "feuilles-signees")
        told = {name: len(list(kind.export(s.person(name).id))) for name in ("Chloé", "Victor", "Rose")}
        assert told == {"Chloé": 1, "Victor": 0, "Rose": 0}
        for name, left in (("Victor", 1), ("Chloé", 0)):
            kind.erase(s.person(name).id)
            assert len(db.session.scalars(select(AttendanceSheet)).all()) == left, name
        assert db.session.scalar(select(func.count()).select_from(Attendance)) == len(m.STATUSES)
