"""What the pages show of a vote, ready for their templates. Names never come here but one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from councils.accreditation.reading import backdated_over
from councils.electorate import refusal
from councils.facts import status_on
from councils.models import College, Council
from councils.presentation import Part
from councils.queries import card_of
from councils.status import CouncilStatus
from foundation import clock
from foundation.policy import Actor, can
from foundation.state import once
from foundation.text import date_short, moment_words, number
from meetings.ballots import wording as ballots
from meetings.ballots.presentation import BallotView, ballot_view
from meetings.votes import moments, queries, wording
from meetings.votes.forms import VoteForm
from meetings.votes.models import Motion, VoteChoice, VoteMethod
from meetings.votes.moments import Stage, stage

OWN_SHOWN = 5
AUTHORS = {
    College.RESIDENTS: "Un membre du collège des habitants",
    College.LOCAL_ACTORS: "Un membre du collège des associations et acteurs locaux",
}


@dataclass(frozen=True)
class OwnView:
    """What one reader may do with a vote: `form` is there when they may answer; else `reason` says why not."""

    reason: str = ""
    answer: str = ""
    present: str = ""
    form: VoteForm | None = None
    conflict: bool = False
    dissent: str | None = None
    may_dissent: bool = False


@dataclass(frozen=True)
class VoteView:
    """A vote as its card shows it; `ballots` is there when it is by secret ballot."""

    question: str
    at: Mapping[str, str]
    look: tuple[str, str, str]
    span: str
    flagged: bool
    is_open: bool
    is_closed: bool
    participation: str
    quorum: str
    result: str
    totals: Sequence[Part]
    dissents: Sequence[tuple[str, str]]
    dissent_until: str
    closes: str
    own: OwnView | None
    ballots: BallotView | None

    @property
    def may_declare(self) -> bool:
        """Whether this reader may still declare an interest here."""
        if self.ballots is not None:
            return self.ballots.may_declare
        return self.own is not None and self.own.form is not None


def vote_view(motion: Motion, actor: Actor) -> VoteView:
    """A vote for one reader: what everyone sees, how many answered for the council's people, one's own answer."""
    found = stage(motion, clock.now())
    ours = can("vote.voters", motion, actor)
    closed = found is Stage.CLOSED
    return VoteView(
        question=motion.question,
        at=_addresses(motion, ours=ours),
        look=wording.look(motion, found),
        span=span(motion),
        flagged=is_flagged(motion),
        is_open=found is Stage.OPEN,
        is_closed=closed,
        participation=_participation(motion) if closed or ours else "",
        quorum=wording.quorum_sentence(motion),
        result=wording.result_sentence(motion) if closed else "",
        totals=totals_parts(motion) if closed and motion.result not in wording.UNCOUNTED else (),
        dissents=_dissents(motion) if closed else (),
        dissent_until=moments.dissent_until(motion),
        closes=moment_words(motion.closes_at),
        own=_own_view(motion, actor, found) if actor.id is not None else None,
        ballots=ballot_view(motion, actor) if motion.method is VoteMethod.SECRET else None,
    )


def notes(motion: Motion) -> Sequence[str]:
    """What was published after a vote and holds from before its end: its votes are not counted anew (`R-ACC-06`)."""
    if stage(motion, clock.now()) is not Stage.CLOSED:
        return ()
    return [
        f"Un acte publié le {date_short(published)} vaut depuis le {date_short(first)}, avant la fin de ce vote. "
        "Les voix déjà données ne sont pas recomptées."
        for published, first in backdated_over(motion.council_id, moments.last_day(motion))
    ]


def span(motion: Motion) -> str:
    """When a vote opens or ends, seen from now."""
    now = clock.now()
    return wording.span(motion, stage(motion, now), now)


def _addresses(motion: Motion, *, ours: bool) -> Mapping[str, str]:
    here: dict[str, Any] = {"slug": motion.council.slug, "key": motion.id}
    page = url_for("votes.read", **here)
    day = min(clock.today(), moments.last_day(motion)).isoformat()
    return {
        "page": page,
        "cast": url_for("votes.cast", **here),
        "interest": url_for("votes.declare_conflict", **here),
        "dissent": url_for("votes.dissent_page", **here),
        "voters": url_for("votes.voters", slug=motion.council.slug, le=day) if ours else "",
        "sign_in": url_for("accounts.sign_in_page", next=page),
    }


def _participation(motion: Motion) -> str:
    found = queries.standing(motion)
    words = ballots.participation if motion.method is VoteMethod.SECRET else wording.participation
    return words(found.answered, found.voters)


def is_flagged(motion: Motion) -> bool:
    """Whether the council was still on its way to the label when it voted, or is while it votes (ruling 10)."""
    if motion.closed_at is None:
        return card_of(motion.council).status is CouncilStatus.IN_PROGRESS
    day, key = moments.last_day(motion), (motion.council_id, motion.closed_at)
    return once(("votes.flagged", key), lambda: status_on(motion.council, day).status is CouncilStatus.IN_PROGRESS)


def totals_parts(motion: Motion) -> Sequence[Part]:
    """The totals of a closed motion as bars."""
    found = queries.frozen(motion)
    counts = (found.votes_for, found.against, found.abstain, found.apart)
    return [Part(wording.TOTALS[choice], n, number(n)) for choice, n in zip(VoteChoice, counts, strict=True)]


def _dissents(motion: Motion) -> Sequence[tuple[str, str]]:
    return [(AUTHORS[college], html) for html, college in queries.dissents(motion)]


def _own_view(motion: Motion, actor: Actor, found: Stage) -> OwnView:
    return own_view(motion, queries.own(motion, actor.id), found)


def own_view(motion: Motion, own: queries.Own, found: Stage, address: str = "") -> OwnView:
    """What a membership may do with a vote now. `address` is where its form is sent, when not the motion's own page."""
    last_change = min(clock.today(), moments.last_day(motion))
    reason = refusal(own.membership, last_change) or ""
    sent_to = address or url_for("votes.cast", slug=motion.council.slug, key=motion.id)
    by_ballot = motion.method is VoteMethod.SECRET
    may_answer = found is Stage.OPEN and not reason and own.conflict is None and not by_ballot
    return OwnView(
        reason=reason,
        answer=wording.ANSWERS[own.vote.choice] if own.vote else "",
        present=own.vote.choice.value if own.vote else "",
        form=VoteForm(address=sent_to) if may_answer else None,
        conflict=own.conflict is not None,
        dissent=own.dissent.html if own.dissent else None,
        may_dissent=not reason and own.conflict is None and not moments.fault_of_dissent(motion, clock.now()),
    )


@dataclass(frozen=True)
class Line:
    """One vote in a list."""

    question: str
    url: str
    look: tuple[str, str, str]
    note: str


def council_panel(council: Council) -> Mapping[str, Any] | None:
    """The votes of a council's page: those under way, and the latest results in totals; None when there is none."""
    running, closed = queries.of_council(council.id)
    if not running and not closed:
        return None
    now = clock.now()
    lines = [(one, wording.span(one, stage(one, now), now)) for one in running]
    lines += [(one, f"{date_short(moments.last_day(one))}. {wording.totals_sentence(one)}") for one in closed]
    return {
        "running": len(running),
        "lines": [
            Line(
                one.question,
                url_for("votes.read", slug=council.slug, key=one.id),
                wording.look(one, stage(one, now)),
                note,
            )
            for one, note in lines
        ],
    }


def own_panel(actor: Actor) -> Mapping[str, Any] | None:
    """One's own latest answers, for one's own page; None when there is none."""
    found = queries.answered_by(actor.id, OWN_SHOWN)
    if not found:
        return None
    now = clock.now()
    return {
        "lines": [
            Line(
                motion.question,
                url_for("votes.read", slug=motion.council.slug, key=motion.id),
                wording.look(motion, stage(motion, now)),
                _own_note(motion, choice, declared),
            )
            for motion, choice, declared in found
        ]
    }


def _own_note(motion: Motion, choice: VoteChoice | None, declared: bool) -> str:
    said = "Vous avez déclaré un intérêt." if declared else "Votre bulletin est déposé."
    if choice:
        said = f"Votre réponse\u00a0: «\u202f{wording.ANSWERS[choice]}\u202f»."
    ends = "Vote clos" if motion.closed_at else "Clôture"
    return f"{motion.council.name}. {said} {ends} le {moment_words(motion.closes_at)}."
