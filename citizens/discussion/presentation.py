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
from citizens.naming import name_in
from foundation import clock
from foundation.policy import Actor, can
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
AT_ONCE = "Il paraît aussitôt."
READ_FIRST = "Il sera relu avant de paraître\u00a0: c’est le cas des trois premiers. Un courriel vous dira la suite."
LATER = "Vous pourrez le modifier pendant 30 minutes, et le retirer quand vous voulez."
TO_ALL = "Tout le monde peut lire cette discussion, sans les noms de celles et ceux qui y écrivent."
READ_BY_ALL = "Tout le monde peut lire votre texte, sans votre nom."


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
    inside: bool
    about: str
    version: int
    reply_url: str = ""
    edit_url: str = ""
    withdraw_url: str = ""
    report_url: str = ""
    accept_url: str = ""
    decline_url: str = ""
    replies: tuple[Line, ...] = ()

    @property
    def has_acts(self) -> bool:
        return any((self.reply_url, self.edit_url, self.withdraw_url, self.report_url, self.accept_url))


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
    sign_in_url: str


def discussion_of(kind: str, row: Any, actor: Actor) -> Discussion | None:
    """The discussion of a row as somebody sees it; None for whoever may not follow it.

    What was written among the subject's own people stays among them, whatever was opened since.
    """
    subject = subjects.of(kind, row)
    if not subject.allows("read", actor):
        return None
    reader = _Reader(subject, actor, queries.of_subject(subject))
    action = url_for("discussion.post", kind=kind, key=subject.id)
    return Discussion(
        groups=tuple(reader.group(*group) for group in GROUPS),
        count=sum(is_read(comment) for comment in reader.comments),
        readers=TO_ALL if subject.is_public else f"Seuls {subject.declared.people} peuvent la lire.",
        form=CommentForm(address=action) if reader.may_write else None,
        action=action,
        what_next=what_next(subject, actor) if reader.may_write else "",
        sign_in_url="" if actor.id else url_for("accounts.sign_in_page", next=subject.url),
    )


def what_next(subject: Subject, actor: Actor, *, answers: Said | None = None) -> str:
    """Who reads the words of somebody who may write, or who answers a comment, and what becomes of them."""
    newcomer = not subject.allows("trusted", actor) and actor.id is not None and services.is_newcomer(actor.id)
    inside = f"Seuls {subject.declared.people} lisent votre texte, avec votre nom, même après l’ouverture d’un vote."
    readers = READ_BY_ALL if (answers or subject).is_public else inside
    return f"{readers} {READ_FIRST if newcomer else AT_ONCE} {LATER}"


def is_read(comment: Comment) -> bool:
    """Whether the words of a comment are there for those who may read it."""
    return comment.state is CommentState.SHOWN and comment.withdrawn_at is None


def quoted(said: Said, actor: Actor) -> Line:
    """One comment, to be shown above a form about it."""
    return _Reader(said.subject, actor, [said.comment]).line(said.comment, acts=False)


class _Reader:
    """What one person may see and do, found out once for all comments."""

    def __init__(self, subject: Subject, actor: Actor, comments: Sequence[Comment]) -> None:
        self.subject = subject
        self.actor = actor
        self.may_write = can("comment.post", subject, actor)
        self.may_steer = subject.allows("steer", actor)
        self.sees_names = subject.allows("trusted", actor)
        self.is_public = subject.is_public
        self.comments = [one for one in comments if self.sees_names or one.open_to_all or self._is_own(one)]
        self.answers: dict[uuid.UUID | None, list[Comment]] = defaultdict(list)
        for comment in self.comments:
            self.answers[comment.reply_to_id].append(comment)
        self.hidden_at = queries.hidden_at([c.id for c in self.comments if c.state is CommentState.HIDDEN])

    def group(self, kind: CommentKind, title: str, empty: str) -> Group:
        of_kind = [comment for comment in self.answers[None] if comment.kind is kind]
        count = sum(is_read(comment) for comment in of_kind)
        return Group(kind.value, title, count, self._lines(of_kind), empty)

    def _lines(self, comments: Iterable[Comment]) -> tuple[Line, ...]:
        return tuple(self.line(comment) for comment in comments if self._sees(comment))

    def _sees(self, comment: Comment) -> bool:
        if comment.withdrawn_at is not None and comment.state is not CommentState.HIDDEN:
            return comment.state is CommentState.SHOWN and self._is_missed(comment)
        if comment.state in {CommentState.SHOWN, CommentState.HIDDEN} or self._is_own(comment):
            return True
        return comment.state is CommentState.WAITING and self.may_steer

    def _is_missed(self, comment: Comment) -> bool:
        return services.leaves_a_trace(comment) or any(map(self._sees, self.answers[comment.id]))

    def _is_own(self, comment: Comment) -> bool:
        return self.actor.id is not None and comment.author_id == self.actor.id

    def line(self, comment: Comment, *, acts: bool = True) -> Line:
        """One comment with its answers; without `acts`, for reading alone."""
        trace = self._trace(comment)
        return Line(
            key=comment.id,
            anchor=f"commentaire-{comment.id}",
            author=self._author(comment),
            at=comment.written_at,
            said_on=moment_words(comment.written_at),
            is_edited=comment.edited_at is not None,
            html="" if trace else comment.html,
            trace=trace,
            note=None if trace else NOTES.get(comment.state),
            inside=self.is_public and not comment.open_to_all,
            about=f"{comment.kind.label} du {moment_words(comment.written_at)}",
            version=comment.version,
            replies=self._lines(self.answers[comment.id]) if acts else (),
            **(self._acts(comment) if acts else {}),
        )

    def _author(self, comment: Comment) -> str:
        if self._is_own(comment):
            return "Vous"
        if self.sees_names:
            return name_in(comment.author, getattr(self.subject.row, "council_id", comment.subject_id))
        return "Une personne du conseil" if comment.trusted else "Un habitant ou une habitante"

    def _trace(self, comment: Comment) -> str:
        """What stands in the place of words taken away; empty where they still are."""
        if comment.state is CommentState.HIDDEN:
            return (
                f"Retiré par la modération{_on(self.hidden_at.get(comment.id))}. Motif\u00a0: {comment.hidden_reason}."
            )
        if comment.withdrawn_at is not None:
            return f"Texte retiré par la personne qui l’a écrit{_on(comment.withdrawn_at)}."
        return ""

    def _acts(self, comment: Comment) -> dict[str, str]:
        """The addresses of what this reader may do with a comment."""
        found: dict[str, str] = {}
        is_own, is_shown = self._is_own(comment), is_read(comment)
        if comment.withdrawn_at is not None:
            return found
        if self.may_write and is_shown and comment.kind is not CommentKind.REPLY:
            found["reply_url"] = url_for("discussion.reply_page", key=comment.id)
        if is_own and self.may_write and services.closed_to_edits(comment) is None:
            found["edit_url"] = url_for("discussion.edit_page", key=comment.id)
        if is_own and comment.state is not CommentState.HIDDEN:
            found["withdraw_url"] = url_for("discussion.withdraw_page", key=comment.id)
        if is_shown and not is_own:
            found["report_url"] = url_for("discussion.report_page", key=comment.id)
        if comment.state is CommentState.WAITING and self.may_steer and not is_own:
            found["accept_url"] = url_for("discussion.accept", key=comment.id)
            found["decline_url"] = url_for("discussion.decline_page", key=comment.id)
        return found


def _on(moment: datetime | None) -> str:
    return f" le {date_short(moment.astimezone(clock.PARIS).date())}" if moment else ""
