"""Who gets a notice how, as each prefers; what members need in order to come, and when it is forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from citizens.models import Channel, Contact
from foundation.database import db
from meetings.convening import jobs as clockwork
from meetings.convening.models import MeetingNeed
from meetings.models import NoticeDelivery
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, convened, link, pia


def reached_by(app: Flask, name: str, prefers: Channel, email: str | None) -> None:
    with s.writing_at(app, s.noon(s.TODAY)):
        person = s.person(name)
        contact = db.session.get(Contact, person.id) or Contact(person_id=person.id)
        contact.prefers, contact.email = prefers, email
        db.session.add(contact)


def channels(app: Flask) -> dict[str, str]:
    with s.reading_at(app, s.noon(s.TODAY)):
        told = dict(db.session.execute(select(NoticeDelivery.membership_id, NoticeDelivery.channel)).all())
        return {name: told[s.seat(name).id].value for name in ("Awa", "Ben", "Chloé", "Hugo")}


def test_r_mtg_04_each_is_reached_as_they_prefer_with_an_account_or_without(site: Flask) -> None:
    reached_by(site, "Ben", Channel.EMAIL, "ben.voisin@example.org")
    reached_by(site, "Hugo", Channel.SMS, None)
    reached_by(site, "Chloé", Channel.LETTER, None)
    page = convened(site)
    assert channels(site) == {"Awa": "email", "Ben": "email", "Chloé": "letter", "Hugo": "sms"}
    assert "SMS, à remettre" in page.text
    assert not [one for one in Mailbox(site).to(s.email("Chloé")) if "Convocation" in one.subject]
    to_ben = Mailbox(site).to("ben.voisin@example.org")[-1]
    found = re.search(r"http://localhost(/convocation/\S+)", to_ben.text)
    assert found
    ben = Browser(site).visits(found[1])
    assert "Bonjour Ben" in ben.text
    assert "Vous avez répondu que vous venez" in ben.presses("Je viens").text


def test_reminders_follow_the_notice_and_calling_off_reaches_all_who_have_an_address(site: Flask) -> None:
    reached_by(site, "Ben", Channel.EMAIL, "ben.voisin@example.org")
    reached_by(site, "Chloé", Channel.LETTER, None)
    page = convened(site)
    with s.writing_at(site, s.paris(IN_TIME - timedelta(days=3), 9)):
        clockwork.remind_due()
    assert Mailbox(site).to("ben.voisin@example.org")[-1].subject.startswith("Bientôt")
    assert not [one for one in Mailbox(site).to(s.email("Chloé")) if "Bientôt" in one.subject]
    page.presses("Annuler la réunion").presses("Annuler la réunion", reason="La salle est inondée.")
    for address in ("ben.voisin@example.org", s.email("Chloé"), s.email("Awa")):
        assert [one for one in Mailbox(site).to(address) if one.subject.startswith("Réunion annulée")]
    assert "Prévenez vous-même de l’annulation" in page.text


def needs(app: Flask) -> int:
    with s.reading_at(app, s.noon(s.TODAY)):
        return db.session.scalar(select(func.count(MeetingNeed.id))) or 0


def test_needs_are_asked_only_where_something_is_offered(site: Flask) -> None:
    page = convened(site)
    key = page.path.rpartition("/")[2]
    awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
    assert "j’ai besoin de" not in awa.text
    sent = {"needs": "childcare", "coming": "present", "form_token": awa.field("form_token").value}
    answer = awa._client.post(
        f"/reunions/{key}/reponse", data=sent, headers={"Origin": awa.origin, "Sec-Fetch-Site": "same-origin"}
    )
    assert (answer.status_code, needs(site)) == (422, 0)


def test_needs_are_counted_for_the_council_named_for_who_organizes_and_forgotten(site: Flask) -> None:
    page = convened(site, **{"Garde d’enfants": True, "Interprétation": True})  # type: ignore[arg-type]
    key = page.path.rpartition("/")[2]
    assert "garde d’enfants, interprétation" in Mailbox(site).to(s.email("Awa"))[-1].text
    awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
    awa.presses("Je viens", **{"Garde d’enfants": True})
    assert awa.field("Garde d’enfants").element.has("checked")
    driss = Browser(site).visits(link(site, "Driss")).presses("Je viens", **{"Garde d’enfants": True})
    assert "Vous avez répondu que vous venez" in driss.text
    assert "garde d’enfants (2)" in awa.visits(f"/reunions/{key}").text
    assert "(2)" not in Browser(site).visits(f"/reunions/{key}").text
    office = pia(site, page.path).text
    assert "Garde d’enfants (2)" in office
    assert "Awa Essai, Driss Essai" in office
    driss.presses("Je ne viens pas")
    assert needs(site) == 1
    for days, left in ((14, 1), (16, 0)):
        with s.writing_at(site, s.noon(IN_TIME + timedelta(days=days))):
            clockwork.forget_needs()
        assert needs(site) == left
