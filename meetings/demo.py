"""The demonstration's proposals: invented, but played through the same services as the real ones, on their days."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from citizens.accounts import queries as accounts
from citizens.discussion import services as discussion
from citizens.discussion import subjects
from citizens.discussion.models import Comment, CommentKind
from councils.committees.models import Committee
from councils.demo import play
from councils.demo_papers import MARK
from councils.electorate import refusal, voters
from councils.models import Council, Coverage, Membership
from councils.territory.models import Neighborhood, Organization, OrganizationKind
from councils.territory.services import add_organization
from foundation import clock, outbox
from foundation.database import db
from foundation.policy import SYSTEM, Actor
from meetings import demo_elsewhere
from meetings.after_closing import AFTER_CLOSING
from meetings.answers import services as answers
from meetings.answers.demands import AnswerGiven, CommitmentGiven
from meetings.answers.models import AnswerOutcome, ReasonCategory
from meetings.ballots import demo as ballots
from meetings.holding import demo as holding
from meetings.minutes import demo as minutes
from meetings.models import Meeting, MeetingState
from meetings.proposals import services, transmission
from meetings.proposals.models import Proposal, ProposalKind, ProposalTheme
from meetings.votes import services as votes
from meetings.votes.models import Motion, VoteChoice

DATA = Path(__file__).with_name("demo_data") / "proposals.csv"
A_DAY = timedelta(days=1)
BOARD = Actor(role="board_member")
SECRETARY = Actor(role="committee_secretary")
# days from the draft to each step
DISCUSS, TALK, OPEN_VOTE, CAST, CLOSE, TRANSMIT, ACKNOWLEDGE = 2, 6, 17, 19, 25, 30, 39
# an answer comes between the first of these days and the last, each in its own time
ANSWERS = range(45, 111)
SENT = ("transmitted", "acknowledged", "late", "redirected", "answered", "withdrawn")
KINDS = {
    "for": CommentKind.ARGUMENT_FOR,
    "against": CommentKind.ARGUMENT_AGAINST,
    "question": CommentKind.QUESTION,
    "reply": CommentKind.REPLY,
}
EMAILS = ("membre@example.org", "bureau@example.org", "secretaire@example.org", "membre2@example.org")
SEATED = len(EMAILS)
OTHERWISE = (VoteChoice.AGAINST, VoteChoice.AGAINST, VoteChoice.ABSTAIN, VoteChoice.DOES_NOT_TAKE_PART)

Moments = Iterator[datetime]


def load() -> None:
    """Play the proposals of `proposals.csv` up to today; nothing happens when there is one already."""
    if db.session.scalar(select(Proposal.id).limit(1)) is not None:
        return
    councils = {row.slug: row for row in db.session.scalars(select(Council))}
    committee = db.session.scalars(select(Committee).order_by(Committee.slug).limit(1)).one()
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["council"] in councils]
    lives = [Life(row, councils[row["council"]], committee, place).run() for place, row in enumerate(rows)]
    play([*lives, *_secret_votes(), *_meetings(), *demo_elsewhere.lives()])
    outbox.keep_back()


def _meetings() -> list[Moments]:
    """The meetings gone by, held and written down on their days."""
    found = db.session.scalars(
        select(Meeting)
        .where(Meeting.is_demo, Meeting.state == MeetingState.CONVENED, Meeting.starts_at < clock.now() - A_DAY)
        .options(joinedload(Meeting.council))
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    return [*holding.lives(found), *minutes.lives(found)]


def _secret_votes() -> list[Moments]:
    """Secret votes in the councils whose members the demonstration shows."""
    shown = [account.person_id for email in EMAILS if (account := accounts.by_email(email)) is not None]
    wanted = select(Council).where(Council.id.in_(select(Membership.council_id).where(Membership.person_id.in_(shown))))
    return [
        life
        for council in db.session.scalars(wanted.order_by(Council.slug)).all()
        for life in ballots.lives(council, _members(council), SEATED, lambda: votes.close_due(AFTER_CLOSING))
    ]


class Life:
    """One row of the file: what happens to the proposal, day after day."""

    def __init__(self, row: Mapping[str, str], council: Council, committee: Committee, place: int) -> None:
        self.row = row
        self.council = council
        self.committee = committee
        self.path = row["path"]
        self.random = Random(place)  # noqa: S311 - the same demonstration every time
        self.start = clock.today() - timedelta(days=int(row["days"]))
        self.answered = ANSWERS[place * 23 % len(ANSWERS)]
        self.proposal: Proposal
        self.members: Sequence[Membership]

    def run(self) -> Moments:
        """The whole path, as moments to wait for."""
        yield self._at(0)
        self.members = _members(self.council)
        self._write()
        if self.path == "draft":
            return
        yield self._at(DISCUSS)
        services.open_discussion(self.proposal, actor=self._member(0))
        yield self._at(TALK)
        self._talk()
        if self.path == "deliberating":
            return
        yield self._at(OPEN_VOTE)
        motion = self._open_vote()
        yield self._at(CAST)
        self._vote(motion)
        if self.path == "voting":
            return
        yield self._at(CLOSE + 1)
        votes.close_due(AFTER_CLOSING)
        if self.path in SENT:
            yield from self._send()

    def _send(self) -> Moments:
        yield self._at(TRANSMIT)
        transmission.transmit(self.proposal, self.committee, actor=BOARD)
        if self.path == "transmitted":
            return
        yield self._at(ACKNOWLEDGE)
        transmission.acknowledge(self.proposal, actor=SECRETARY)
        if self.path == "withdrawn":
            yield self._at(self.answered)
            services.withdraw(self.proposal, "Le conseil préfère en reparler avec les habitants.", actor=BOARD)
        if self.row["reasons"]:
            yield self._at(self.answered)
            answers.answer(self.proposal, self._answer(), actor=SECRETARY)

    def _at(self, days: int) -> datetime:
        hour = time(9 + self.random.randrange(9), self.random.randrange(60))
        return datetime.combine(self.start + timedelta(days=days), hour, clock.PARIS).astimezone(UTC)

    def _member(self, place: int) -> Actor:
        return Actor(id=self.members[place % len(self.members)].person_id, role="member")

    def _write(self) -> None:
        places = db.session.scalars(
            select(Neighborhood)
            .join(Coverage, Coverage.neighborhood_id == Neighborhood.id)
            .where(Coverage.council_id == self.council.id)
            .order_by(Neighborhood.slug)
            .limit(1)
        ).all()
        self.proposal = services.start(
            self.council,
            actor=self._member(0),
            kind=ProposalKind(self.row["kind"]),  # type: ignore[call-arg]
            title=self.row["title"],
            text=self.row["text"],
            theme=ProposalTheme(self.row["theme"]),  # type: ignore[call-arg]
            neighborhoods=places,
        )

    def _talk(self) -> None:
        last: Comment | None = None
        for place, words in enumerate(part for part in self.row["talk"].split("|") if part):
            kind, _, text = words.partition(":")
            subject = subjects.of("proposal", self.proposal)
            reply = last if kind == "reply" else None
            last = discussion.post(subject, KINDS[kind], text, actor=self._member(place + 1), reply_to=reply)

    def _open_vote(self) -> Motion:
        closing = datetime.combine(self.start + timedelta(days=CLOSE), time(20), clock.PARIS)
        if self.path == "voting":
            # still open on the day on which the demonstration is loaded
            closing = datetime.combine(self.start + timedelta(days=int(self.row["days"]) + 5), time(20), clock.PARIS)
        percent = 60 if self.path == "no_quorum" else None
        services.open_vote(self.proposal, closing.astimezone(UTC), percent, actor=BOARD)
        return db.session.get_one(Motion, self.proposal.motion_id)

    def _vote(self, motion: Motion) -> None:
        share = {"voting": 0.4, "no_quorum": 0.3}.get(self.path, 0.8)
        favor = int(self.row["favor"])
        for place, seat in enumerate(self.members):
            # those whose accounts the demonstration shows have not answered the votes that are open
            if (self.path == "voting" and place < SEATED) or self.random.random() > share:
                continue
            choice = VoteChoice.FOR if self.random.randrange(100) < favor else self.random.choice(OTHERWISE)
            # somebody may have left since, or rests from their seat
            if refusal(seat, clock.today()) is None:
                votes.cast(motion, seat, choice, actor=self._member(place))
        if self.row["dissent"]:
            votes.write_dissent(motion, self.members[-1], self.row["dissent"], actor=self._member(-1))

    def _answer(self) -> AnswerGiven:
        today = clock.today()
        outcome, *extra = self.row["extra"].split("|")
        given = AnswerGiven(
            outcome=AnswerOutcome(outcome),  # type: ignore[call-arg]
            reasons=self.row["reasons"],
            signatory_function=self.row["signatory"],
            commitments=tuple(self._commitments(today)),
        )
        return replace(given, **_own(outcome, extra, today))

    def _commitments(self, today: date) -> Iterator[CommitmentGiven]:
        for line in filter(None, self.row["commitments"].split(";")):
            text, organization, days, budget = line.split("|")
            yield CommitmentGiven(text, organization, today + timedelta(days=int(days)), budget)


def _own(outcome: str, extra: Sequence[str], today: date) -> dict[str, Any]:
    """What this outcome alone demands, from the last column of the row."""
    if outcome == "retained_modified":
        return {"changes": extra[0]}
    if outcome == "not_retained":
        return {"reason_category": ReasonCategory(extra[0])}  # type: ignore[call-arg]
    if outcome == "postponed":
        return {"reexamined_on": today + timedelta(days=int(extra[0]))}
    if outcome == "already_done":
        return {"done_where": extra[0], "done_on": today - timedelta(days=int(extra[1])), "proof_url": extra[2]}
    if outcome == "redirected":
        return {"redirected_to_id": _body(OrganizationKind(extra[0])), "redirected_on": today}  # type: ignore[call-arg]
    return {}


def _body(kind: OrganizationKind) -> uuid.UUID:
    """An invented organization of this kind."""
    known = select(Organization.id).where(Organization.kind == kind, Organization.is_demo).limit(1)
    found = db.session.scalars(known).first()
    return found or add_organization(f"{kind.label} {MARK}", kind, actor=SYSTEM, is_demo=True).id


def _members(council: Council) -> Sequence[Membership]:
    """Who may vote today; those whose accounts the demonstration shows come first."""
    known = [account.person_id for email in EMAILS if (account := accounts.by_email(email)) is not None]
    seats = voters(council.id, clock.today())
    return sorted(seats, key=lambda seat: known.index(seat.person_id) if seat.person_id in known else len(known))
