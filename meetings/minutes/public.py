"""The public version: prepared, read passage by passage, checked by a second person, published (`R-MIN-01` to 03)."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citizens.notifications.services import tell
from councils.accreditation.services import write_line
from foundation import audit, clock, journal
from foundation.addresses import path
from foundation.database import change_in_public, db
from foundation.html import markdown, visible_length
from foundation.journal import ActKind
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.convening.queries import convened
from meetings.minutes import drafting, findable, mails, names, people, queries, standing
from meetings.minutes.gathering import gather
from meetings.minutes.models import KeptPassage, Minutes, MinutesRevision, MinutesState, RevisionKind
from meetings.minutes.names import Finding, FindingKind
from meetings.minutes.services import Overtaken
from meetings.minutes.workflow import MINUTES, PUBLIC
from meetings.proposals.people import of_council

UNDECIDED = "Il reste des passages à décider\u00a0: chacun peut dire qui est quelqu’un, ou comment le joindre."
# what draws a text, and its lines: a passage is shown on one
_MARKS = re.compile(r"[ \t\n*_#\\]+")
NOTHING = "Aucun texte n’attend d’être publié."


@dataclass(frozen=True)
class Passage:
    """Some words of a public text that may tell who somebody is: how often, with what around, and what instead."""

    words: str
    kind: FindingKind
    count: int
    before: str
    after: str
    instead: str


def begin(minutes: Minutes, *, actor: Actor) -> MinutesRevision:
    """The text to make public: of approved minutes, or a provisional log of decisions. Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    found = standing.to_publish(minutes)
    if found is None and minutes.state in {MinutesState.DRAFT, MinutesState.PROPOSED} and not _has_log(minutes):
        found = MinutesRevision(
            minutes_id=minutes.id, number=0, kind=RevisionKind.PROVISIONAL, saved_at=clock.now(), author_id=actor.id,
            text="", html="", public_text="", public_html="", saved=0, public_saved=0,
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
    if found is None:
        raise Refused(NOTHING)
    if found.prepared_at is None:
        _write(found, found.public_text or first(minutes, found), actor)
        audit.record(actor, "minutes.prepare", minutes)
    return found


def _has_log(minutes: Minutes) -> bool:
    return any(one.number == 0 for one in minutes.revisions)


def first(minutes: Minutes, revision: MinutesRevision) -> str:
    """The public text to begin with."""
    held = gather(minutes.meeting)
    return drafting.public_first(revision.text, held) if revision.number else drafting.provisional(held)


def waiting(minutes: Minutes) -> MinutesRevision:
    """The public text under way, begun and not published. Raises Refused."""
    found = standing.to_publish(minutes)
    if found is None or found.prepared_at is None:
        raise Refused(NOTHING)
    return found


def save(minutes: Minutes, text: str, saved: int, *, actor: Actor) -> MinutesRevision:
    """Save the public text; whoever saves it has prepared it. Raises Overtaken when another was saved since."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    revision, words = waiting(minutes), names.plain(text)
    if revision.public_text == words:
        return revision
    if revision.public_saved != saved:
        raise Overtaken
    if not visible_length(words):
        raise Refused("Écrivez le texte public.")
    _write(revision, words, actor)
    audit.record(actor, "minutes.prepare", minutes)
    return revision


def _write(revision: MinutesRevision, words: str, actor: Actor) -> None:
    """A text that changed was checked by nobody yet."""
    words = names.plain(words)
    revision.public_text, revision.public_html = words, markdown(words)
    revision.public_saved += 1
    revision.checked_by_id = revision.checked_at = None
    revision.prepared_by_id, revision.prepared_at = actor.id, clock.now()
    db.session.flush()


def findings(minutes: Minutes, text: str) -> Sequence[Finding]:
    """Every passage of a text that may tell who somebody is, decided or not."""
    meeting = minutes.meeting
    known = people.known(minutes.council_id, minutes.meeting_id)
    return names.find(text, known, (f"{meeting.place} {meeting.address}",))


def undecided(minutes: Minutes, revision: MinutesRevision) -> list[Passage]:
    """The passages of a public text that wait for somebody to decide, each wording once, in their order."""
    kept, text = {one.words for one in revision.kept}, revision.public_text
    found: dict[str, list[Finding]] = {}
    for one in findings(minutes, text):
        if one.words[:200] not in kept:
            found.setdefault(one.words, []).append(one)
    return [_passage(text, all_of) for all_of in found.values()]


def _passage(text: str, found: Sequence[Finding]) -> Passage:
    one = found[0]
    before, after = (_MARKS.sub(" ", part) for part in (text[max(0, one.start - 60) : one.start], text[one.end :][:60]))
    return Passage(one.words, one.kind, len(found), before, after, one.instead)


def replace(minutes: Minutes, words: str, instead: str, *, actor: Actor) -> None:
    """Say something else wherever a passage stands in the public text. Raises Refused."""
    minutes, revision = _hold(minutes, actor)
    if not instead.strip():
        raise Refused("Écrivez ce qui se lira à la place.")
    found = [one for one in findings(minutes, revision.public_text) if one.words == words]
    if found:
        _write(revision, names.replaced(revision.public_text, found, instead.strip()), actor)
        audit.record(actor, "minutes.replace", minutes)


def keep(minutes: Minutes, words: str, *, actor: Actor) -> None:
    """Leave a passage as it is: somebody named for their function, a word that names nobody. Raises Refused."""
    minutes, revision = _hold(minutes, actor)
    if words[:200] in {one.words for one in revision.kept} or words not in revision.public_text:
        return
    db.session.add(
        KeptPassage(revision_id=revision.id, words=words[:200], decided_by_id=actor.id, decided_at=clock.now())
    )
    revision.checked_by_id = revision.checked_at = None
    revision.prepared_by_id, revision.prepared_at = actor.id, clock.now()
    db.session.flush()
    audit.record(actor, "minutes.keep", minutes)


def _hold(minutes: Minutes, actor: Actor) -> tuple[Minutes, MinutesRevision]:
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    return minutes, waiting(minutes)


def check(minutes: Minutes, saved: int, *, actor: Actor) -> None:
    """Say that the public text was read and tells of nobody: a second person does (`R-MIN-01`). Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.check", minutes)
    revision = waiting(minutes)
    if revision.public_saved != saved:
        raise Refused("Le texte a changé pendant que vous le lisiez\u00a0: relisez-le.")
    if undecided(minutes, revision):
        raise Refused(UNDECIDED)
    if actor.id is None or actor.id == revision.prepared_by_id:
        raise Refused("Vous avez préparé ce texte\u00a0: quelqu’un d’autre doit le relire.")
    revision.checked_by_id, revision.checked_at = actor.id, clock.now()
    db.session.flush()
    audit.record(actor, "minutes.check", minutes)


def publish(minutes: Minutes, *, actor: Actor) -> None:
    """Let everybody read the text that was checked; from now on it never changes. Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    revision = waiting(minutes)
    if undecided(minutes, revision):
        raise Refused(UNDECIDED)
    if revision.checked_at is None:
        raise Refused("Une seconde personne doit d’abord relire ce texte.")
    before, now = minutes.state, clock.now()
    seal(revision)
    if revision.number:
        MINUTES.move(minutes, "correct" if before in PUBLIC else "publish")
        minutes.published_at = minutes.published_at or now
    db.session.flush()
    audit.record(actor, "minutes.publish", minutes, before=before.value, after=minutes.state.value)
    if revision.number:
        note(minutes, revision, ActKind.MINUTES_CORRECTED if before in PUBLIC else ActKind.MINUTES_PUBLISHED)
    _tell(minutes, revision)
    findable.renew(queries.held(minutes.id))
    change_in_public()


def seal(revision: MinutesRevision) -> None:
    """Make a text public, with the hash by which anybody can tell that it never changed."""
    revision.published_at = clock.now()
    revision.sha256 = hashlib.sha256(revision.public_text.encode()).hexdigest()


def note(minutes: Minutes, revision: MinutesRevision, kind: ActKind) -> None:
    """The line of the public journal: what was published of which meeting, with its hash; nobody's name."""
    facts = {
        "meeting": minutes.meeting.title,
        "day": minutes.meeting.day.isoformat(),
        "kind": minutes.kind.value,
        "version": revision.number,
        "text_sha256": revision.sha256,
    }
    page, council = path("minutes.public", key=minutes.meeting_id), minutes.meeting.council
    if council is not None:
        write_line(kind, council, facts, page)
    else:
        demo = {"demo": True} if minutes.is_demo else {}
        journal.append(kind, page, {"title": minutes.convener.name, **facts, **demo})


def _told_of(minutes: Minutes) -> Collection[uuid.UUID]:
    """Who learns that minutes are public: all of a council; elsewhere those who were convened."""
    return of_council(minutes.council_id) if minutes.council_id is not None else convened(minutes.meeting)


def _tell(minutes: Minutes, revision: MinutesRevision) -> None:
    if revision.number:
        tell(
            _told_of(minutes),
            lambda to: mails.published(to, minutes, revision.number),
            once=f"minutes/{minutes.id}/published/{revision.number}",
        )
