"""The demonstration's secret votes: in a council one that is closed and one that is open, played as real ones are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from councils.electorate import refusal
from councils.models import Council, Membership
from foundation import clock
from foundation.addresses import path
from foundation.database import db
from foundation.html import markdown
from foundation.policy import Actor
from meetings.ballots import services, trackers
from meetings.ballots.models import SecretVoter
from meetings.ballots.sealing import Ballot
from meetings.votes import services as votes
from meetings.votes.models import Motion, VoteChoice, VoteMethod

BOARD = Actor(role="board_member")
# question, text, days from today to its opening and to its last day
PAST = (
    "Demander un autre local pour nos réunions\u202f?",
    "Le local prêté est trop petit et se partage mal. **Nous demandons à la commune un autre lieu de réunion.** Le "
    "vote est à bulletin secret\u00a0: plusieurs membres travaillent pour la structure qui prête le local.",
    -30,
    -22,
)
PRESENT = (
    "Garder la même structure pour tenir nos comptes\u202f?",
    "La structure porteuse tient les comptes du conseil depuis deux ans. **Nous lui confions cette tâche une année de "
    "plus.** Le vote est à bulletin secret pour que chacun réponde librement.",
    -3,
    6,
)
CHOICES = (VoteChoice.FOR,) * 6 + (VoteChoice.AGAINST,) * 3 + (VoteChoice.ABSTAIN,)


def lives(
    council: Council, members: Sequence[Membership], seated: int, close: Callable[[], object]
) -> list[Iterator[datetime]]:
    """The two votes of a council, as moments to wait for; the first `seated` members have not voted yet."""
    today = clock.today()
    return [_life(council, members, PAST, today, close), _life(council, members[seated:], PRESENT, today, close)]


def _life(
    council: Council,
    members: Sequence[Membership],
    told: tuple[str, str, int, int],
    today: date,
    close: Callable[[], object],
) -> Iterator[datetime]:
    question, text, opens, closes = told
    dice = Random(question)  # noqa: S311 - the same demonstration every time
    yield _moment(today, opens, 10)
    motion = votes.open_vote(
        council,
        actor=BOARD,
        question=question,
        text=text,
        html=markdown(text),
        url=path("councils.read", slug=council.slug),
        closes_at=_moment(today, closes, 20),
        method=VoteMethod.SECRET,
    )
    yield _moment(today, opens + 2, 18)
    for seat in members:
        if dice.random() < 0.8 and refusal(seat, clock.today()) is None:
            _deposit(motion, seat, dice.choice(CHOICES))
    if closes < 0:
        yield _moment(today, closes + 1, 7)
        close()


def _moment(today: date, days: int, hour: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(hour), clock.PARIS).astimezone(UTC)


def _deposit(motion: Motion, seat: Membership, choice: VoteChoice) -> None:
    wanted = select(SecretVoter.id).where(SecretVoter.motion_id == motion.id, SecretVoter.membership_id == seat.id)
    voter = db.session.scalar(wanted)
    if voter is not None:
        services.deposit(motion, voter, Ballot(trackers.new(), choice), actor=Actor(id=seat.person_id, role="member"))
