"""All meetings of one person in their calendar, by a secret link that can be changed and taken away."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask

from citizens.accounts.models import Account
from foundation import clock
from foundation.database import db
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, convened, pia, planned


def link_of(page: Browser) -> str:
    found = re.search(r"http://localhost(/agenda/\S+\.ics)", page.text)
    assert found, page.text
    return found[1]


def entries(app: Flask, path: str) -> str:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return answer.get_data(as_text=True)


def test_ones_own_calendar_follows_every_change(site: Flask) -> None:
    office = convened(site)
    planned(site, IN_TIME + timedelta(days=9), title="Encore en préparation")
    awa = s.signed_in(site, "Awa").visits("/mon-espace").presses("Créer mon adresse d’agenda")
    path, key = link_of(awa), office.path.rpartition("/")[2]
    told = entries(site, path)
    assert (f"UID:{key}@porte-voix" in told, "SEQUENCE:1" in told, "TZID:Europe/Paris" in told) == (True, True, True)
    assert "Encore en préparation" not in told
    office.presses("Changer la date ou le lieu").presses("Envoyer la nouvelle convocation", day="2026-12-16")
    assert "SEQUENCE:2" in entries(site, path)
    office.presses("Annuler la réunion").presses("Annuler la réunion", reason="La salle est inondée.")
    assert "STATUS:CANCELLED" in entries(site, path)
    wanda = s.signed_in(site, "Wanda").visits("/mon-espace").presses("Créer mon adresse d’agenda")
    assert key not in entries(site, link_of(wanda))


def test_a_changed_or_stopped_link_opens_nothing(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits("/mon-espace").presses("Créer mon adresse d’agenda")
    first = link_of(awa)
    second = link_of(awa.presses("Changer cette adresse"))
    assert site.test_client().get(first).status_code == 404
    assert site.test_client().get(second).status_code == 200
    assert site.test_client().get(second.replace(".ics", "x.ics")).status_code == 404
    awa.presses("Supprimer cette adresse")
    assert site.test_client().get(second).status_code == 404
    third = link_of(awa.presses("Créer mon adresse d’agenda"))
    with s.writing_at(site, s.noon(s.TODAY)):
        db.session.query(Account).filter_by(login_email=s.email("Awa")).one().disabled_at = clock.now()
    assert site.test_client().get(third).status_code == 404


def test_whoever_sits_nowhere_has_no_calendar_to_make(site: Flask) -> None:
    assert "adresse d’agenda" not in s.signed_in(site, "Rose").visits("/mon-espace").text
    assert pia(site).status == 200
