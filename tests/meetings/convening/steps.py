"""The steps of a meeting, pressed as its council presses them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from foundation.database import db
from meetings.models import Meeting
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s

OFFICE = "/conseils/lune/gestion/reunions"
IN_TIME = s.TODAY + timedelta(days=8)
TYPED = {
    "title": "Plénière de décembre",
    "hour": "18:30",
    "duration_min": "120",
    "place": "Maison de quartier",
    "address": "1 place du Marché, Lille",
    "access": "De plain-pied, boucle magnétique.",
    "remote_url": "",
}


def pia(app: Flask, path: str = OFFICE) -> Browser:
    return s.signed_in(app, "Pia").visits(path)


def planned(app: Flask, day: date = IN_TIME, **changes: str) -> Browser:
    """A meeting in preparation, without an agenda; the page of its office."""
    page = pia(app).presses("Préparer une réunion")
    return page.presses("Continuer vers l’ordre du jour", **{**TYPED, "day": str(day), **changes})


def with_agenda(page: Browser) -> Browser:
    page.presses("Ajouter ce point", title="Nouvelles du quartier", kind="information", minutes="15")
    page.presses("Ajouter ce point", title="Les pieds d’arbres", kind="discussion")
    return page.presses("Ajouter ce point", title="La date de la fête", kind="decision", minutes="20")


def convened(app: Flask, day: date = IN_TIME, **changes: str) -> Browser:
    page = with_agenda(planned(app, day, **changes))
    return page.presses("Relire et envoyer la convocation").presses("Envoyer la convocation")


def the_meeting() -> Meeting:
    return db.session.scalars(select(Meeting).options(joinedload(Meeting.council))).one()


def link(app: Flask, name: str) -> str:
    """The path of the link in somebody's last letter."""
    last = Mailbox(app).to(s.email(name))[-1]
    found = re.search(r"http://localhost(/convocation/\S+)", last.text)
    assert found, last.text
    return found[1]
