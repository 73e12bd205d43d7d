"""The motions of a meeting that is held: put, called, closed."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.after_closing import AFTER_CLOSING
from meetings.holding import loading, pages
from meetings.holding.blueprint import holding
from meetings.holding.forms import (
    ASIDE,
    CHOICES,
    METHODS,
    CallForm,
    CastingForm,
    MethodForm,
    QuestionForm,
    TotalsForm,
    casting_of,
)
from meetings.holding.views import BASE, OLD, done
from meetings.models import AgendaItem
from meetings.votes import ending, putting
from meetings.votes.models import VoteMethod
from meetings.votes.putting import Question


@holding.post(f"{BASE}/points/<uuid:point>/voix")
@guarded("meeting.hold", load=loading.item)
def put(item: AgendaItem) -> ResponseReturnValue:
    """Put the title of an item to the vote, in one press."""
    form = MethodForm()
    if not form.sent():
        return pages.held(item.meeting, OLD), 422
    asked = Question(item.title, METHODS[form.method.data])
    return done(item.meeting, lambda: putting.put(item, asked, actor=actor()), "vote")


@holding.get(f"{BASE}/points/<uuid:point>/question")
@guarded("meeting.hold", load=loading.item, fresh=True)
def question_page(item: AgendaItem) -> ResponseReturnValue:
    """A question in other words, or with a text."""
    return _question_page(item, QuestionForm(data={"question": item.title, "method": "show_of_hands"}))


def _question_page(item: AgendaItem, form: QuestionForm) -> str:
    return render_template("meetings/holding/question.html", item=item, meeting=item.meeting, form=form)


@holding.post(f"{BASE}/points/<uuid:point>/question")
@guarded("meeting.hold", load=loading.item)
def put_question(item: AgendaItem) -> ResponseReturnValue:
    """Put a question to the vote."""
    form = QuestionForm()
    if not form.sent():
        return _question_page(item, form), 422
    try:
        putting.put(item, form.asked(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _question_page(item, form), 409
    meeting = item.meeting
    return redirect(url_for("holding.hold_page", slug=meeting.convener.slug, key=meeting.id, _anchor="vote"), 303)


@holding.post(f"{BASE}/votes/<uuid:vote>/clore")
@guarded("meeting.hold", load=loading.motion_of_meeting)
def close_motion(found: loading.Put) -> ResponseReturnValue:
    """End a vote: with the hands counted, or by its answers."""
    motion, meeting = found.motion, found.meeting
    form = TotalsForm() if motion.method is VoteMethod.SHOW_OF_HANDS else CastingForm()
    if not form.sent():
        return pages.held(meeting, ending=form), 422
    said = form.totals() if isinstance(form, TotalsForm) else None
    try:
        ending.close(motion, said, casting=casting_of(form), after=AFTER_CLOSING, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return pages.held(meeting, ending=form), 409
    return _back(found)


def _back(found: loading.Put) -> ResponseReturnValue:
    anchor = f"point-{found.motion.agenda_item_id}"
    return redirect(url_for("holding.hold_page", **pages.here(found.meeting), _anchor=anchor), 303)


@holding.post(f"{BASE}/votes/<uuid:vote>/<any(adopter, retirer):way>")
@guarded("meeting.hold", load=loading.motion_of_meeting)
def settle_motion(found: loading.Put) -> ResponseReturnValue:
    """Adopt by consensus, or end a vote without a result."""
    if not Press().sent():
        return pages.held(found.meeting, OLD), 422
    act = ending.agree if (request.view_args or {})["way"] == "adopter" else ending.withdraw
    anchor = f"point-{found.motion.agenda_item_id}"
    return done(found.meeting, lambda: act(found.motion, after=AFTER_CLOSING, actor=actor()), anchor)


@holding.post(f"{BASE}/votes/<uuid:vote>/appel/<uuid:elector>")
@guarded("meeting.hold", load=loading.elector_of_meeting, private=True)
def call(found: loading.Called) -> ResponseReturnValue:
    """Enter what somebody said at the roll call, or that they stand aside."""
    form, motion, elector = CallForm(), found.motion, found.elector
    if not form.sent():
        return pages.held(found.meeting, OLD), 422
    if form.choice.data == ASIDE:
        return done(found.meeting, lambda: putting.set_aside(motion, elector, actor=actor()), "vote")
    choice = CHOICES[form.choice.data]
    return done(found.meeting, lambda: putting.call(motion, elector, choice, actor=actor()), "vote")
