"""The public version: prepared and checked inside, read by everybody; and what is taken out of it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation import documents
from foundation.forms import Form, Press
from foundation.policy import actor, guarded
from foundation.text import slugify
from foundation.workflow import Refused
from meetings.minutes import loading, masking, odt, papers, presentation, public, services, standing
from meetings.minutes.blueprint import minutes as site
from meetings.minutes.forms import KEEP, MaskForm, PassageForm, TextForm
from meetings.minutes.models import Minutes
from meetings.minutes.office_views import OLD, attempt, where
from meetings.proposals.texts import compare


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/version-publique/preparer")
@guarded("minutes.write", load=loading.minutes, private=True)
def begin(minutes: Minutes) -> ResponseReturnValue:
    """Begin the public version, filled from the approved text."""
    answered = attempt(minutes, lambda: public.begin(minutes, actor=actor()))
    return answered if isinstance(answered, tuple) else _to(minutes)


def _to(minutes: Minutes, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("minutes.checking", **where(minutes), _anchor=anchor), 303)


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>/version-publique")
@guarded("minutes.check", load=loading.minutes, fresh=True)
def checking(minutes: Minutes) -> ResponseReturnValue:
    """The public version under way: its text, what is still to decide, who has read it."""
    return _checking(minutes)


def _checking(minutes: Minutes, form: TextForm | None = None, *sentences: str) -> str:
    shown = presentation.checking(minutes, actor())
    revision, to = shown["revision"], url_for("minutes.save_public", **where(minutes))
    text = form or TextForm(address=to, data={"text": revision.public_text, "version": revision.public_saved})
    return render_template(
        "meetings/minutes/checking.html",
        form=text,
        sentences=sentences,
        passage_forms=_passages(minutes, shown),
        **shown,
    )


def _passages(minutes: Minutes, shown: Mapping[str, Any]) -> list[tuple[Any, PassageForm]]:
    made = []
    for number, one in enumerate(shown["passages"]):
        to = url_for("minutes.decide", **where(minutes))
        form = PassageForm(address=to, prefix=f"p{number}-", data={"words": one.words})
        form.suggest(one.instead)
        made.append((one, form))
    return made


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/version-publique")
@guarded("minutes.write", load=loading.minutes, private=True)
def save_public(minutes: Minutes) -> ResponseReturnValue:
    """Save the public text."""
    form = TextForm()
    if not form.sent():
        return _checking(minutes, form), 422
    try:
        public.save(minutes, form.text.data, form.read_version(), actor=actor())
    except services.Overtaken:
        return _conflict(minutes, form), 409
    except Refused as refusal:
        return _checking(minutes, form, *refusal.sentences), 409
    return _to(minutes)


def _conflict(minutes: Minutes, form: TextForm) -> str:
    kept = public.waiting(minutes)
    form.version.data = str(kept.public_saved)
    return render_template(
        "meetings/minutes/conflict.html", form=form, minutes=minutes, saved_at=kept.prepared_at, html=kept.public_html,
        passages=compare(kept.public_text, form.text.data or ""), length="",
        kept_as=presentation.kept_as(minutes.id, actor()), action=url_for("minutes.save_public", **where(minutes)),
        back=url_for("minutes.checking", **where(minutes)),
    )  # fmt: skip


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/version-publique/passage")
@guarded("minutes.write", load=loading.minutes, private=True)
def decide(minutes: Minutes) -> ResponseReturnValue:
    """Say what becomes of a passage that may tell who somebody is."""
    prefix = next((name.removesuffix("words") for name in request.form if name.endswith("-words")), "")
    form = PassageForm(prefix=prefix)
    return _try(minutes, lambda: _decide(minutes, form), form, "a-decider")


def _decide(minutes: Minutes, form: PassageForm) -> None:
    words = str(form.words.data or "")
    if request.form.get("act") == KEEP:
        public.keep(minutes, words, actor=actor())
    else:
        public.replace(minutes, words, form.wanted(), actor=actor())


def _try(
    minutes: Minutes, act: Callable[[], object], form: Form | None = None, anchor: str | None = None
) -> ResponseReturnValue:
    if not (form or Press()).sent():
        return _checking(minutes, None, OLD), 422
    try:
        act()
    except Refused as refusal:
        return _checking(minutes, None, *refusal.sentences), 409
    return _to(minutes, anchor)


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/version-publique/relue")
@guarded("minutes.check", load=loading.minutes, private=True)
def check(minutes: Minutes) -> ResponseReturnValue:
    """Say that the public text was read and tells of nobody."""
    read = request.form.get("version", "")
    saved = int(read) if read.isdecimal() else -1
    return _try(minutes, lambda: public.check(minutes, saved, actor=actor()))


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/version-publique/publier")
@guarded("minutes.write", load=loading.minutes)
def publish(minutes: Minutes) -> ResponseReturnValue:
    """Let everybody read it."""
    answered = _try(minutes, lambda: public.publish(minutes, actor=actor()))
    if isinstance(answered, tuple):
        return answered
    return redirect(url_for("minutes.public", key=minutes.meeting_id), 303)


@site.get("/reunions/<uuid:key>/compte-rendu", endpoint="public")
@guarded("minutes.public", load=loading.public)
def read_public(minutes: Minutes) -> ResponseReturnValue:
    """What everybody reads of a meeting."""
    return render_template("meetings/minutes/public.html", **presentation.public_page(minutes) or {})


@site.get("/reunions/<uuid:key>/compte-rendu/versions/<int(max=9999):number>")
@guarded("minutes.public", load=loading.public)
def earlier(minutes: Minutes) -> ResponseReturnValue:
    """One text by its number, for ever; of one that was taken away the mention remains (`R-MIN-04`)."""
    shown = presentation.public_page(minutes, (request.view_args or {})["number"])
    return render_template("meetings/minutes/public.html", **shown) if shown else abort(404)


@site.get("/reunions/<uuid:key>/compte-rendu.pdf")
@guarded("minutes.public", load=loading.public)
def as_pdf(minutes: Minutes) -> ResponseReturnValue:
    """The public text as a tagged PDF file; until the worker has made it, the page, which says so."""
    found = standing.public(minutes)
    if found is None or found.document is None:
        return render_template("meetings/minutes/public.html", soon=True, **presentation.public_page(minutes) or {})
    return documents.send(found.document)


@site.get("/reunions/<uuid:key>/compte-rendu.odt")
@guarded("minutes.public", load=loading.public)
def as_odt(minutes: Minutes) -> ResponseReturnValue:
    """The public text for a word processor."""
    sheet = papers.sheet(minutes)
    response = Response(odt.odt(sheet), mimetype=odt.ODT)
    response.headers["Content-Disposition"] = f"attachment; filename={slugify(sheet.title)[:80]}.odt"
    return response


@site.get("/reunions/<uuid:key>/compte-rendu/masquer")
@guarded("minutes.mask", load=loading.of_meeting, fresh=True)
def mask_page(minutes: Minutes) -> ResponseReturnValue:
    """Words to take out of every text of a meeting, at once."""
    return _mask_page(minutes, MaskForm())


def _mask_page(minutes: Minutes, form: MaskForm) -> str:
    return render_template("meetings/minutes/mask.html", form=form, minutes=minutes, meeting=minutes.meeting)


@site.post("/reunions/<uuid:key>/compte-rendu/masquer")
@guarded("minutes.mask", load=loading.of_meeting)
def mask(minutes: Minutes) -> ResponseReturnValue:
    """Take words out of every text of a meeting."""
    form = MaskForm()
    if not form.sent():
        return _mask_page(minutes, form), 422
    try:
        masking.mask(minutes, form.passage.data, form.instead.data or "", actor=actor())
    except Refused as refusal:
        form.passage.errors = list(refusal.sentences)
        return _mask_page(minutes, form), 409
    return redirect(url_for("meetings.read", key=minutes.meeting_id, _anchor="compte-rendu"), 303)
