"""Writing minutes and sending them to those who were there. Each act holds the minutes before it decides."""

from __future__ import annotations

import uuid
from datetime import timedelta

from citizens.notifications.services import tell
from foundation import audit, clock
from foundation.database import db
from foundation.html import markdown, visible_length
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.convening import conveners
from meetings.minutes import drafting, mails, names, people, queries, standing
from meetings.minutes.gathering import gather
from meetings.minutes.models import Minutes, MinutesKind, MinutesRevision, RevisionKind
from meetings.minutes.workflow import MINUTES, OVER
from meetings.models import Meeting

MOST_CHARACTERS = 60_000
ON_VOTE = "Ce texte est au vote, ou sur l’ordre du jour d’une réunion où il est voté\u00a0: il ne change plus."


class Overtaken(Exception):
    """Somebody saved another text since this one was opened: nothing was written."""


def start(meeting: Meeting, kind: MinutesKind, *, actor: Actor) -> Minutes:
    """Begin the minutes of a meeting that was held, filled with what the site knows of it. Raises Refused.

    There are one minutes a meeting: begun by somebody else meanwhile, they are given as they are.
    """
    require(actor, "minutes.write", meeting)
    db.session.refresh(meeting, ["state", "version"], with_for_update=True)
    known = queries.of_meeting(meeting.id)
    if known is not None:
        return known
    if not standing.was_held(meeting, clock.now()):
        raise Refused("Cette réunion n’est pas terminée\u00a0: son compte rendu s’écrit après.")
    now = clock.now()
    minutes = Minutes(
        id=uuid.uuid4(), council_id=meeting.council_id, meeting_id=meeting.id, kind=kind, state=MINUTES.initial,
        started_at=now, is_demo=meeting.is_demo,
    )  # fmt: skip
    text = names.plain(drafting.first_text(kind, gather(meeting)))
    db.session.add(minutes)
    db.session.flush()
    first = MinutesRevision(minutes_id=minutes.id, number=1, kind=RevisionKind.ORIGINAL, author_id=actor.id)
    first.text, first.html, first.saved_at = text, markdown(text), now
    db.session.add(first)
    db.session.flush()
    audit.record(actor, "minutes.start", minutes, after=minutes.state.value)
    return queries.held(minutes.id)


def must_be_open(minutes: Minutes) -> MinutesRevision:
    """The text that may be written now. Raises Refused when none may: approved, or at a vote (`R-MIN-04`)."""
    text = standing.written(minutes)
    if text is None:
        raise Refused("Ce texte est approuvé\u00a0: il ne change plus. Une erreur se corrige par une rectification.")
    if text.motion_id is not None or queries.voted_item(text.item_id):
        raise Refused(ON_VOTE)
    return text


def save(minutes: Minutes, text: str, saved: int, *, actor: Actor) -> MinutesRevision:
    """Save the text. `saved` is the count that the writer had read: raises Overtaken when another was saved since."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    written, words = must_be_open(minutes), names.plain(text)
    if written.text == words:
        return written
    if written.saved != saved:
        raise Overtaken
    _check_length(words)
    write(written, words)
    return written


def write(revision: MinutesRevision, words: str) -> None:
    """Put words into a text for the council, with the HTML made of them."""
    revision.text, revision.html = words, markdown(words)
    revision.saved, revision.saved_at = revision.saved + 1, clock.now()
    db.session.flush()


def _check_length(words: str) -> None:
    excess = visible_length(words) - MOST_CHARACTERS
    if excess > 0:
        raise Refused(f"Il y a {excess} caractères de trop\u00a0: {MOST_CHARACTERS} au plus.")


def propose(minutes: Minutes, *, actor: Actor) -> None:
    """Send the draft to those who were there, for their remarks during the days that the rules give. Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    text = standing.written(minutes)
    if text is None or not visible_length(text.text):
        raise Refused("Écrivez d’abord le texte.")
    days, before = conveners.articles(minutes.meeting, clock.today()).minutes_comment_days, minutes.state
    MINUTES.move(minutes, "propose")
    minutes.proposed_at, minutes.comments_until = clock.now(), clock.today() + timedelta(days=days)
    minutes.returned_reason = ""
    db.session.flush()
    audit.record(actor, "minutes.propose", minutes, before=before.value, after=minutes.state.value)
    tell(
        list(people.there(minutes.meeting_id)),
        lambda to: mails.proposed(to, minutes),
        once=f"minutes/{minutes.id}/proposed/{minutes.version}",
    )


def take_back(minutes: Minutes, reason: str, *, actor: Actor) -> None:
    """Write again a text that was sent, with a reason. Raises Refused while it is at a vote."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    must_be_open(minutes)
    before = minutes.state
    MINUTES.move(minutes, "take_back", reason)
    minutes.returned_reason = reason
    db.session.flush()
    audit.record(actor, "minutes.take_back", minutes, before=before.value, after=minutes.state.value, comment=reason)


def correct(minutes: Minutes, reason: str, *, actor: Actor) -> MinutesRevision:
    """Begin a correction of approved minutes: a new text, its reason, approved later (`R-MIN-04`). Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    base = standing.approved(minutes)
    if minutes.state not in OVER or base is None:
        raise Refused("Ce texte n’est pas encore approuvé\u00a0: corrigez-le directement.")
    if standing.written(minutes) is not None or standing.to_publish(minutes) is not None:
        raise Refused("Une version est déjà en cours\u00a0: finissez-la d’abord.")
    if not reason.strip():
        raise Refused("Dites pourquoi ce texte doit être rectifié.")
    correction = MinutesRevision(
        minutes_id=minutes.id, number=minutes.revisions[-1].number + 1, kind=RevisionKind.CORRECTION, reason=reason,
        text=base.text, html=base.html, public_text=base.public_text, public_html=base.public_html,
        saved_at=clock.now(), author_id=actor.id,
    )  # fmt: skip
    db.session.add(correction)
    db.session.flush()
    audit.record(actor, "minutes.correct", minutes, comment=reason)
    return correction
