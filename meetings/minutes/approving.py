"""The council approves what was written: at its next meeting, or by a written vote (domain §3.3)."""

from __future__ import annotations

from datetime import datetime

from councils.models import Council
from foundation import audit, clock
from foundation.addresses import path
from foundation.database import db
from foundation.html import markdown
from foundation.policy import SYSTEM, Actor, require
from foundation.text import date_words
from foundation.workflow import Refused
from meetings.convening import services as convening
from meetings.convening.asked import Point
from meetings.minutes import queries, services, standing
from meetings.minutes.models import Minutes, MinutesKind, MinutesRevision, MinutesState
from meetings.minutes.workflow import MINUTES
from meetings.models import ItemKind, Meeting, MeetingState
from meetings.votes import services as votes
from meetings.votes.models import Motion, MotionResult
from meetings.votes.wording import totals_sentence

OF_THE = {
    MinutesKind.ACCOUNT: "du compte rendu",
    MinutesKind.RECORD: "du procès-verbal",
    MinutesKind.DECISION_LOG: "du relevé de décisions",
}
ITEM_MINUTES = 5


def title(minutes: Minutes, revision: MinutesRevision) -> str:
    """What the council approves: « Approbation du compte rendu du jeudi 3 décembre 2026 »."""
    what = OF_THE[minutes.kind] if revision.number == 1 else f"de la rectification {OF_THE[minutes.kind]}"
    return f"Approbation {what} du {date_words(minutes.meeting.day)}"


def ready(minutes: Minutes) -> MinutesRevision:
    """The text that can be put to the council now. Raises Refused."""
    if minutes.state is MinutesState.DRAFT:
        raise Refused("Envoyez d’abord le texte aux personnes qui étaient là.")
    return services.must_be_open(minutes)


def put_on_agenda(minutes: Minutes, meeting: Meeting, *, actor: Actor) -> None:
    """Put the approval on the agenda of a meeting in preparation. Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.write", minutes)
    text = ready(minutes)
    council_of(minutes)
    if meeting.council_id != minutes.council_id or meeting.starts_at <= minutes.meeting.starts_at:
        raise Refused("Choisissez une réunion de ce conseil qui vient après celle-ci.")
    if text.item_id is not None:
        raise Refused("L’approbation est déjà sur un ordre du jour\u00a0: retirez ce point d’abord.")
    if meeting.state is not MeetingState.DRAFT:
        raise Refused(
            "La convocation de cette réunion est partie\u00a0: un point ajouté maintenant ne serait pas voté."
        )
    item = convening.add_item(meeting, Point(title(minutes, text), ItemKind.DECISION, ITEM_MINUTES), actor=actor)
    text.item_id = item.id
    db.session.flush()
    audit.record(actor, "minutes.put", minutes)


def open_vote(minutes: Minutes, closes_at: datetime, percent: int | None, *, actor: Actor) -> Motion:
    """Ask the council in writing. The text itself stays inside: the vote names it. Raises Refused."""
    minutes = queries.held(minutes.id)
    require(actor, "vote.open", minutes)
    text = ready(minutes)
    if text.item_id is not None:
        raise Refused("L’approbation est sur l’ordre du jour d’une réunion\u00a0: retirez ce point d’abord.")
    words = (
        f"{title(minutes, text)}, tel qu’il est enregistré sur la page réservée aux membres du conseil. Une fois "
        "approuvé, ce texte ne change plus\u202f; une version publique, sans nom d’habitant, en est tirée."
    )
    motion = votes.open_vote(
        council_of(minutes),
        actor=actor,
        question=f"{title(minutes, text)}\u00a0: l’approuvez-vous\u202f?",
        text=words,
        html=markdown(words),
        url=path("minutes.read", slug=minutes.convener.slug, key=minutes.id),
        closes_at=closes_at,
        participation_percent=percent,
        is_demo=minutes.is_demo,
    )
    text.motion_id = motion.id
    db.session.flush()
    audit.record(actor, "minutes.ask", minutes)
    return motion


def council_of(minutes: Minutes) -> Council:
    """The council that approves its minutes by a vote. Raises Refused for those of a committee or of the network."""
    council = minutes.meeting.council
    if council is None:
        raise Refused("Seul un conseil vote sur le site\u00a0: ce texte se valide sans vote, après les remarques.")
    return council


def validate(minutes: Minutes, *, actor: Actor) -> None:
    """Take as approved what was written of a meeting of a committee or of the network, where nobody votes on the site.

    Whoever prepares its meetings does, once those who were there had their days for remarks. Raises Refused.
    """
    minutes = queries.held(minutes.id)
    require(actor, "minutes.validate", minutes)
    if minutes.meeting.council_id is not None:
        raise Refused("Le conseil approuve lui-même ce texte, à sa prochaine réunion ou par un vote écrit.")
    text = ready(minutes)
    if minutes.comments_until is not None and clock.today() <= minutes.comments_until:
        raise Refused(
            f"Les personnes qui étaient là ont jusqu’au {date_words(minutes.comments_until)} pour leurs remarques. "
            "Validez ensuite."
        )
    _approve(minutes, text, actor)


def settled(motion: Motion) -> None:
    """Let the result of a closed vote move the minutes that it was about, if it was about some."""
    found = queries.of_motion(motion)
    if found is None:
        return
    minutes = queries.held(found.minutes_id)
    require(SYSTEM, "minutes.approve", minutes)
    text = standing.written(minutes)
    if text is None or text.id != found.id:
        return
    if motion.result is MotionResult.ADOPTED:
        _approve(minutes, text, SYSTEM)
    elif motion.result is MotionResult.REJECTED:
        _send_back(minutes, text, motion)
    else:
        _free(text)
        audit.record(SYSTEM, "minutes.undecided", minutes)


def _approve(minutes: Minutes, text: MinutesRevision, actor: Actor) -> None:
    before, now = minutes.state, clock.now()
    if text.number == 1:
        MINUTES.move(minutes, "approve")
        minutes.approved_at = now
        votes.settle(minutes.meeting_id)
    text.approved_at = now
    db.session.flush()
    audit.record(actor, "minutes.approve", minutes, before=before.value, after=minutes.state.value)


def _send_back(minutes: Minutes, text: MinutesRevision, motion: Motion) -> None:
    """Not approved: the text is written again; the reason stands on its page."""
    before = minutes.state
    minutes.returned_reason = f"Le conseil n’a pas approuvé ce texte. {totals_sentence(motion)}"
    if text.number == 1:
        MINUTES.move(minutes, "send_back", minutes.returned_reason)
    _free(text)
    audit.record(SYSTEM, "minutes.send_back", minutes, before=before.value, after=minutes.state.value)


def _free(text: MinutesRevision) -> None:
    text.item_id = text.motion_id = None
    db.session.flush()
