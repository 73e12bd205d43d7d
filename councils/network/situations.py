"""How every council stands today, for those who animate the network: seven queries however many councils there are."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from councils.accreditation import desk, turns, waiting
from councils.accreditation.composition import EMPTY_TOO_LONG, PARITY_GAP
from councils.accreditation.models import AccreditationKind, AccreditationState
from councils.accreditation.reminders import REVIEW_LATE, SIGNED_LATE
from councils.members.gauges import Gauges
from councils.members.queries import gauges_of
from councils.queries import Card, directory
from councils.status import CouncilStatus
from councils.wording import short_name
from foundation import clock
from foundation.clock import months_after
from foundation.database import db
from foundation.text import fold

S = AccreditationState
RETURNED_LATE = 30
# from how many days on a step has lasted too long; the other steps have no clock
LATE: Mapping[AccreditationState, int] = {
    S.REVIEWING: REVIEW_LATE,
    S.SIGNED: SIGNED_LATE,
    S.RETURNED: RETURNED_LATE,
}
SOON = 6


@dataclass(frozen=True)
class Step:
    """Where the open dossier of a council stands: since which day, whose turn it is in words."""

    key: uuid.UUID
    kind: AccreditationKind
    state: AccreditationState
    since: date
    days: int
    turn: str
    lies_inside: bool

    @property
    def is_late(self) -> bool:
        """Whether it has stood there for too long (domain §2.6)."""
        return self.days > LATE.get(self.state, self.days)


@dataclass(frozen=True)
class Situation:
    """One council as the network sees it. `ends_on`: the last day of its recognized term."""

    card: Card
    gauges: Gauges
    step: Step | None
    ends_on: date | None
    today: date

    @property
    def empty_too_long(self) -> int:
        """How many seats have stood empty for over 60 days."""
        return sum(one.days(self.today) > EMPTY_TOO_LONG for one in self.gauges.vacancies)

    @property
    def lacks_parity(self) -> bool:
        """Whether women and men are not as many among the residents drawn by lot, one apart."""
        return self.gauges.parity_gap > PARITY_GAP

    @property
    def has_ended(self) -> bool:
        """Whether its term is over."""
        return self.ends_on is not None and self.ends_on < self.today

    def ends_within(self, months: int) -> bool:
        """Whether its term runs and ends in so many months or fewer."""
        return self.ends_on is not None and self.today <= self.ends_on <= months_after(self.today, months)

    @property
    def asks_for_renewal(self) -> bool:
        """Whether the term ends soon, or has ended, and no renewal is under way."""
        return (self.has_ended or self.ends_within(SOON)) and self.card.status in {
            CouncilStatus.ACCREDITED,
            CouncilStatus.LAPSED,
        }


def situations() -> Sequence[Situation]:
    """Every council that has not stopped, by name."""
    today = clock.today()
    cards = [card for card in directory() if card.status is not CouncilStatus.DISSOLVED]
    gauges = gauges_of([card.id for card in cards], today)
    steps = _steps(today)
    found = [Situation(card, gauges[card.id], steps.get(card.id), _end(card, gauges[card.id]), today) for card in cards]
    return sorted(found, key=lambda one: fold(short_name(one.card.name)))


def _end(card: Card, gauges: Gauges) -> date | None:
    if card.public.act is not None and card.public.act.term_end is not None:
        return card.public.act.term_end
    return gauges.term.last if gauges.runs and gauges.term is not None else None


def _steps(today: date) -> Mapping[uuid.UUID, Step]:
    """The open dossier of each council that moved last."""
    entries = db.session.scalars(desk.open_steps()).all()
    dossiers = desk.by_id([entry.object_id for entry in entries])
    consulted = waiting.consulted_now(dossiers)
    found: dict[uuid.UUID, Step] = {}
    for entry in entries:
        dossier = dossiers[entry.object_id]
        since = entry.at.astimezone(clock.PARIS).date()
        asked = dossier.id in consulted
        words = turns.AUTHORITIES if asked else turns.WORDS[dossier.state]
        inside = waiting.LIAISON in waiting.HOLDERS[dossier.state]
        step = Step(dossier.id, dossier.kind, dossier.state, since, (today - since).days, words, inside)
        found.setdefault(dossier.council_id, step)
    return found
