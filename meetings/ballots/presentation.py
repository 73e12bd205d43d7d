"""What pages show of a secret vote, ready for their templates: what is deposited, never what was chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from citizens.naming import name_in
from foundation.policy import Actor, can
from meetings.ballots import keys, queries, services, wording
from meetings.ballots.models import BallotBox, BallotWay, PaperCount, SeatState, SecretVoter
from meetings.votes.models import Motion, VoteChoice
from meetings.votes.wording import ANSWERS

LABELS = {choice.value: ANSWERS[choice] for choice in VoteChoice}


@dataclass(frozen=True)
class BallotView:
    """A secret vote for one reader. `waiting`: the seats for which they may deposit; `lines`: what they did already."""

    on_paper: bool
    at: Mapping[str, str]
    waiting: int
    lines: Sequence[str]
    may_declare: bool
    lost: str
    unopened: str
    frozen: str


def ballot_view(motion: Motion, actor: Actor) -> BallotView:
    """What a reader sees of a secret vote, and where they go from there."""
    box = queries.box_of(motion.id)
    mine = queries.held_by(motion.id, actor.id) if actor.id is not None else ()
    running = motion.closed_at is None
    on_paper = box.way is BallotWay.PAPER
    lost = running and not on_paper and not keys.is_kept(motion.id)
    return BallotView(
        on_paper=on_paper,
        at=_addresses(motion, box, actor),
        waiting=0 if on_paper or lost else len(waiting(motion, mine)),
        lines=[] if on_paper else [line for one in mine if (line := _line(motion, one))],
        may_declare=any(one.proxy_id is None and not services.reason_against(motion, one) for one in mine),
        lost=services.NO_KEY if lost else "",
        unopened=wording.UNOPENED[box.unopened] if box.unopened else "",
        frozen=box.frozen_sha256,
    )


def waiting(motion: Motion, seats: Sequence[SecretVoter]) -> Sequence[SecretVoter]:
    """Of some seats, those for which a ballot may be deposited now."""
    return [one for one in seats if not services.reason_against(motion, one)]


def seat_choices(motion: Motion, seats: Sequence[SecretVoter]) -> list[tuple[str, str]]:
    """Seats as a form offers them: one's own, and those of whom one holds the power."""
    return [(str(one.id), f"Pour {_whose(motion, one)}, qui m’a donné son pouvoir" if one.proxy_id else "Pour moi")
            for one in seats]  # fmt: skip


def whose(motion: Motion, voter: SecretVoter) -> str:
    """Whose ballot it is, said to whoever deposits it."""
    return f"Bulletin de {_whose(motion, voter)}, par pouvoir" if voter.proxy_id else "Votre bulletin"


def _whose(motion: Motion, voter: SecretVoter) -> str:
    return name_in(voter.membership.person, motion.council_id)


def _line(motion: Motion, voter: SecretVoter) -> str:
    if voter.state is SeatState.APART:
        return "" if voter.proxy_id else "Vous avez déclaré un intérêt\u00a0: vous ne prenez pas part à ce vote."
    if voter.state is not SeatState.CAST:
        return ""
    if voter.proxy_id:
        return f"Le bulletin de {_whose(motion, voter)} est dans l’urne. Il ne se change plus."
    return "Votre bulletin est dans l’urne. Il ne se change plus."


def _addresses(motion: Motion, box: BallotBox, actor: Actor) -> Mapping[str, str]:
    here: dict[str, Any] = {"slug": motion.council.slug, "key": motion.id}
    closed = motion.closed_at is not None
    counting = box.way is BallotWay.PAPER and not closed and can("ballot.count", motion, actor)
    return {
        "choose": url_for("ballots.choose_page", **here),
        "result": url_for("ballots.result", **here) if closed else "",
        "list": url_for("ballots.listing", **here) if box.ballots and can("ballot.check", motion, actor) else "",
        "count": url_for("ballots.count_page", **here) if counting else "",
        "protects": url_for("ballots.protects"),
    }


def listed(box: BallotBox) -> Sequence[tuple[str, str]]:
    """The opened ballots, tracker and answer, in the order of the trackers."""
    return [(tracker, LABELS[choice]) for tracker, choice in json.loads(box.ballots or '{"ballots": []}')["ballots"]]


def count_lines(count: PaperCount) -> Sequence[tuple[str, int]]:
    """What a count says, line by line."""
    return [
        ("Bulletins trouvés dans l’urne", count.ballots_found),
        ("Pour", count.votes_for),
        ("Contre", count.votes_against),
        ("Abstention, bulletins blancs et nuls compris", count.votes_abstain),
    ]
