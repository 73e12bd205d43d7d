"""Reporting a comment, and what moderators do with reports."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.discussion import moderation, presentation, queries
from citizens.discussion.blueprint import discussion
from citizens.discussion.forms import DecisionForm, ReportForm, ReversalForm
from citizens.discussion.models import ContentReport, ReportGround, ReportState
from citizens.discussion.subjects import Said
from foundation.forms import Form
from foundation.pagination import paginate
from foundation.policy import actor, guarded
from foundation.workflow import Refused

GROUNDS = {ground.value: ground for ground in ReportGround}
OLDEST_FIRST = (ContentReport.reported_at, ContentReport.id)
LATEST_FIRST = (ContentReport.decided_at.desc(), ContentReport.id)


@dataclass(frozen=True)
class Case:
    """A report with the comment it is about, for who decides."""

    report: ContentReport
    said: Said

    @property
    def comment(self) -> Any:
        return self.said.comment

    @property
    def is_open(self) -> bool:
        return self.report.state is ReportState.RECEIVED

    @property
    def can_reverse(self) -> bool:
        return self.report.state is ReportState.REMOVED


def case(key: uuid.UUID) -> Case | None:
    """The report of an address."""
    report = queries.report(key)
    said = queries.said(report.comment_id) if report is not None else None
    return Case(report, said) if report is not None and said is not None else None


@discussion.get("/commentaires/<uuid:key>/signaler")
@guarded("report.make", load=queries.shown_to_all, fresh=True)
def report_page(said: Said) -> ResponseReturnValue:
    """What is wrong with a comment."""
    return _report_page(_report_form(), said)


@discussion.post("/commentaires/<uuid:key>/signaler")
@guarded("report.make", load=queries.shown_to_all, private=True)
def report(said: Said) -> ResponseReturnValue:
    """Report a comment."""
    form = _report_form()
    if not form.sent():
        return _report_page(form, said), 422
    email = form.email.data if form.email else ""
    try:
        moderation.report(said, GROUNDS[form.ground.data], form.words.data or "", actor=actor(), email=email)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _report_page(form, said), 409
    return render_template("citizens/discussion/reported.html", subject=said.subject)


@discussion.get("/moderation")
@guarded("report.list", fresh=True)
def office() -> ResponseReturnValue:
    """The reports that wait, the oldest first."""
    return _office(decided=False)


@discussion.get("/moderation/decisions")
@guarded("report.list", fresh=True)
def decisions() -> ResponseReturnValue:
    """The reports already decided, the latest first."""
    return _office(decided=True)


@discussion.get("/moderation/<uuid:key>")
@guarded("report.decide", load=case, fresh=True)
def decide_page(case: Case) -> ResponseReturnValue:
    """One report: what was said, why it was reported, what was decided."""
    if case.is_open:
        known = {"ground": case.report.ground.value, "version": case.comment.version}
        return _case_page("decide", DecisionForm(data=known), case)
    return _case_page("decided", ReversalForm(address=url_for("discussion.reverse", key=case.report.id)), case)


@discussion.post("/moderation/<uuid:key>")
@guarded("report.decide", load=case)
def decide(case: Case) -> ResponseReturnValue:
    """Take the comment away, or keep it."""
    form = DecisionForm()
    return _settle(form, case, "decide", lambda: _decide(case, form))


@discussion.post("/moderation/<uuid:key>/revenir")
@guarded("report.decide", load=case)
def reverse(case: Case) -> ResponseReturnValue:
    """Put back what was taken away."""
    form = ReversalForm()
    decided = case.report, case.said
    return _settle(form, case, "decided", lambda: moderation.reverse(*decided, form.reasons.data, actor=actor()))


def _decide(case: Case, form: DecisionForm) -> None:
    if form.decision.data == "keep":
        moderation.keep(case.report, case.said, form.reasons.data, actor=actor())
        return
    version = int(form.version.data) if (form.version.data or "").isdecimal() else 0
    ground = GROUNDS[form.ground.data]
    moderation.remove(case.report, case.said, version, ground, form.reasons.data, actor=actor())


def _settle(form: Form, case: Case, page: str, act: Callable[[], None]) -> ResponseReturnValue:
    """Do what was decided, or show the form again with what was typed."""
    if not form.sent():
        return _case_page(page, form, case), 422
    try:
        act()
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        if page == "decide":
            form["version"].data = case.comment.version
        return _case_page(page, form, case), 409
    return redirect(url_for("discussion.office"))


def _report_form() -> ReportForm:
    form = ReportForm()
    if actor().id is not None:
        del form.email
    return form


def _report_page(form: ReportForm, said: Said) -> str:
    line = presentation.quoted(said, actor())
    return render_template("citizens/discussion/report.html", form=form, subject=said.subject, line=line)


def _office(*, decided: bool) -> str:
    order = LATEST_FIRST if decided else OLDEST_FIRST
    page = paginate(queries.reports(decided=decided), order, cursor=request.args.get("suite"))
    return render_template("citizens/discussion/office.html", page=page, decided=decided)


def _case_page(name: str, form: Form, case: Case) -> str:
    subject = case.said.subject
    page_url = subject.url if subject.allows("read", actor()) else ""
    filled = {"case": case, "report": case.report, "subject": subject, "page_url": page_url}
    return render_template(f"citizens/discussion/{name}.html", form=form, **filled)
