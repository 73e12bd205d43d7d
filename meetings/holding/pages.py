"""The pages of a meeting that is held, with their forms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, make_response, render_template, request, url_for

from foundation import documents
from foundation.documents import GONE, Received
from foundation.policy import actor
from foundation.workflow import Refused
from meetings.holding import loading, presentation
from meetings.holding.forms import CastingForm, GuestForm, OtherForm, PaperProxyForm, TotalsForm
from meetings.models import Meeting
from meetings.presence import proxies
from meetings.votes.models import VoteMethod


def here(meeting: Meeting) -> dict[str, Any]:
    """What an address of a meeting names."""
    return {"slug": meeting.convener.slug, "key": meeting.id}


def held(meeting: Meeting, *sentences: str, guest: GuestForm | None = None, ending: Any = None) -> str:
    """The page of a meeting for whoever holds it, with the reasons why something was refused."""
    shown = presentation.held(meeting)
    return render_template(
        "meetings/holding/held.html",
        sentences=sentences,
        guest=guest or GuestForm(address=url_for("holding.add_guest", **here(meeting))),
        other=_other(shown["others"], here(meeting)) if shown["is_open"] and shown["others"] else None,
        ending=ending or _ending(shown["counting"], here(meeting)),
        **shown,
    )


def _other(people: Sequence[tuple[str, str]], place: dict[str, Any]) -> OtherForm:
    return OtherForm(address=url_for("holding.tick_other", **place)).prepare(people)


def _ending(counting: presentation.Counting | None, place: dict[str, Any]) -> TotalsForm | CastingForm | None:
    """The form that ends the motion that is open."""
    if counting is None:
        return None
    address = url_for("holding.close_motion", vote=counting.motion.id, **place)
    if counting.motion.method is VoteMethod.SHOW_OF_HANDS:
        return TotalsForm(address=address)
    return CastingForm(address=address)


def paper(meeting: Meeting, form: PaperProxyForm) -> str:
    """The page where a power made on paper is entered."""
    if not form.giver.choices:
        form.offer(presentation.voters_of(meeting))
    return render_template("meetings/holding/paper.html", meeting=meeting, form=form)


def keep_paper(meeting: Meeting, form: PaperProxyForm, received: Received | Refused | None) -> None:
    """Enter a power made on paper with its scan. Raises Refused."""
    if isinstance(received, Refused):
        raise received
    giver, holder = loading.seat(meeting, form.giver.data), loading.seat(meeting, form.holder.data)
    scan = documents.keep(received, actor=actor()) if received is not None else None
    proxies.note_paper(meeting, giver, holder, scan, actor=actor())


def unchanged_or(page: str) -> Response:
    """A piece of a page, or the word that whoever asks has it already."""
    response = make_response(page)
    response.set_etag(hashlib.sha256(page.encode()).hexdigest()[:20])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def gone() -> Response:
    """What was here is not any more. Raises NotFound."""
    abort(404, GONE)
