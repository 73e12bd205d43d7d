"""Reports on comments: received, decided by a moderator with reasons, told to both sides (`R-IND-03`, domain §9.7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from citizens.discussion import mails, queries
from citizens.discussion.models import Comment, CommentState, ContentReport, ReportGround, ReportState
from citizens.discussion.subjects import Said
from citizens.discussion.workflow import COMMENT, REPORT
from citizens.notifications.recipients import Recipient
from citizens.notifications.services import tell
from foundation import audit, clock
from foundation.database import db
from foundation.outbox import Letter
from foundation.outbox import post as post_letter
from foundation.policy import Actor, require
from foundation.text import date_short, nfc
from foundation.workflow import Refused

# domain §9.5
FORGOTTEN_AFTER = timedelta(days=365)
CHANGED = "Ce commentaire a été modifié pendant que vous le lisiez. Relisez-le, puis décidez."


def report(said: Said, ground: ReportGround, words: str, *, actor: Actor, email: str = "") -> ContentReport:
    """Say that a comment should not stay; a stranger gives an address for the answer. Raises Refused."""
    require(actor, "report.make", said)
    comment = queries.locked(said.comment.id)
    if comment.state is not CommentState.SHOWN or comment.withdrawn_at:
        raise Refused("Ce commentaire n’est plus affiché\u00a0: il n’y a plus rien à signaler.")
    _refuse_doubled(comment, actor, email)
    made = ContentReport(
        id=uuid.uuid4(),
        comment_id=comment.id,
        reporter_id=actor.id,
        reporter_email=None if actor.id else email,
        ground=ground,
        words=nfc(words),
        state=REPORT.initial,
        reported_at=clock.now(),
    )
    db.session.add(made)
    audit.record(actor, "report.make", made, after=made.state.value)
    _answer(made, lambda reader: mails.receipt(reader, made), "received")
    return made


def _refuse_doubled(comment: Comment, actor: Actor, email: str) -> None:
    for one in queries.lock_reports(comment.id):
        same = one.reporter_id == actor.id if actor.id else one.reporter_email == email
        if same and one.state is ReportState.RECEIVED:
            day = date_short(one.reported_at.astimezone(clock.PARIS).date())
            raise Refused(f"Vous avez déjà signalé ce commentaire le {day}\u00a0: la décision vous sera envoyée.")


def remove(
    decided: ContentReport, said: Said, version: int, ground: ReportGround, reasons: str, *, actor: Actor
) -> None:
    """Take a comment away, as read in `version`: every report that waits on it is answered too. Raises Refused."""
    comment, others = _locked(decided, said, actor)
    REPORT.step(decided, "remove")
    if comment.version != version:
        raise Refused(CHANGED)
    comment.hidden_reason = ground.label
    before = comment.state
    COMMENT.move(comment, "hide", reasons)
    audit.record(actor, "comment.hide", comment, before=before.value, after=comment.state.value, comment=reasons)
    waiting = [one for one in others if one.state is ReportState.RECEIVED]
    for one in waiting:
        _decide(one, "remove", reasons, actor)
    _tell_author(comment, lambda reader: mails.hidden(reader, said.subject, comment, nfc(reasons)), "hidden")
    for one in waiting:
        _tell_outcome(one)


def keep(decided: ContentReport, said: Said, reasons: str, *, actor: Actor) -> None:
    """Leave a comment where it is, and tell who reported it why. Raises Refused."""
    _locked(decided, said, actor)
    _decide(decided, "keep", reasons, actor)
    _tell_outcome(decided)


def reverse(decided: ContentReport, said: Said, reasons: str, *, actor: Actor) -> None:
    """Put back what was taken away, after it was contested; tell all that had been told. Raises Refused."""
    comment, others = _locked(decided, said, actor)
    REPORT.step(decided, "reverse")
    comment.hidden_reason = None
    COMMENT.move(comment, "restore", reasons)
    audit.record(actor, "comment.restore", comment, before="hidden", after=comment.state.value, comment=reasons)
    told = [one for one in others if one.state is ReportState.REMOVED]
    for one in told:
        _decide(one, "reverse", reasons, actor)
    _tell_author(comment, lambda reader: mails.restored(reader, said.subject, nfc(reasons)), "restored")
    for one in told:
        _tell_outcome(one)


def forget_reporters() -> None:
    """A year after the decision, nobody knows any more who reported, nor in which words (domain §9.5)."""
    db.session.execute(
        update(ContentReport)
        .where(
            ContentReport.state != ReportState.RECEIVED,
            ContentReport.decided_at < clock.now() - FORGOTTEN_AFTER,
        )
        .values(reporter_id=None, reporter_email=None, words="")
        .execution_options(synchronize_session=False)
    )


def _locked(decided: ContentReport, said: Said, actor: Actor) -> tuple[Comment, list[ContentReport]]:
    """The comment and all reports on it as they now stand: the comment is locked first, by everybody."""
    require(actor, "report.decide", decided)
    require(actor, "comment.moderate", said)
    comment = queries.locked(said.comment.id)
    return comment, list(queries.lock_reports(comment.id))


def _decide(one: ContentReport, step: str, reasons: str, actor: Actor) -> None:
    before = one.state
    REPORT.move(one, step, reasons)
    one.decided_at, one.decision_reason = clock.now(), nfc(reasons)
    audit.record(actor, f"report.{step}", one, before=before.value, after=one.state.value, comment=reasons)


def _tell_outcome(one: ContentReport) -> None:
    removed = one.state is ReportState.REMOVED
    _answer(one, lambda reader: mails.outcome(reader, one, removed=removed), f"decided/{clock.now():%Y%m%d%H%M%S}")


def _tell_author(comment: Comment, write: Callable[[Recipient], Letter], what: str) -> None:
    tell([comment.author_id], write, once=f"comment-{what}/{comment.id}/{clock.now():%Y%m%d%H%M%S}")


def _answer(one: ContentReport, write: Callable[[Recipient], Letter], what: str) -> None:
    """Write to whoever reported, with or without an account."""
    name = f"report/{one.id}/{what}"
    if one.reporter_id is not None:
        tell([one.reporter_id], write, once=name)
    elif one.reporter_email:
        post_letter(write(Recipient(one.id, "", one.reporter_email)), once=name)
