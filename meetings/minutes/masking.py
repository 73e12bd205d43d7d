"""Taking what tells who somebody is out of minutes, at once and everywhere (`R-MIN-04`, ruling 18).

A text that was approved or public is not rewritten: a new revision follows it, and the words of the old one are gone.
"""

from __future__ import annotations

import re

from foundation import audit, clock, documents
from foundation.database import change_in_public, db
from foundation.html import markdown
from foundation.journal import ActKind
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.minutes import beside, findable, public, queries
from meetings.minutes.beside import Change
from meetings.minutes.models import Minutes, MinutesRevision, RevisionKind
from meetings.minutes.names import plain

REASON = "Données personnelles retirées"


def mask(minutes: Minutes, words: str, instead: str, *, actor: Actor) -> None:
    """Replace some words in every text of the meeting, before any approval. Raises Refused when they stand nowhere."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.mask", minutes)
    wanted = plain(words).strip()
    if len(wanted) < 2:
        raise Refused("Écrivez les mots à retirer, comme ils sont dans le texte.")
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    if not rewrite(minutes, lambda text: pattern.sub(lambda _found: instead.strip() or "(retiré)", text), actor=actor):
        raise Refused("Ces mots ne sont dans aucun texte de cette réunion\u00a0: copiez-les exactement.")


def rewrite(minutes: Minutes, change: Change, *, actor: Actor) -> bool:
    """Apply a change to every text of minutes that are held, and to what is beside; says whether it changed anything.

    What is still written changes in place. The approved text that holds is followed by a new revision, public at once
    if it was; every frozen text that said the words is emptied.
    """
    frozen = [one for one in minutes.revisions if _is_frozen(one) and one.hidden_at is None]
    touched = [one for one in frozen if _says_else(one, change)]
    loose = [one for one in minutes.revisions if not _is_frozen(one) and _says_else(one, change)]
    said = _change_remarks(minutes, change)
    beside_them = beside.rewrite(beside.of_meeting(minutes.meeting_id), change)
    if not touched and not loose and not said and not beside_them:
        return False
    number = minutes.revisions[-1].number
    for one in loose:
        _change_in_place(one, change)
    latest = max((one for one in frozen if one.number), key=lambda one: one.number, default=None)
    if latest in touched and latest is not None:
        _follow(minutes, latest, change, max(number, 1) + 1)
    for one in touched:
        _take_away(one, actor)
    db.session.flush()
    audit.record(actor, "minutes.mask", minutes)
    findable.renew(queries.held(minutes.id))
    change_in_public()
    return True


def _change_remarks(minutes: Minutes, change: Change) -> bool:
    found = [one for one in queries.remarks(minutes.id) if change(one.text) != one.text]
    for one in found:
        one.text = change(one.text)
    return bool(found)


def _is_frozen(one: MinutesRevision) -> bool:
    return one.approved_at is not None or one.published_at is not None


def _says_else(one: MinutesRevision, change: Change) -> bool:
    return change(one.text) != one.text or change(one.public_text) != one.public_text


def _change_in_place(one: MinutesRevision, change: Change) -> None:
    one.text, one.public_text = change(one.text), change(one.public_text)
    one.html, one.public_html = markdown(one.text), markdown(one.public_text)
    one.saved, one.public_saved = one.saved + 1, one.public_saved + 1
    _forget_kept(one)


def _follow(minutes: Minutes, latest: MinutesRevision, change: Change, number: int) -> None:
    text, public_text = change(latest.text), change(latest.public_text)
    after = MinutesRevision(
        minutes_id=minutes.id, number=number, kind=RevisionKind.MASKING, reason=REASON, text=text, html=markdown(text),
        public_text=public_text, public_html=markdown(public_text), saved=0, public_saved=0, saved_at=clock.now(),
        approved_at=latest.approved_at, prepared_by_id=latest.prepared_by_id, prepared_at=latest.prepared_at,
    )  # fmt: skip
    db.session.add(after)
    if latest.published_at is not None:
        public.seal(after)
        db.session.flush()
        public.note(minutes, after, ActKind.MINUTES_CORRECTED)


def _take_away(one: MinutesRevision, actor: Actor) -> None:
    """Empty a frozen text: its number, its dates and its hash stay."""
    one.hidden_at = clock.now()
    one.text = one.html = one.public_text = one.public_html = ""
    _forget_kept(one)
    if one.document is not None:
        gone, one.document_id, one.document = one.document, None, None
        db.session.flush()
        documents.remove(gone, actor=actor)
    db.session.flush()


def _forget_kept(one: MinutesRevision) -> None:
    for passage in one.kept:
        db.session.delete(passage)
    db.session.flush()
