"""Saying something, answering, changing one's words, and letting in those of newcomers."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from citizens.accounts.carrying import local_path
from citizens.discussion import presentation, queries, services, subjects
from citizens.discussion.blueprint import discussion
from citizens.discussion.forms import CommentForm, DeclineForm, ReplyForm
from citizens.discussion.models import Comment, CommentKind
from citizens.discussion.subjects import Said, Subject
from foundation.forms import Form, Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused

KINDS = {kind.value: kind for kind in CommentKind}


@discussion.post("/discussion/<kind>/<uuid:key>")
@guarded("comment.post", load=subjects.find, once=True)
def post(subject: Subject) -> ResponseReturnValue:
    """Say something about a subject."""
    form = CommentForm()
    if form.sent():
        try:
            comment = services.post(subject, KINDS[form.kind.data], form.text.data, actor=actor())
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            return _back(subject, comment)
    return _page("write", form, subject, what_next=presentation.what_next(subject, actor())), 422


@discussion.get("/commentaires/<uuid:key>/repondre")
@guarded("comment.post", load=queries.shown_to_all, fresh=True)
def reply_page(said: Said) -> ResponseReturnValue:
    """Words to answer somebody with."""
    return _reply_page(ReplyForm(), said)


@discussion.post("/commentaires/<uuid:key>/repondre")
@guarded("comment.post", load=queries.shown_to_all, once=True)
def reply(said: Said) -> ResponseReturnValue:
    """Answer a question or an argument."""
    form = ReplyForm()
    if not form.sent():
        return _reply_page(form, said), 422
    try:
        comment = services.post(said.subject, KINDS["reply"], form.text.data, actor=actor(), reply_to=said.comment)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _reply_page(form, said), 409
    return _back(said.subject, comment)


@discussion.get("/commentaires/<uuid:key>/modifier")
@guarded("comment.edit", load=queries.said, fresh=True)
def edit_page(said: Said) -> ResponseReturnValue:
    """One's own words, to be changed."""
    form = ReplyForm(data={"text": said.comment.text})
    reason = services.closed_to_edits(said.comment)
    if reason:
        form.form_errors.append(reason)
    return _page("edit", form, said.subject, said=said), 409 if reason else 200


@discussion.post("/commentaires/<uuid:key>/modifier")
@guarded("comment.edit", load=queries.said)
def edit(said: Said) -> ResponseReturnValue:
    """Change one's own words."""
    form = ReplyForm()
    if not form.sent():
        return _page("edit", form, said.subject, said=said), 422
    try:
        services.edit(said, form.text.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page("edit", form, said.subject, said=said), 409
    return _back(said.subject, said.comment)


@discussion.get("/commentaires/<uuid:key>/retirer")
@guarded("comment.withdraw", load=queries.said, fresh=True)
def withdraw_page(said: Said) -> ResponseReturnValue:
    """One's own words, to be taken back."""
    return _page("withdraw", Press(), said.subject, said=said)


@discussion.post("/commentaires/<uuid:key>/retirer")
@guarded("comment.withdraw", load=queries.said)
def withdraw(said: Said) -> ResponseReturnValue:
    """Take one's own words back."""
    form = Press()
    if not form.sent():
        return _page("withdraw", form, said.subject, said=said), 422
    services.withdraw(said, actor=actor())
    return redirect(local_path(f"{said.subject.url}#discussion"))


@discussion.post("/commentaires/<uuid:key>/accepter")
@guarded("comment.welcome", load=queries.said)
def accept(said: Said) -> ResponseReturnValue:
    """Let a newcomer's words be read by all."""
    if not Press().sent():
        raise Refused(services.CHANGED)
    services.accept(said, _version(request.form.get("version")), actor=actor())
    return _back(said.subject, said.comment)


@discussion.get("/commentaires/<uuid:key>/refuser")
@guarded("comment.welcome", load=queries.said, fresh=True)
def decline_page(said: Said) -> ResponseReturnValue:
    """A newcomer's words, and why they are not shown."""
    return _page("decline", DeclineForm(data={"version": said.comment.version}), said.subject, said=said)


@discussion.post("/commentaires/<uuid:key>/refuser")
@guarded("comment.welcome", load=queries.said)
def decline(said: Said) -> ResponseReturnValue:
    """Keep a newcomer's words from being shown."""
    form = DeclineForm()
    if not form.sent():
        return _page("decline", form, said.subject, said=said), 422
    try:
        services.decline(said, _version(form.version.data), form.reason.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        form.version.data = said.comment.version
        return _page("decline", form, said.subject, said=said), 409
    return redirect(local_path(f"{said.subject.url}#discussion"))


def _version(sent: str | None) -> int:
    return int(sent) if sent and sent.isdecimal() and len(sent) < 10 else 0


def _back(subject: Subject, comment: Comment) -> ResponseReturnValue:
    return redirect(local_path(f"{subject.url}#commentaire-{comment.id}"))


def _reply_page(form: ReplyForm, said: Said) -> str:
    return _page(
        "reply", form, said.subject, said=said, what_next=presentation.what_next(said.subject, actor(), answers=said)
    )


def _page(name: str, form: Form, subject: Subject, *, said: Said | None = None, what_next: str = "") -> str:
    line = presentation.quoted(said, actor()) if said is not None else None
    filled = {"form": form, "subject": subject, "line": line, "next_words": what_next}
    return render_template(f"citizens/discussion/{name}.html", **filled)
