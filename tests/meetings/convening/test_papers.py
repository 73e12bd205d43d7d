"""Documents of an agenda: some for everybody, some for the council alone, taken away when they must not be there."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db
from foundation.documents import Document
from foundation.policy import Actor, Denied
from meetings.convening import papers, queries
from meetings.convening.models import AgendaDocument
from tests.browser import Browser
from tests.files import pdf
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, OFFICE, convened, link, pia, planned, the_meeting, with_agenda

SHELF = "Documents du point Les pieds d’arbres"


def joins(page: Browser, name: str, whose: str) -> Browser:
    """Join a document to an item; back on the page of the meeting."""
    office = page.path
    page.presses(SHELF).presses("Joindre ce fichier", file=(io.BytesIO(pdf()), name), shown=whose)
    assert name in page.text
    return page.visits(office)


def furnished(site: Flask, **changes: str) -> Browser:
    """A meeting convened with a public plan and internal notes."""
    page = with_agenda(planned(site, **changes))
    joins(joins(page, "plan.pdf", "public"), "notes.pdf", "interne")
    return page.presses("Relire et envoyer la convocation").presses("Envoyer la convocation")


def addresses(browser: Browser) -> dict[str, str]:
    return {words.split(" ")[0]: url for words, url in browser.links if words.startswith(("plan.pdf", "notes.pdf"))}


def kept() -> tuple[int, int]:
    rows = db.session.scalar(select(func.count(AgendaDocument.id)))
    named = Document.name.in_(["plan.pdf", "notes.pdf"])
    return rows or 0, db.session.scalar(select(func.count(Document.id)).where(named)) or 0


def test_everybody_gets_the_public_ones_the_council_gets_all(site: Flask) -> None:
    page = furnished(site)
    key = page.path.rpartition("/")[2]
    visitor = Browser(site).visits(f"/reunions/{key}")
    assert set(addresses(visitor)) == {"plan.pdf"}
    found = addresses(s.signed_in(site, "Awa").visits(f"/reunions/{key}"))
    assert set(found) == {"plan.pdf", "notes.pdf"}
    answer = site.test_client().get(found["plan.pdf"])
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert site.test_client().get(found["notes.pdf"]).status_code == 403
    assert s.signed_in(site, "Wanda").visits(found["notes.pdf"]).status == 403
    assert s.signed_in(site, "Awa")._client.get(found["notes.pdf"]).status_code == 200
    told = Mailbox(site).to(s.email("Awa"))[-1].text
    assert "plan.pdf (pour le point «\u202fLes pieds d’arbres\u202f»)" in told
    assert "notes.pdf (pour le point «\u202fLes pieds d’arbres\u202f», réservé aux membres)" in told


def test_whoever_was_convened_reads_all_by_the_link_of_the_letter(site: Flask) -> None:
    page = furnished(site)
    found = addresses(Browser(site).visits(link(site, "Awa")))
    assert site.test_client().get(found["notes.pdf"]).status_code == 200
    assert site.test_client().get(found["notes.pdf"][:-3] + "000").status_code == 404
    forged = re.sub(r"/convocation/..", "/convocation/xx", found["notes.pdf"])
    assert site.test_client().get(forged).status_code == 404
    page.presses("Changer la date ou le lieu").presses("Envoyer la nouvelle convocation", day="2026-12-16")
    assert site.test_client().get(found["notes.pdf"]).status_code == 410


def test_of_a_draft_and_of_a_board_nothing_is_handed_out(site: Flask) -> None:
    page = joins(with_agenda(planned(site)), "plan.pdf", "public")
    url = addresses(page)["plan.pdf"]
    assert site.test_client().get(url).status_code == 404
    assert s.signed_in(site, "Awa")._client.get(url).status_code == 404
    assert page._client.get(url).status_code == 200
    page.presses("Supprimer cette réunion")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert kept() == (0, 0)
    board = furnished(site, kind="board")
    assert site.test_client().get(addresses(board)["plan.pdf"]).status_code == 403


def test_a_document_shown_by_mistake_is_kept_back_or_taken_away_at_once(site: Flask) -> None:
    page = furnished(site)
    office, url = page.path, addresses(page)["plan.pdf"]
    page.presses(SHELF).presses("Réserver au conseil plan.pdf")
    assert site.test_client().get(url).status_code == 403
    page.presses("Rendre public plan.pdf")
    assert site.test_client().get(url).status_code == 200
    page.presses("Retirer plan.pdf")
    assert site.test_client().get(url).status_code == 404
    with standing_at(s.paris(IN_TIME, 20)):
        late = pia(site, office).presses(SHELF)
        assert "notes.pdf" in late.text
        late.presses("Joindre ce fichier", file=(io.BytesIO(pdf()), "b.pdf"), shown="public")
        assert (late.status, "est passée ou annulée" in late.text) == (422, True)
        late.presses("Retirer notes.pdf")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert kept() == (0, 0)
        trail = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("agenda.%paper"))).all()
        gone = db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "agenda.detach"))
    assert (len(trail), gone) == (2, 2)


def test_an_item_goes_with_its_documents(site: Flask) -> None:
    page = joins(with_agenda(planned(site)), "plan.pdf", "public")
    page.presses(next(one for one in page.buttons() if one.startswith("Retirer") and "arbres" in one))
    with s.reading_at(site, s.noon(s.TODAY)):
        assert kept() == (0, 0)


def test_what_is_no_document_is_refused(site: Flask) -> None:
    page = with_agenda(planned(site)).presses(SHELF)
    page.presses("Joindre ce fichier", shown="public")
    assert (page.status, "Choisissez un fichier" in page.text) == (422, True)
    page.presses("Joindre ce fichier", file=(io.BytesIO(b"<script>"), "a.pdf"), shown="public")
    assert (page.status, "n’est ni un PDF" in page.text) == (422, True)


def test_others_join_nothing(site: Flask) -> None:
    page = convened(site)
    for name in ("Awa", "Wanda", "Rose"):
        assert s.signed_in(site, name).visits(dict(page.links)[SHELF]).status == 403
    with s.reading_at(site, s.noon(s.TODAY)):
        (item,) = [one for one in queries.items(the_meeting().id) if one.title.startswith("Les pieds")]
        item.meeting = the_meeting()
        with pytest.raises(Denied):
            papers.attach(item, None, is_public=True, actor=Actor(role="member"))  # type: ignore[arg-type]
    assert OFFICE in page.path
