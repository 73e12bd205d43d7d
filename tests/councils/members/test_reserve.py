"""The reserve list: in order, called one seat at a time, by letter or by the facilitator; no more people than seats."""

from __future__ import annotations

import re
import threading
from contextvars import copy_context
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from councils.accreditation.reading import sitting
from councils.members import reserving
from councils.members.models import ReserveEntry, ReserveStatus
from councils.models import College, EndReason, Membership
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion"
CALL = "Appeler la personne suivante pour le collège habitants"
R = ReserveStatus


def pia(app: Flask, path: str = f"{OFFICE}/reserve") -> Browser:
    return s.signed_in(app, "Pia").visits(path)


def leaves(app: Flask, *names: str) -> None:
    """They moved away yesterday: their seats stand empty."""
    with s.writing(app):
        s.term("lune").residents_target = sum(one.college is College.RESIDENTS for one in sitting(s.council().id)) + 1
        for name in names:
            s.seat(name).end_on = s.TODAY - timedelta(days=1)
            s.seat(name).end_reason = EndReason.MOVED


def listed(app: Flask, *names: str) -> Browser:
    """Put people on the list, each with an address of their own."""
    leaves(app, "Ben", "Awa")
    page = pia(app)
    for name in names:
        page = page.presses(
            "Ajouter à la liste",
            given_name=name,
            family_name="Attente",
            college="residents",
            email=f"{name}@example.net",
        )
    return page


def statuses(app: Flask) -> dict[str, ReserveStatus]:
    with s.reading_at(app, clock.now()):
        return {one.person.given_name: one.status for one in reserving.entries(s.term("lune").id)}


def link_to(app: Flask, email: str) -> str:
    found = re.search(r"http://localhost(/siege/\S+)", Mailbox(app).to(email)[-1].text)
    assert found
    return found[1]


def to_fill(app: Flask) -> int:
    with s.reading_at(app, clock.now()):
        return len(reserving.to_fill(s.term("lune"))[College.RESIDENTS])


def test_the_first_is_called_and_takes_the_empty_seat(site: Flask) -> None:
    page = listed(site, "Zoe", "Yves")
    assert [words for words in page.headings(3) if "Attente" in words] == ["1. Zoe Attente", "2. Yves Attente"]
    assert "siège à proposer" in page.text
    page.presses(CALL)
    assert statuses(site) == {"Zoe": R.CALLED, "Yves": R.WAITING}
    Browser(site).visits(link_to(site, "Zoe@example.net")).presses("Accepter ce siège")
    assert statuses(site)["Zoe"] is R.SEATED
    with s.reading_at(site, clock.now()):
        seat = s.seat("Zoe")
        assert (seat.college, seat.origin.value) == (College.RESIDENTS, "replacement")
        acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("reserve.%"))).all()
    assert sorted(acts) == ["reserve.add", "reserve.add", "reserve.call"]


def test_a_refusal_lets_the_next_be_called(site: Flask) -> None:
    listed(site, "Zoe", "Yves").presses(CALL)
    Browser(site).visits(link_to(site, "Zoe@example.net")).presses("Refuser ce siège")
    assert statuses(site)["Zoe"] is R.REFUSED
    pia(site).presses(CALL)
    assert statuses(site) == {"Zoe": R.REFUSED, "Yves": R.CALLED}


def test_no_more_people_are_called_than_seats_are_empty(site: Flask) -> None:
    page = listed(site, "Za", "Zb", "Zc", "Zd")
    empty = to_fill(site)
    assert 0 < empty < 4
    for _ in range(empty):
        page = pia(site).presses(CALL)
    assert list(statuses(site).values()).count(R.CALLED) == empty
    page = pia(site)
    assert "Aucun siège à proposer" in page.text
    assert not [words for words in page.buttons() if words.startswith("Appeler")]


def test_two_call_at_once_and_one_person_is_called_for_one_seat(site: Flask) -> None:
    listed(site, "Za", "Zb", "Zc", "Zd")
    empty = to_fill(site)
    for _ in range(empty - 1):
        pia(site).presses(CALL)
    pages = [pia(site) for _ in range(2)]
    together = [threading.Thread(target=copy_context().run, args=(page.presses, CALL)) for page in pages]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert list(statuses(site).values()).count(R.CALLED) == empty
    assert sorted(page.status for page in pages) == [200, 409]


def test_whoever_waits_may_be_taken_off_and_who_was_called_may_not(site: Flask) -> None:
    page = listed(site, "Zoe", "Yves")
    old = pia(site)
    page.presses("Retirer de la liste Yves Attente")
    assert statuses(site) == {"Zoe": R.WAITING}
    pia(site).presses(CALL)
    page = old.presses("Retirer de la liste Zoe Attente")
    assert page.status == 409
    assert "a déjà été appelée" in page.text
    assert statuses(site) == {"Zoe": R.CALLED}


def test_a_name_is_needed_and_what_was_typed_stays(site: Flask) -> None:
    page = pia(site).presses("Ajouter à la liste", given_name="Zoe", college="residents", email="zoe@")
    assert page.status == 422
    assert page.field("Prénom").value == "Zoe"
    assert "Donnez le nom." in page.text
    with s.reading_at(site, clock.now()):
        assert db.session.scalars(select(ReserveEntry)).all() == []


def test_nobody_left_to_call_says_what_to_do(site: Flask) -> None:
    page = listed(site, "Zoe")
    old = pia(site)
    page.presses("Retirer de la liste Zoe Attente")
    page = old.presses(CALL)
    assert page.status == 409
    assert "La liste est épuisée pour ce collège" in page.text
    with s.reading_at(site, clock.now()):
        assert db.session.scalar(select(Membership.id).where(Membership.accepted_on.is_(None)).limit(1)) is None


def test_a_namesake_on_the_list_needs_an_address_of_their_own(site: Flask) -> None:
    page = listed(site, "Ugo")
    for given, family in (("Ugo", "Attente"), ("Chloé", "Essai")):
        page.presses("Ajouter à la liste", given_name=given, family_name=family, college="residents", email="")
        assert page.status in {409, 422}
        assert "donnez son courriel" in page.text
    page.presses("Ajouter à la liste", given_name="Ugo", family_name="Attente", email="autre@example.net")
    with s.reading_at(site, clock.now()):
        assert len(reserving.entries(s.term("lune").id)) == 2


def test_more_people_than_seats_is_told(site: Flask) -> None:
    with s.writing(site):
        s.term("lune").residents_target = s.term("lune").local_actors_target = 1
    assert "en plus des places prévues" in Browser(site).visits("/conseils/lune").text
