"""A discussion as its page shows it: who said what, in words, and what this reader may do about it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from citizens.discussion import queries, services, subjects
from citizens.discussion.forms import CommentForm
from citizens.discussion.models import Comment, CommentKind, CommentState
from citizens.discussion.subjects import Said, Subject
from foundation import clock
from foundation.policy import VISITOR, Actor, can
from foundation.text import date_short, moment_words

GROUPS = (
    (CommentKind.ARGUMENT_FOR, "Pour", "Pas encore d’argument pour."),
    (CommentKind.ARGUMENT_AGAINST, "Contre", "Pas encore d’argument contre."),
    (CommentKind.QUESTION, "Questions", "Pas encore de question."),
)
NOTES = {
    CommentState.WAITING: ("half", "ongoing", "En attente de relecture"),
    CommentState.DECLINED: ("square", "late", "Non publié"),
}
AT_ONCE = "Votre texte paraît aussitôt dans la discussion. Vous pourrez le modifier pendant 30 minutes."
READ_FIRST = (
    "Votre texte sera relu avant de paraître\u00a0: c’est le cas des trois premiers. Un courriel vous dira la suite. "
    "Vous pourrez le modifier pendant 30 minutes."
)
TO_ALL = "Tout le monde peut lire cette discussion, sans les noms de celles et ceux qui y écrivent."
TO_SOME = "Seules les personnes qui suivent cette discussion peuvent la lire."


@dataclass(frozen=True)
class Line:
    """One comment: `html` is empty when it was taken away, and `trace` says so; an address is empty when not open."""

    key: uuid.UUID
    anchor: str
    author: str
    at: datetime
    said_on: str
    is_edited: bool
    html: str
    trace: str
    note: tuple[str, str, str] | None
    about: str
    version: int
    reply_url: str = ""
    edit_url: str = ""
    report_url: str = ""
    accept_url: str = ""
    decline_url: str = ""
    replies: tuple[Line, ...] = ()

    @property
    def has_acts(self) -> bool:
        return any((self.reply_url, self.edit_url, self.report_url, self.accept_url))


@dataclass(frozen=True)
class Group:
    """The arguments for, those against, or the questions."""

    id: str
    title: str
    count: int
    lines: tuple[Line, ...]
    empty: str


@dataclass(frozen=True)
class Discussion:
    """What the macro `thread` shows. `form` is there for who may write, `sign_in_url` for strangers."""

    groups: tuple[Group, ...]
    count: int
    readers: str
    form: CommentForm | None
    action: str
    what_next: str
    at_once: bool
    sign_in_url: str


def discussion_of(kind: str, row: Any, actor: Actor) -> Discussion | None:
    """The discussion of a row as somebody sees it; None for whoever may not follow it."""
    subject = subjects.of(kind, row)
    if not subject.allows("read", actor):
        return None
    reader = _Reader(subject, actor, queries.of_subject(subject))
    action = url_for("discussion.post", kind=kind, key=subject.id)
    words = what_next(subject, actor) if reader.may_write else ""
    return Discussion(
        groups=tuple(reader.group(*group) for group in GROUPS),
        count=sum(comment.state is CommentState.SHOWN for comment in reader.comments),
        readers=TO_ALL if subject.allows("read", VISITOR) else TO_SOME,
        form=CommentForm(address=action) if reader.may_write else None,
        action=action,
        what_next=words,
        at_once=words == AT_ONCE,
        sign_in_url="" if actor.id else url_for("accounts.sign_in_page", next=subject.url),
    )


def what_next(subject: Subject, actor: Actor) -> str:
    """What becomes of the words of somebody who may write."""
    newcomer = not subject.allows("trusted", actor) and actor.id is not None and services.is_newcomer(actor.id)
    return READ_FIRST if newcomer else AT_ONCE


def quoted(said: Said, actor: Actor) -> Line:
    """One comment, to be shown above a form about it."""
    return _Reader(said.subject, actor, [said.comment]).line(said.comment, acts=False)


class _Reader:
    """What one person may see and do, found out once for all comments."""

    def __init__(self, subject: Subject, actor: Actor, comments: Sequence[Comment]) -> None:
        self.comments = comments
        self.subject = subject
        self.actor = actor
        self.may_write = can("comment.post", subject, actor)
        self.may_steer = subject.allows("steer", actor)
        self.sees_names = subject.allows("trusted", actor)
        self.answers: dict[uuid.UUID | None, list[Comment]] = defaultdict(list)
        for comment in comments:
            self.answers[comment.reply_to_id].append(comment)
        self.hidden_at = queries.hidden_at([c.id for c in comments if c.state is CommentState.HIDDEN])

    def group(self, kind: CommentKind, title: str, empty: str) -> Group:
        of_kind = [comment for comment in self.answers[None] if comment.kind is kind]
        count = sum(comment.state is CommentState.SHOWN for comment in of_kind)
        return Group(kind.value, title, count, self._lines(of_kind), empty)

    def _lines(self, comments: Iterable[Comment]) -> tuple[Line, ...]:
        return tuple(self.line(comment) for comment in comments if self._sees(comment))

    def _sees(self, comment: Comment) -> bool:
        if comment.state in {CommentState.SHOWN, CommentState.HIDDEN} or self._is_own(comment):
            return True
        return comment.state is CommentState.WAITING and self.may_steer

    def _is_own(self, comment: Comment) -> bool:
        return self.actor.id is not None and comment.author_id == self.actor.id

    def line(self, comment: Comment, *, acts: bool = True) -> Line:
        """One comment with its answers; without `acts`, for reading alone."""
        is_hidden = comment.state is CommentState.HIDDEN
        return Line(
            key=comment.id,
            anchor=f"commentaire-{comment.id}",
            author=self._author(comment),
            at=comment.written_at,
            said_on=moment_words(comment.written_at),
            is_edited=comment.edited_at is not None,
            html="" if is_hidden else comment.html,
            trace=self._trace(comment) if is_hidden else "",
            note=NOTES.get(comment.state),
            about=f"{comment.kind.label} du {moment_words(comment.written_at)}",
            version=comment.version,
            replies=self._lines(self.answers[comment.id]) if acts else (),
            **(self._acts(comment) if acts else {}),
        )

    def _author(self, comment: Comment) -> str:
        if self._is_own(comment):
            return "Vous"
        if self.sees_names:
            return f"{comment.author.given_name} {comment.author.family_name}"
        return "Une personne du conseil" if comment.trusted else "Un habitant ou une habitante"

    def _trace(self, comment: Comment) -> str:
        moment = self.hidden_at.get(comment.id)
        when = f" le {date_short(moment.astimezone(clock.PARIS).date())}" if moment else ""
        return f"Retiré par la modération{when}. Motif\u00a0: {comment.hidden_reason}."

    def _acts(self, comment: Comment) -> dict[str, str]:
        """The addresses of what this reader may do with a comment."""
        found: dict[str, str] = {}
        is_own, is_shown = self._is_own(comment), comment.state is CommentState.SHOWN
        if self.may_write and is_shown and comment.kind is not CommentKind.REPLY:
            found["reply_url"] = url_for("discussion.reply_page", key=comment.id)
        if is_own and self.may_write and services.closed_to_edits(comment) is None:
            found["edit_url"] = url_for("discussion.edit_page", key=comment.id)
        if is_shown and not is_own:
            found["report_url"] = url_for("discussion.report_page", key=comment.id)
        if comment.state is CommentState.WAITING and self.may_steer and not is_own:
            found["accept_url"] = url_for("discussion.accept", key=comment.id)
            found["decline_url"] = url_for("discussion.decline_page", key=comment.id)
        return found
