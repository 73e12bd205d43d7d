"""Answering a notice, from one's account or by the link of the letter; reminders; what is forgotten."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from citizens.accounts.models import Account
from foundation import clock
from foundation.clock import standing_at
from foundation.database import db
from meetings.convening import jobs as clockwork
from meetings.models import Coming, NoticeAnswer, NoticeDelivery
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, convened, link, pia


def test_one_answers_by_the_link_of_the_letter_without_an_account(site: Flask) -> None:
    office = convened(site)
    page = Browser(site).visits(link(site, "Awa"))
    assert "Bonjour Awa" in page.text
    assert [one for one in page.buttons() if one.startswith("Je")] == ["Je viens", "Je ne viens pas"]
    page.presses("Je ne viens pas")
    assert "Vous avez répondu que vous ne venez pas" in page.text
    page.presses("Je viens")
    assert "Set-Cookie" not in page.response.headers
    office.visits(office.path)
    assert "1 vient" in office.text
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [row.coming for row in db.session.scalars(select(NoticeAnswer))] == [Coming.PRESENT]


def test_a_link_says_what_it_can_no_longer_do(site: Flask) -> None:
    office = convened(site)
    first = link(site, "Awa")
    assert Browser(site).visits(first[:-3]).status == 404
    office.presses("Changer la date ou le lieu").presses(
        "Envoyer la nouvelle convocation", day=str(IN_TIME + timedelta(days=3))
    )
    gone = Browser(site).visits(first)
    assert (gone.status, "dernier message reçu" in gone.text) == (410, True)
    second = link(site, "Awa")
    with standing_at(s.paris(IN_TIME + timedelta(days=3), 19)):
        late = Browser(site).visits(second)
        assert "il est trop tard pour répondre" in late.text
        assert not [one for one in late.buttons() if one.startswith("Je ")]


def test_a_distance_is_offered_where_there_is_a_link_and_hidden_from_strangers(site: Flask) -> None:
    room = "https://salle.example.org/lune"
    page = convened(site, remote_url=room)
    key = page.path.rpartition("/")[2]
    awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Je participe à distance")
    assert "Vous avez répondu que vous participez à distance" in awa.text
    assert room in [href for _, href in awa.links]
    public = Browser(site).visits(f"/reunions/{key}")
    assert room not in public.response.get_data(as_text=True)
    assert room not in public.visits(f"/reunions/{key}/reunion.ics").text
    assert room not in public.visits("/conseils/lune/agenda.ics").text


def test_what_waits_stands_on_ones_own_page_until_answered(site: Flask) -> None:
    convened(site)
    awa = s.signed_in(site, "Awa").visits("/mon-espace")
    assert "Répondre à la convocation" in awa.text
    awa.presses("Répondre à la convocation : Plénière de décembre").presses("Je viens")
    assert "Répondre à la convocation" not in awa.visits("/mon-espace").text


def test_who_does_not_sit_that_day_is_not_asked(site: Flask) -> None:
    page = convened(site)
    key = page.path.rpartition("/")[2]
    wanda = s.signed_in(site, "Wanda").visits(f"/reunions/{key}")
    assert "Venez-vous" not in wanda.text
    answer = wanda._client.post(
        f"/reunions/{key}/reponse", headers={"Origin": wanda.origin, "Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403


def test_a_closed_account_closes_its_links(site: Flask) -> None:
    convened(site)
    path = link(site, "Awa")
    with s.writing_at(site, s.noon(s.TODAY)):
        db.session.scalars(select(Account).where(Account.login_email == s.email("Awa"))).one().disabled_at = clock.now()
    assert Browser(site).visits(path).status == 404


def test_r_mtg_06_reminders_leave_once_three_days_and_one_day_before_also_after_an_outage(site: Flask) -> None:
    convened(site)

    def reminders(name: str) -> int:
        return len([one for one in Mailbox(site).to(s.email(name)) if one.subject.startswith("Bientôt")])

    def run(days: int, hour: int) -> int:
        with s.writing_at(site, s.paris(IN_TIME - timedelta(days=days), hour)):
            clockwork.remind_due()
        return reminders("Awa")

    assert [run(4, 12), run(3, 7), run(3, 8), run(3, 9), run(2, 9), run(1, 7), run(1, 12), run(1, 13)] == [
        *(0, 0, 1, 1, 1, 1, 2, 2)
    ]
    assert reminders("Karim") == 0


def test_a_reminder_that_is_younger_than_its_notice_is_not_sent(site: Flask) -> None:
    page = convened(site, s.TODAY + timedelta(days=2), kind="board")
    if page.status == 409:
        page.presses("Envoyer la convocation", urgent_reason="La mairie attend notre avis demain.")
    with s.writing_at(site, s.paris(s.TODAY, 20)):
        clockwork.remind_due()
    assert not [one for one in Mailbox(site).to(s.email("Awa")) if one.subject.startswith("Bientôt")]


def test_answers_and_deliveries_are_forgotten_after_six_months(site: Flask) -> None:
    page = convened(site)
    s.signed_in(site, "Awa").visits(f"/reunions/{page.path.rpartition('/')[2]}").presses("Je viens")
    for days, left in ((170, 1), (190, 0)):
        with s.writing_at(site, s.noon(IN_TIME + timedelta(days=days))):
            clockwork.forget()
            assert db.session.scalar(select(func.count(NoticeAnswer.id))) == left
    with s.reading_at(site, s.noon(s.TODAY)):
        assert db.session.scalar(select(func.count(NoticeDelivery.id))) == 0


def test_the_office_shows_who_comes(site: Flask) -> None:
    page = convened(site)
    key = page.path.rpartition("/")[2]
    for name, words in (("Awa", "Je viens"), ("Chloé", "Je viens"), ("Driss", "Je ne viens pas")):
        s.signed_in(site, name).visits(f"/reunions/{key}").presses(words)
    assert "2 viennent, 1 ne vient pas" in pia(site, page.path).text
