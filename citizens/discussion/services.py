"""Saying something in a discussion, changing one's words, and letting in those of newcomers (ruling 16)."""

from __future__ import annotations

import uuid
from datetime import timedelta

from citizens.discussion import mails, queries
from citizens.discussion.models import Comment, CommentKind, CommentState
from citizens.discussion.subjects import Said, Subject
from citizens.discussion.workflow import COMMENT, MOST_CHARACTERS
from citizens.notifications.services import tell
from foundation import audit, clock
from foundation.database import db
from foundation.html import markdown, visible_length
from foundation.policy import Actor, require
from foundation.text import nfc, number, plural
from foundation.workflow import Refused

EDITED_WITHIN = timedelta(minutes=30)
# domain §9.7: a resident's comments are read before they show until so many were accepted
ACCEPTED_FIRST = 3
CHANGED = "Ce commentaire vient d’être modifié. Relisez-le, puis décidez."


def post(subject: Subject, kind: CommentKind, text: str, *, actor: Actor, reply_to: Comment | None = None) -> Comment:
    """Say something about a subject, or answer somebody; it shows at once, or waits to be read. Raises Refused."""
    require(actor, "comment.post", subject)
    _check_reply(subject, kind, reply_to)
    comment = Comment(
        id=uuid.uuid4(),
        subject_kind=subject.kind,
        subject_id=subject.id,
        author_id=actor.id,
        kind=kind,
        reply_to_id=reply_to.id if reply_to else None,
        state=COMMENT.initial,
        trusted=subject.allows("trusted", actor),
        open_to_all=subject.is_public and (reply_to is None or reply_to.open_to_all),
        written_at=clock.now(),
        **_written(text),
    )
    if shows_at_once(comment):
        COMMENT.move(comment, "show")
    db.session.add(comment)
    audit.record(actor, "comment.post", comment, after=comment.state.value)
    return comment


def edit(said: Said, text: str, *, actor: Actor) -> None:
    """Change one's own words while that is possible; a newcomer's are then read again. Raises Refused."""
    require(actor, "comment.edit", said)
    comment = queries.locked(said.comment.id)
    reason = closed_to_edits(comment)
    if reason:
        raise Refused(reason)
    written = _written(text)
    if written["text"] == comment.text:
        return
    before = comment.state
    comment.text, comment.html, comment.edited_at = written["text"], written["html"], clock.now()
    if comment.state is CommentState.SHOWN and not shows_at_once(comment):
        COMMENT.move(comment, "read_again")
    audit.record(actor, "comment.edit", comment, before=before.value, after=comment.state.value)


def withdraw(said: Said, *, actor: Actor) -> None:
    """Take one's own words back: nobody reads them any more; a line says so where others had read them."""
    require(actor, "comment.withdraw", said)
    comment = queries.locked(said.comment.id)
    if comment.state is CommentState.HIDDEN:
        raise Refused("La modération a déjà retiré ce texte.")
    if comment.withdrawn_at is not None:
        return
    comment.withdrawn_at = clock.now()
    audit.record(actor, "comment.withdraw", comment)


def leaves_a_trace(comment: Comment) -> bool:
    """Whether a line stays where a comment was taken back: it had been read for longer than a slip lasts."""
    return comment.withdrawn_at is not None and comment.withdrawn_at > comment.written_at + EDITED_WITHIN


def accept(said: Said, version: int, *, actor: Actor) -> None:
    """Let a newcomer's words be read by all, as they stood in `version`. Raises Refused when they changed since."""
    comment = _decided_on(said, "accept", version, "", actor)
    tell(
        [comment.author_id],
        lambda reader: mails.accepted(reader, said.subject),
        once=f"comment-accepted/{comment.id}/{version}",
    )


def decline(said: Said, version: int, reason: str, *, actor: Actor) -> None:
    """Keep a newcomer's words from being shown, and tell them why. Raises Refused."""
    comment = _decided_on(said, "decline", version, nfc(reason), actor)
    tell(
        [comment.author_id],
        lambda reader: mails.declined(reader, said.subject, comment, nfc(reason)),
        once=f"comment-declined/{comment.id}/{version}",
    )


def shows_at_once(comment: Comment) -> bool:
    """Whether nobody reads it before it shows: its author is one of the subject's people, or no newcomer any more."""
    return comment.trusted or not is_newcomer(comment.author_id)


def is_newcomer(person_id: uuid.UUID) -> bool:
    """Whether somebody's words are still read before they show."""
    return queries.accepted_of(person_id) < ACCEPTED_FIRST


def closed_to_edits(comment: Comment) -> str | None:
    """Why a comment can no longer be changed by its author, or None while it can."""
    if comment.withdrawn_at or comment.state not in {CommentState.WAITING, CommentState.SHOWN}:
        return "Ce commentaire n’est plus affiché\u00a0: il ne se modifie plus."
    if clock.now() > comment.written_at + EDITED_WITHIN:
        minutes = int(EDITED_WITHIN.total_seconds()) // 60
        return f"Un commentaire se modifie pendant {minutes} minutes. Écrivez-en un autre pour compléter celui-ci."
    return None


def _decided_on(said: Said, step: str, version: int, reason: str, actor: Actor) -> Comment:
    require(actor, "comment.welcome", said)
    comment = queries.locked(said.comment.id)
    before = comment.state
    COMMENT.step(comment, step)
    if comment.version != version or comment.withdrawn_at:
        raise Refused(CHANGED)
    COMMENT.move(comment, step, reason)
    audit.record(actor, f"comment.{step}", comment, before=before.value, after=comment.state.value, comment=reason)
    return comment


def _check_reply(subject: Subject, kind: CommentKind, reply_to: Comment | None) -> None:
    if (kind is CommentKind.REPLY) is not (reply_to is not None):
        raise ValueError("a reply, and nothing else, answers a comment")
    if reply_to is None:
        return
    if (reply_to.subject_kind, reply_to.subject_id) != (subject.kind, subject.id):
        raise ValueError("a reply is about what it answers")
    if reply_to.kind is CommentKind.REPLY:
        raise Refused("On ne répond pas à une réponse\u00a0: répondez à la question ou à l’argument.")
    if reply_to.state is not CommentState.SHOWN or reply_to.withdrawn_at:
        raise Refused("Ce commentaire n’est plus affiché\u00a0: on ne peut plus y répondre.")


def _written(text: str) -> dict[str, str]:
    """A text and its HTML, as they are stored. Raises Refused when it is empty or too long for its reader."""
    length = visible_length(text)
    if length == 0:
        raise Refused("Écrivez votre texte.")
    if length > MOST_CHARACTERS:
        excess = plural(length - MOST_CHARACTERS, "caractère", "caractères")
        raise Refused(f"Il y a {excess} de trop\u00a0: {number(MOST_CHARACTERS)} au plus.")
    return {"text": nfc(text), "html": str(markdown(text))}
