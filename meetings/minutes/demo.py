"""The demonstration's minutes: invented, written through the same services as real ones, in several states."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from citizens.accounts import queries as accounts
from councils.electorate import voters
from councils.models import Council, Membership
from foundation import clock
from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor
from meetings.after_closing import AFTER_CLOSING
from meetings.convening.wording import ends_at
from meetings.minutes import approving, public, queries, remarks, services
from meetings.minutes.drafting import USUAL
from meetings.minutes.models import Minutes
from meetings.models import Meeting, MeetingState
from meetings.votes import services as votes
from meetings.votes.models import VoteChoice

# days from the meeting to each step
WRITE, SEND, REMARK, ASK, CLOSE, CLOSED, PUBLISH = 3, 6, 8, 14, 22, 23, 28
LONG = 45
STOPS = {0: 1, 2: 2, 3: 3, 4: 4, 6: 5}
CORRECT = 30
INSTEAD = "une personne du conseil"


def lives(meetings: Sequence[Meeting]) -> list[Iterator[datetime]]:
    """What is written of meetings, the older the further on, as moments to wait for."""
    return [_Life(one, one.council, place).run() for place, one in enumerate(meetings) if one.council is not None]


class _Life:
    """What is written of one meeting, step after step, up to today."""

    def __init__(self, meeting: Meeting, council: Council, place: int) -> None:
        self.meeting, self.place = meeting, place
        # some of the later meetings are not so far
        is_late = meeting.starts_at + timedelta(days=LONG) > clock.now()
        self.behind = STOPS.get(place % 7) if is_late else None
        self.seats: Sequence[Membership] = voters(council.id, meeting.day)
        self.writer = Actor(_office(council), "council_facilitator")

    def run(self) -> Iterator[datetime]:
        """The whole path, as moments to wait for."""
        yield ends_at(self.meeting) + timedelta(minutes=1)
        if not self.seats or self.meeting.state is not MeetingState.CLOSED:
            return
        for days, step in self._steps()[: self.behind]:
            yield self._at(days)
            step()

    def _steps(self) -> list[tuple[int, Callable[[], None]]]:
        steps: list[tuple[int, Callable[[], None]]] = [
            (WRITE, self._write), (SEND, self._send), (REMARK, self._remark), (ASK, self._ask), (CLOSED, self._close),
            (PUBLISH, self._publish),
        ]  # fmt: skip
        if self.place == 0:
            steps += [(CORRECT, self._correct), (CORRECT + CLOSED - ASK, self._close), (LONG, self._publish)]
        return steps

    def _at(self, days: int) -> datetime:
        return self.meeting.starts_at.astimezone(PARIS) + timedelta(days=days)

    def _write(self) -> None:
        services.start(self.meeting, USUAL[self.meeting.kind], actor=self.writer)

    def _minutes(self) -> Minutes:
        found = queries.of_meeting(self.meeting.id)
        if found is None:
            raise LookupError("they are written by now")
        return found

    def _send(self) -> None:
        services.propose(self._minutes(), actor=self.writer)

    def _remark(self) -> None:
        seat = self.seats[0]
        remark = remarks.send(
            self._minutes(), "J’ai aussi parlé du passage piéton.", actor=Actor(seat.person_id, "member")
        )
        db.session.refresh(remark, ["membership"])
        if self.place % 3:
            remarks.answer(remark, accepted=False, words="Ce sera au prochain ordre du jour.", actor=self.writer)

    def _correct(self) -> None:
        services.correct(self._minutes(), "Le nombre d’idées retenues était faux.", actor=self.writer)
        minutes = queries.held(self._minutes().id)
        text = services.must_be_open(minutes)
        services.save(minutes, text.text.replace("Deux idées", "Trois idées"), text.saved, actor=self.writer)
        self._ask(CORRECT + CLOSE - ASK)

    def _ask(self, closing: int = CLOSE) -> None:
        motion = approving.open_vote(self._minutes(), self._at(closing), None, actor=Actor(role="board_member"))
        for seat in self.seats[:5]:
            if seat.end_on is None or seat.end_on >= clock.today():
                votes.cast(motion, seat, VoteChoice.FOR, actor=Actor(seat.person_id, "member"))

    def _close(self) -> None:
        votes.close_due(AFTER_CLOSING)

    def _publish(self) -> None:
        begun = public.begin(self._minutes(), actor=self.writer)
        words = begun.public_text.replace("Deux idées", "Trois idées") if begun.number > 1 else begun.public_text
        public.save(self._minutes(), words, begun.public_saved, actor=self.writer)
        while found := self._found():
            public.replace(self._minutes(), found[0], INSTEAD, actor=self.writer)
        minutes = queries.held(self._minutes().id)
        public.check(minutes, public.waiting(minutes).public_saved, actor=Actor(self.seats[-1].person_id, "member"))
        public.publish(self._minutes(), actor=self.writer)

    def _found(self) -> list[str]:
        minutes = queries.held(self._minutes().id)
        return [one.words for one in public.undecided(minutes, public.waiting(minutes))]


def _office(council: Council) -> uuid.UUID | None:
    """Who writes: the facilitator of the demonstration, in whatever council."""
    account = accounts.by_email("animateur@example.org")
    return account.person_id if account is not None and council.is_demo else None
