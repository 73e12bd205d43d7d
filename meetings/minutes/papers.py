"""The public text as a file: a tagged PDF, made by the worker."""

from __future__ import annotations

import base64
import importlib
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from foundation import audit, documents
from foundation.addresses import whole
from foundation.clock import PARIS
from foundation.database import change_in_public, db
from foundation.documents import DocumentKind, Received
from foundation.policy import SYSTEM
from foundation.text import date_short, date_words
from meetings.convening.wording import when
from meetings.minutes import queries, standing
from meetings.minutes.models import Minutes, MinutesRevision

log = logging.getLogger(__name__)

AT_ONCE = 3
FONT = "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"
STYLE = """
@page { size: A4; margin: 22mm 20mm; }
@page { @bottom-center { content: "Page " counter(page) " sur " counter(pages); font-size: 9pt; } }
html { font: 11.5pt/1.5 "Atkinson Hyperlegible Next", "DejaVu Sans", sans-serif; color: #1d2433; }
h1 { font-size: 20pt; line-height: 1.2; }
h2 { font-size: 15pt; break-after: avoid; }
h3 { font-size: 12.5pt; break-after: avoid; }
dt { font-weight: bold; }
dd { margin: 0 0 4pt; overflow-wrap: anywhere; }
li { break-inside: avoid; }
a { color: #1b4d7a; }
"""


@dataclass(frozen=True)
class Sheet:
    """A public text as a file says it: what it is, its facts as (what, how) pairs, its HTML."""

    title: str
    council: str
    facts: tuple[tuple[str, str], ...]
    html: str
    made_at: datetime


def sheet(minutes: Minutes, revision: MinutesRevision | None = None) -> Sheet:
    """What a file says of the public text of some minutes: the present one, unless another is given."""
    shown = revision or standing.public(minutes)
    if shown is None or shown.published_at is None:
        raise ValueError("only what is public is put into a file")
    meeting = minutes.meeting
    approved = _day(shown.approved_at) if shown.number else "Pas encore\u00a0: texte provisoire"
    facts = (
        ("Conseil", minutes.convener.name),
        ("Réunion", meeting.title),
        ("Quand", when(meeting)),
        ("Où", f"{meeting.place}, {meeting.address}"),
        ("Approuvé le", approved),
        ("Publié le", _day(shown.published_at)),
        ("Version", f"{shown.number}, {shown.kind.label.lower()}" if shown.number > 1 else ""),
        ("Page", whole("minutes.public", key=minutes.meeting_id)),
        ("Empreinte (SHA-256)", shown.sha256 or ""),
    )
    title = f"{minutes.kind.label} du {date_words(meeting.day)}"
    said = tuple((what, how) for what, how in facts if how)
    return Sheet(title, minutes.convener.name, said, shown.public_html, shown.published_at)


def _day(moment: datetime | None) -> str:
    return date_short(moment.astimezone(PARIS).date()) if moment else ""


def pdf(told: Sheet) -> bytes | None:
    """The file as PDF/UA: tagged, with its language, its title and its reading order; None where none can be made.

    Only what the page holds is read: no file, no network.
    """
    try:
        # it takes a second to load and needs Pango: only the worker that makes files pays for it
        maker = importlib.import_module("weasyprint")
        fetching = importlib.import_module("weasyprint.urls")
    except (ImportError, OSError):
        log.warning("no PDF is made: WeasyPrint or Pango is missing")
        return None
    for chatty in ("weasyprint.progress", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    html = current_app.jinja_env.get_template("meetings/minutes/_paper.html").render(sheet=told)
    fetcher = fetching.URLFetcher(allowed_protocols=["data"])
    page = maker.HTML(string=html, url_fetcher=fetcher)
    style = maker.CSS(string=f"{_font()}{STYLE}", url_fetcher=fetcher)
    written: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return written


def _font() -> str:
    """The letters of the site inside the file: it looks the same whatever the machine has."""
    path = Path(str(current_app.static_folder)) / FONT
    if not path.is_file():
        return ""
    letters = base64.b64encode(path.read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{letters}) format('woff2')"
    return f"@font-face {{ font-family: 'Atkinson Hyperlegible Next'; font-weight: 200 800; src: {source}; }}"


def make_due() -> int:
    """Make the PDF files that are missing, a few at once; gives how many were made."""
    made = sum(_make(revision) for revision in queries.without_document()[:AT_ONCE])
    if made:
        change_in_public()
    return made


def _make(revision: MinutesRevision) -> bool:
    minutes = queries.held(revision.minutes_id)
    found = next((one for one in minutes.revisions if one.id == revision.id), None)
    if found is None or found.published_at is None or found.hidden_at is not None or found.document_id is not None:
        return False
    content = pdf(sheet(minutes, found))
    if content is None:
        return False
    name = f"compte-rendu-{minutes.meeting.day.isoformat()}.pdf"
    document = documents.keep(Received(name, DocumentKind.PDF, content), actor=SYSTEM)
    db.session.flush()
    found.document_id = document.id
    db.session.flush()
    audit.record(SYSTEM, "minutes.print", minutes)
    return True
