"""Synthetic proposals for measuring (`flask demo --scale N`): a thousand for each N, over the recognized councils.

Written in bulk, the same every time; the trail and the public journal are written as the services would.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from sqlalchemy import insert, select

from citizens.discussion.models import Comment
from councils.committees.models import Committee
from councils.demo_scale import AT_ONCE, Made, Sheets, made, noon
from foundation import clock, journal, search
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.journal import ActKind, JournalEntry
from meetings.answers.models import Answer, AnswerOutcome, Commitment, ReasonCategory
from meetings.proposals.models import Proposal, ProposalTheme, ProposalVersion, proposal_neighborhood
from meetings.votes.models import Motion, Vote

PROPOSALS = 1000
PATHS = (
    ("draft",) * 4
    + ("deliberating",) * 7
    + ("voting",) * 4
    + ("adopted",) * 5
    + ("rejected",) * 4
    + ("transmitted",) * 8
    + ("acknowledged",) * 14
    + ("late",) * 14
    + ("answered",) * 40
)
NUMBERED = frozenset({"transmitted", "acknowledged", "late", "answered"})
VOTED = NUMBERED | {"adopted", "rejected"}
SUBJECTS = (
    "l’éclairage du parc", "un banc devant l’école", "le ramassage des encombrants", "un terrain de jeux",
    "une permanence de santé", "le bus du soir", "des arceaux à vélo", "la piscine du quartier",
    "un jardin partagé", "les ascenseurs en panne", "une étude après la classe", "le marché du samedi",
)  # fmt: skip
SENTENCES = (
    "Les habitants demandent une réponse avant l’été.", "Le conseil a visité les lieux deux fois.",
    "Les familles du quartier attendent depuis trois ans.", "Un devis simple suffirait pour décider.",
    "Les associations sont prêtes à y prendre part.", "La demande a été votée après deux réunions.",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One line of the public journal to be."""

    on: date
    kind: ActKind
    subject: str
    payload: dict[str, Any]


def load(scale: int) -> None:
    """Write so many thousand proposals; nothing happens when there is a proposal already."""
    if db.session.scalar(select(Proposal.id).limit(1)) is not None:
        return
    sheets, acts = Sheets(Random(scale + 1)), list[Act]()  # noqa: S311 - the same data every time
    committees = list(db.session.scalars(select(Committee).order_by(Committee.slug)))
    ranks: Counter[tuple[uuid.UUID, int]] = Counter()
    for number, council in enumerate(islice(cycle(list(made())), PROPOSALS * scale)):
        _Path(sheets, acts, council, committees[number % len(committees)], ranks).write(number)
        if number % 1000 == 999:
            sheets.write()
    sheets.write()
    _publish(sorted(acts, key=lambda act: act.on))


def _publish(acts: Sequence[Act]) -> None:
    last = db.session.execute(
        select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
    ).one_or_none()
    seq, prev = (last.seq, last.hash) if last else (0, journal.FIRST)
    rows = []
    for act in acts:
        seq += 1
        line = {
            "seq": seq, "at": act.on.isoformat(), "kind": act.kind.value, "subject": act.subject,
            "payload": act.payload, "prev": prev,
        }  # fmt: skip
        rows.append({**line, "at": act.on, "payload": journal.canonical(act.payload), "hash": journal.digest(line)})
        prev = rows[-1]["hash"]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(JournalEntry), rows[start : start + AT_ONCE])


class _Path:
    """The path of one proposal, from its draft to where it stands."""

    def __init__(
        self,
        sheets: Sheets,
        acts: list[Act],
        council: Made,
        committee: Committee,
        ranks: Counter[tuple[uuid.UUID, int]],
    ) -> None:
        self.sheets = sheets
        self.acts = acts
        self.council = council
        self.committee = committee
        self.ranks = ranks
        self.random = sheets.random
        self.id = sheets.key()
        self.today = clock.today()
        for table in (Motion, Proposal, ProposalVersion, proposal_neighborhood, Vote, Answer, Commitment, Comment):
            sheets.rows.setdefault(table, [])

    def write(self, number: int) -> None:
        """All rows of this proposal, its acts and what search knows of it."""
        self.path = self.random.choice(PATHS)
        self.title = f"Demande numéro {number + 1}\u00a0: {self.random.choice(SUBJECTS)}"
        self.text = " ".join(self.random.choice(SENTENCES) for _ in range(12))
        self.html = f"<p>{self.text}</p>"
        self.sha256 = hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()
        self.start = self.today - timedelta(days=self._age())
        self.voted = self.start + timedelta(days=30)
        self.sent = self.voted + timedelta(days=5)
        motion = self._motion() if self.path in VOTED or self.path == "voting" else None
        row = self._proposal(motion)
        self.sheets.add(Proposal, **row)
        self.sheets.add(proposal_neighborhood, proposal_id=self.id, neighborhood_id=self.council.place)
        self._version(motion)
        self._trail(row)
        if row["published_at"] is not None:
            self._find(row["number"])

    def _age(self) -> int:
        least, most = {
            "draft": (1, 30), "deliberating": (5, 60), "voting": (28, 30), "adopted": (40, 90), "rejected": (40, 900),
            "transmitted": (40, 48), "acknowledged": (60, 120), "late": (140, 400), "answered": (150, 900),
        }[self.path]  # fmt: skip
        return self.random.randrange(least, most + 1)

    def _motion(self) -> uuid.UUID:
        key, opens = self.sheets.key(), noon(self.voted - timedelta(days=7))
        closes = noon(self.today + timedelta(days=4)) if self.path == "voting" else noon(self.voted)
        base = len(self.council.members)
        against = base if self.path == "rejected" else base // 5
        favor = 0 if self.path == "rejected" else base // 2
        closed = self.path in VOTED
        result = "rejected" if self.path == "rejected" else "adopted"
        url = f"/conseils/{self.council.slug}/propositions/{self.id}"
        self.sheets.add(
            Motion, id=key, council_id=self.council.id, question=self.title, text=self.text, html=self.html,
            text_sha256=self.sha256, url=url, method="written", participation_percent=None, opens_at=opens,
            closes_at=closes, closed_at=closes if closed else None, result=result if closed else None,
            votes_for=favor if closed else None, votes_against=against if closed else None,
            votes_abstain=0 if closed else None, votes_apart=0 if closed else None, base=base if closed else None,
            required=0 if closed else None, is_demo=True, version=1,
        )  # fmt: skip
        if closed:
            totals = {"for": favor, "against": against, "abstain": 0, "apart": 0, "base": base, "result": result}
            self._act(self.voted, ActKind.VOTE_CLOSED, url, totals)
        else:
            self._votes(key, opens)
        return key

    def _votes(self, motion: uuid.UUID, at: datetime) -> None:
        for membership, _ in self.random.sample(self.council.members, len(self.council.members) // 2):
            choice = self.random.choice(("for", "for", "against", "abstain"))
            self.sheets.add(
                Vote, id=self.sheets.key(), motion_id=motion, membership_id=membership, choice=choice, cast_at=at
            )  # fmt: skip

    def _proposal(self, motion: uuid.UUID | None) -> dict[str, Any]:
        state = {"voting": "deliberating", "late": "acknowledged"}.get(self.path, self.path)
        numbered = self.path in NUMBERED
        acknowledged = self.path in NUMBERED - {"transmitted"}
        self.answered = self.sent + timedelta(days=self.random.randrange(20, 110)) if self.path == "answered" else None
        year, rank = self.sent.year, None
        if numbered:
            self.ranks[self.council.id, year] += 1
            rank = self.ranks[self.council.id, year]
        number = f"{self.council.code}-{year}-{rank:03}" if rank else None
        if number:
            self._act(self.sent, ActKind.PROPOSAL_TRANSMITTED, f"/propositions/{number}", {"number": number})
        if self.answered:
            self._answer(number)
        return {
            "id": self.id, "council_id": self.council.id, "author_id": self.council.members[0][1], "kind": "proposal",
            "state": state, "title": self.title, "text": self.text, "html": self.html,
            "theme": self.random.choice(list(ProposalTheme)), "open_to_residents": False,
            "started_at": noon(self.start), "saved_at": noon(self.start), "motion_id": motion,
            "published_at": noon(self.voted - timedelta(days=7)) if motion else None, "number": number,
            "number_year": year if rank else None, "number_rank": rank,
            "committee_id": self.committee.id if rank else None, "transmitted_at": noon(self.sent) if rank else None,
            "acknowledged_at": noon(self.sent + timedelta(days=8)) if acknowledged else None,
            "answer_due_on": self.sent + timedelta(days=91) if rank else None,
            "answered_at": noon(self.answered) if self.answered else None, "is_demo": True, "version": 1,
        }  # fmt: skip

    def _version(self, motion: uuid.UUID | None) -> None:
        if self.path == "draft":
            return
        self.sheets.add(
            ProposalVersion, id=self.sheets.key(), proposal_id=self.id, number=1, title=self.title, text=self.text,
            html=self.html, sha256=self.sha256, reason="", author_id=self.council.members[0][1],
            written_at=noon(self.start + timedelta(days=3)), motion_id=motion,
        )  # fmt: skip
        for kind in ("argument_for", "argument_against", "question"):
            author = self.random.choice(self.council.members)[1]
            words = self.random.choice(SENTENCES)
            self.sheets.add(
                Comment, id=self.sheets.key(), subject_kind="proposal", subject_id=self.id, author_id=author, kind=kind,
                state="shown", text=words, html=f"<p>{words}</p>", written_at=noon(self.start + timedelta(days=5)),
                trusted=True, version=1,
            )  # fmt: skip

    def _answer(self, number: str | None) -> None:
        key, day = self.sheets.key(), self.answered or self.today
        outcome = self.random.choice((AnswerOutcome.RETAINED, AnswerOutcome.NOT_RETAINED))
        refused = outcome is AnswerOutcome.NOT_RETAINED
        reasons = " ".join(self.random.choice(SENTENCES) for _ in range(4))
        self.sheets.add(
            Answer, id=key, proposal_id=self.id, number=1, outcome=outcome, reasons=reasons,
            reasons_html=f"<p>{reasons}</p>", reason_category=ReasonCategory.COST if refused else None,
            signatory_function="Présidente ou président du comité", entered_at=noon(day), notified_at=noon(day),
        )  # fmt: skip
        if not refused:
            self.sheets.add(
                Commitment, id=self.sheets.key(), answer_id=key, position=1, text="Faire ce qui est demandé",
                organization="Commune", due_on=day + timedelta(days=180), budget_line="", state="planned",
            )  # fmt: skip
        days = (day - self.sent).days
        payload = {"number": number, "outcome": outcome.value, "days": days}
        self._act(day, ActKind.PROPOSAL_ANSWERED, f"/propositions/{number}", payload)

    def _trail(self, row: dict[str, Any]) -> None:
        steps = [("start", self.start, "draft"), ("discuss", self.start + timedelta(days=3), "deliberating")]
        if self.path in VOTED:
            rejected = self.path == "rejected"
            steps.append(("reject" if rejected else "adopt", self.voted, "rejected" if rejected else "adopted"))
        if row["number"]:
            steps.append(("transmit", self.sent, "transmitted"))
        if row["acknowledged_at"]:
            steps.append(("acknowledge", self.sent + timedelta(days=8), "acknowledged"))
        if self.answered:
            steps.append(("answer", self.answered, "answered"))
        for name, day, after in steps[: 1 if self.path == "draft" else len(steps)]:
            self.sheets.add(
                AuditEntry, id=self.sheets.key(), at=noon(day), actor_role="member", action=f"proposal.{name}",
                object_type="Proposal", object_id=self.id, after=after, comment="",
            )  # fmt: skip

    def _find(self, number: str | None) -> None:
        url = f"/propositions/{number}" if number else f"/conseils/{self.council.slug}/propositions/{self.id}"
        search.put("proposal", self.id.hex, title=self.title, body=self.text, url=url, on=self.sent)

    def _act(self, on: date, kind: ActKind, subject: str, facts: dict[str, Any]) -> None:
        named = {"title": self.title, "council": self.council.code, "demo": True}
        self.acts.append(Act(on, kind, subject, {**named, **facts}))
