"""The pages where a proposal is written: the form that fits its state, the preview, and two texts side by side."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from councils.models import Council
from councils.territory.models import Neighborhood
from foundation.html import markdown, visible_length
from foundation.likeness import alike
from foundation.policy import actor
from foundation.text import number, plural
from foundation.workflow import Refused
from meetings.proposals import queries, services, texts
from meetings.proposals.forms import ReviseForm, WriteForm, filled
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.publishing import KIND
from meetings.proposals.workflow import MOST_CHARACTERS

PREVIEW = "preview"
# what else a button of the page does once the text is saved
THEN = {"discuss": "proposals.step_page", "documents": "proposals.documents_page"}


@dataclass(frozen=True)
class Preview:
    """A text as its readers would see it."""

    title: str
    html: str
    length: str


def asks_preview() -> bool:
    """Whether the button pressed only shows the text."""
    return request.form.get("act") == PREVIEW


def preview_of(form: WriteForm) -> Preview:
    """What the form holds, as its readers would see it."""
    return Preview(form.title.data or "", markdown(form.text.data or ""), length_words(form.text.data or ""))


def length_words(text: str) -> str:
    """How long a text is, and how much of it is too much."""
    count = visible_length(text)
    words = f"{plural(count, 'caractère', 'caractères')} sur {number(MOST_CHARACTERS)}."
    if count <= MOST_CHARACTERS:
        return words
    return f"{words} C’est {plural(count - MOST_CHARACTERS, 'caractère', 'caractères')} de trop."


def form_of(proposal: Proposal, places: Sequence[Neighborhood], *, sent: bool) -> WriteForm:
    """The form that fits a proposal: as it was sent, or as the proposal stands. Past its draft it asks a reason."""
    kind = WriteForm if proposal.state is ProposalState.DRAFT else ReviseForm
    form = kind() if sent else kind(data=filled(proposal))
    form.offer(places)
    return form


def places_of(proposal: Proposal) -> Sequence[Neighborhood]:
    """The neighborhoods that may be ticked: those covered today, and those ticked before."""
    today = queries.places(proposal.council_id)
    known = {place.id for place in today}
    return [*today, *(place for place in proposal.neighborhoods if place.id not in known)]


def keep(proposal: Proposal, form: WriteForm, places: Sequence[Neighborhood]) -> str:
    """Save what a form that holds says; gives the address to go on to. Raises Overtaken and Refused."""
    words, version = form.words(places), form.read_version()
    where: dict[str, Any] = {"slug": proposal.council.slug, "key": proposal.id}
    if isinstance(form, ReviseForm):
        services.revise(proposal, words, version, form.reason.data, actor=actor())
        return url_for("proposals.read", **where)
    services.save(proposal, words, version, actor=actor())
    act = request.form.get("act", "")
    if act == "discuss":
        where["step"] = "discuss"
    return url_for(THEN.get(act, "proposals.write_page"), **where)


def new_page(council: Council, form: WriteForm, preview: Preview | None = None) -> str:
    """The first page of a draft, or why there can be none."""
    return render_template(
        "meetings/proposals/new.html",
        form=form,
        council=council,
        refusal=services.why_not_now(council),
        preview=preview,
        length=length_words(form.text.data or ""),
        similar=alike(form.title.data or "", KIND),
        kept_as=_kept_as(council.id),
    )


def write_page(proposal: Proposal, form: WriteForm, preview: Preview | None = None) -> str:
    """The page where a proposal is written."""
    return render_template(
        "meetings/proposals/write.html",
        form=form,
        proposal=proposal,
        preview=preview,
        length=length_words(form.text.data or ""),
        similar=alike(form.title.data or "", KIND, but=proposal.id.hex),
        kept_as=_kept_as(proposal.id),
    )


def conflict_page(proposal: Proposal, form: WriteForm) -> str:
    """One's own text beside the one that somebody saved meanwhile; nothing is lost of either."""
    form.version.data = str(proposal.version)
    mine = texts.canonical(form.title.data or "", texts.plain(form.text.data or ""))
    kept = texts.canonical(proposal.title, proposal.text)
    return render_template(
        "meetings/proposals/conflict.html",
        form=form,
        proposal=proposal,
        passages=texts.compare(kept, mine),
        length=length_words(form.text.data or ""),
        kept_as=_kept_as(proposal.id),
    )


def refused_page(proposal: Proposal, form: WriteForm, refusal: Refused) -> str:
    """The page again, with what was typed and why it was not saved."""
    form.form_errors.extend(refusal.sentences)
    return write_page(proposal, form)


def first_fault(form: WriteForm) -> str:
    """The first thing to correct before what was typed can be saved."""
    return next((str(field.errors[0]) for field in form if field.errors), "")


def _kept_as(key: uuid.UUID) -> str:
    """The name under which this reader's device keeps what is not saved yet; another reader's is another."""
    return hashlib.sha256(f"{key} {actor().id}".encode()).hexdigest()[:20]
