"""What tells who somebody is goes at once and everywhere: pages, files, search, earlier versions (`R-MIN-04`)."""

from __future__ import annotations

import io
import uuid
import zipfile
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from citizens.privacy.erasing import erase
from foundation import documents
from foundation.database import db
from foundation.journal import ActKind
from foundation.policy import SYSTEM
from foundation.workflow import Refused
from meetings.minutes import masking, papers, queries, standing
from meetings.minutes.models import MinutesState
from meetings.presence.models import Decision, ItemNote
from meetings.votes import queries as votes_queries
from meetings.votes import services as votes
from meetings.votes.models import Dissent
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.minutes import situations as m


def page(key: object) -> str:
    return f"/reunions/{key}/compte-rendu"


def test_words_masked_are_gone_from_every_text_and_a_mention_stays(site: Flask) -> None:
    key = m.published(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        papers.make_due()
    visitor = Browser(site).visits(page(key))
    assert "square" in visitor.text
    assert "square" in Browser(site).visits("/recherche?q=square+bancs").text
    with s.writing_at(site, s.noon(s.TODAY)):
        with pytest.raises(Refused, match="dans aucun texte"):
            masking.mask(m.the_minutes(), "introuvable", "", actor=m.scribe(m.NORA, "secretary"))
        masking.mask(m.the_minutes(), "Petit Square", "(un lieu)", actor=m.scribe(m.NORA, "secretary"))
    visitor.visits(page(key))
    assert "petit square" not in visitor.text
    assert "(un lieu)" in visitor.text
    assert "Version 1, publiée le" in visitor.text
    assert "retirée, car elle contenait des données personnelles" in visitor.text
    assert "a été retiré" in Browser(site).visits(f"{page(key)}/versions/1").text
    assert "Le fichier PDF se prépare" in Browser(site).visits(f"{page(key)}.pdf").headings()
    assert "Compte rendu" not in Browser(site).visits("/recherche?q=petit+square").text
    assert b"petit" not in content_of_odt(site, key)
    assert len(polls.lines(site, ActKind.MINUTES_CORRECTED)) == 1
    with s.writing_at(site, s.noon(s.TODAY)):
        assert papers.make_due() == 1
        assert all("square" not in one.text or one.hidden_at is None for one in m.the_minutes().revisions)


def content_of_odt(site: Flask, key: object) -> bytes:
    sent = Browser(site).visits(f"{page(key)}.odt").response
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        assert archive.namelist()[0] == "mimetype"
        for name in archive.namelist()[1:]:
            ET.fromstring(archive.read(name))
        return archive.read("content.xml")


def test_a_draft_is_masked_where_it_stands(site: Flask) -> None:
    m.started(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        masking.mask(m.the_minutes(), "zora voisine", "une voisine", actor=m.scribe(m.NORA, "secretary"))
    with s.reading_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        (only,) = minutes.revisions
        assert "Zora" not in only.text
        assert minutes.state is MinutesState.DRAFT


def test_approved_minutes_masked_before_they_are_public_are_still_to_publish(site: Flask) -> None:
    m.approved(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        masking.mask(m.the_minutes(), "Zora Voisine", "", actor=m.scribe(m.NORA, "secretary"))
    with s.writing_at(site, s.noon(s.TODAY)):
        m.publish_now()
        minutes = queries.held(m.the_minutes().id)
        assert minutes.state is MinutesState.PUBLISHED
        shown = standing.public(minutes)
        assert shown
        assert shown.number == 2


def test_somebody_erased_is_named_nowhere_and_a_namesake_stays(site: Flask) -> None:
    key = m.published(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        decision = m.decide(m.the_meeting(key), "Demander à Awa Essai les plans", "Samia", due_on=None)
        decision_id = decision.id
    with s.writing_at(site, s.noon(s.TODAY)):
        erase(s.person("Awa"), actor=SYSTEM)
    with s.reading_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        said = " ".join(one.text + one.public_text for one in minutes.revisions)
        assert "Awa" not in said
        assert "Samia Essai" in said
        assert "une personne retirée" in said
        assert "Awa" not in db.session.get_one(Decision, decision_id).text
        assert "Pour" in said
    assert "Awa" not in Browser(site).visits(page(key)).text


def test_the_pdf_is_tagged_with_its_language_title_and_order(site: Flask) -> None:
    pytest.importorskip("weasyprint")
    m.published(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        assert papers.make_due() == 1
        assert papers.make_due() == 0
    with s.reading_at(site, s.noon(s.TODAY)):
        shown = standing.public(m.the_minutes())
        assert shown
        assert shown.document
        content = documents.content(shown.document)
        title = papers.sheet(m.the_minutes()).title
    assert content
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == "fr"
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.docinfo["/Title"]) == title
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        kinds = list(_kinds(file.Root.StructTreeRoot.K))
    assert kinds.index("/H1") < kinds.index("/H2")
    assert {"/P", "/L", "/LI"} <= set(kinds)


def _kinds(node: object) -> list[str]:
    """The kinds of the tags of a PDF, in the order in which they are read aloud."""
    if isinstance(node, pikepdf.Array):
        return [kind for one in node for kind in _kinds(one)]
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        return [str(node["/S"]), *(_kinds(node["/K"]) if "/K" in node else [])]
    return []


def beside(app: Flask) -> str:
    """The notes, and the opinions as Markdown and as everybody reads them."""
    with s.reading_at(app, s.noon(s.TODAY)):
        notes = [one.text for one in db.session.scalars(select(ItemNote))]
        return "\n".join([*notes, *(one.text + str(one.html) for one in db.session.scalars(select(Dissent)))])


def opinion(app: Flask, words: str, key: uuid.UUID | None = None) -> uuid.UUID:
    """Chloé changes her opinion on the vote of the meeting, or writes one on another vote."""
    with s.writing_at(app, s.noon(s.TODAY)):
        if key is None:
            row = db.session.scalars(select(Dissent)).one()
            row.text, row.html = words, f"<p>{words}</p>"
            return row.motion_id
        votes.write_dissent(polls.motion(key), s.seat("Chloé"), words, actor=s.acting("Chloé"))
        return key


def test_somebody_erased_is_named_neither_in_notes_nor_in_opinions(site: Flask) -> None:
    m.published(site)
    key = opinion(site, "Awa Essai et Samia Essai exagèrent, dit **Awa**.")
    written = opinion(site, "Comme Awa, je préfère un arbre.", polls.opened(site))
    assert beside(site).count("Awa") == 7
    revision = the_note(site).revision
    with s.writing_at(site, s.noon(s.TODAY)):
        erase(s.person("Awa"), actor=SYSTEM)
    said = beside(site)
    assert "Awa" not in said
    assert "Une personne retirée demande un banc" in said
    assert "et Samia Essai exagèrent" in said
    assert "Chloé Essai" in said
    assert the_note(site).revision == revision + 1
    for vote in (key, written):
        page = Browser(site).visits(polls.page(vote)).text
        assert "Awa" not in page
    with s.reading_at(site, s.noon(s.TODAY)):
        assert "une personne retirée" in str(votes_queries.dissents(polls.motion(key))[0][0])


def the_note(app: Flask) -> ItemNote:
    with s.reading_at(app, s.noon(s.TODAY)):
        note = db.session.scalars(select(ItemNote)).one()
        db.session.expunge(note)
        return note


def test_an_erasure_reaches_the_notes_of_a_meeting_without_minutes(site: Flask) -> None:
    m.held(site)
    opinion(site, "Awa Essai exagère.")
    with s.writing_at(site, s.noon(s.TODAY)):
        erase(s.person("Awa"), actor=SYSTEM)
    assert "Awa" not in beside(site)


def test_words_masked_in_minutes_are_masked_beside_them(site: Flask) -> None:
    m.proposed(site)
    opinion(site, "Zora Voisine exagère.")
    with s.writing_at(site, s.noon(s.TODAY)):
        masking.mask(m.the_minutes(), "Zora Voisine", "une voisine", actor=m.scribe(m.NORA, "secretary"))
    said = beside(site)
    assert "Zora" not in said
    assert "Mme une voisine" in said
    assert "<p>une voisine exagère.</p>" in said
