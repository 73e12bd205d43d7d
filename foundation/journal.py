"""The public journal of official acts: each line carries the hash of the one before it.

Written by services, in the same transaction as the act. The format is told on `/journal`; anyone can check
`/journal.jsonl` with `static/verifier_journal.py`, which needs nothing but Python.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.choices import Choice
from foundation.database import Model, db, on_create

FIRST = "0" * 64
PREFIX = b"council-journal-v1\n"
_LOCK = 7_305_021_964_002_117_301


class ActKind(Choice):
    """The kinds of official acts, and no others (ruling 3)."""

    COUNCIL_RECOGNIZED = "council.recognized", "Conseil labellisé"
    RECOGNITION_REFUSED = "recognition.refused", "Labellisation refusée"
    RECOGNITION_WITHDRAWN = "recognition.withdrawn", "Label retiré"
    TERM_STARTED = "term.started", "Mandat du conseil commencé"
    TERM_ENDED = "term.ended", "Mandat du conseil terminé"
    RULES_ADOPTED = "rules.adopted", "Règlement intérieur adopté"
    VOTE_OPENED = "vote.opened", "Vote ouvert"
    VOTE_PROLONGED = "vote.prolonged", "Vote prolongé"
    VOTE_CLOSED = "vote.closed", "Vote clos"
    MINUTES_PUBLISHED = "minutes.published", "Compte rendu publié"
    MINUTES_CORRECTED = "minutes.corrected", "Compte rendu rectifié"
    PROPOSAL_TRANSMITTED = "proposal.transmitted", "Proposition transmise"
    PROPOSAL_ANSWERED = "proposal.answered", "Réponse rendue"
    WALK_PUBLISHED = "walk.published", "Marche publiée"
    REPORT_PUBLISHED = "report.published", "Rapport publié"
    ANCHOR = "anchor", "Empreinte du journal notée ailleurs (ancre)"


class JournalEntry(Model):
    """One official act. The database refuses any change and any removal."""

    __table_args__ = (
        CheckConstraint("seq >= 1", name="counts_from_one"),
        CheckConstraint("length(hash) = 64 AND length(prev) = 64", name="whole_hashes"),
        Index(None, "kind", "seq"),
        Index(None, "subject", "kind"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[date]
    kind: Mapped[ActKind]
    subject: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER journal_entry_no_{verb} BEFORE {verb.upper()} ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the public journal only grows'); END"
    for verb in ("update", "delete")
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION journal_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the public journal only grows'; END $$",
    "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_entry_only_grows()",
    "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_only_grows()",
)
for _statement in SQLITE_GUARDS:
    on_create(JournalEntry.__table__, _statement, "sqlite")
for _statement in POSTGRESQL_GUARDS:
    on_create(JournalEntry.__table__, _statement, "postgresql")


@dataclass(frozen=True)
class Line:
    """One line of the journal as it is published; `problem` of `check` speaks of it by its `seq`."""

    seq: int
    at: str
    kind: str
    subject: str
    payload: Mapping[str, Any]
    prev: str
    hash: str

    def public(self) -> dict[str, Any]:
        """The members of the published line, in the order of the format."""
        return {name: getattr(self, name) for name in ("seq", "at", "kind", "subject", "payload", "prev", "hash")}


def canonical(value: Mapping[str, Any]) -> str:
    """The one way to write a line: keys sorted, no blanks, NFC, no NaN. Raises ValueError on what has none."""
    written = json.dumps(_composed(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    written.encode("utf-8")
    return written


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", key): _composed(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(member) for member in value]
    if value is None or isinstance(value, bool | int):
        return value
    raise ValueError(f"the journal writes words, whole numbers and lists, not {type(value).__name__}")


def digest(line: Mapping[str, Any]) -> str:
    """The hash of a line: SHA-256 over the prefix and the canonical line without its `hash`."""
    bare = {name: value for name, value in line.items() if name != "hash"}
    return hashlib.sha256(PREFIX + canonical(bare).encode("utf-8")).hexdigest()


def append(kind: ActKind, subject: str, payload: Mapping[str, Any]) -> JournalEntry:
    """Write an official act at the end of the journal, in the current transaction.

    `payload` holds public facts only, never a person's name; documents by their salted hash. One writer at a
    time: SQLite's write lock or a PostgreSQL lock that lasts until the end of the transaction.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = db.session.execute(
        select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
    ).one_or_none()
    line = {
        "seq": (last.seq if last else 0) + 1,
        "at": clock.today().isoformat(),
        "kind": kind.value,
        "subject": unicodedata.normalize("NFC", subject),
        "payload": _composed(payload),
        "prev": last.hash if last else FIRST,
    }
    entry = JournalEntry(
        seq=line["seq"],
        at=clock.today(),
        kind=kind,
        subject=line["subject"],
        payload=canonical(line["payload"]),
        prev=line["prev"],
        hash=digest(line),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def published(row: Any) -> Line:
    """A row of the journal, from the session or straight from a database, as the line that is published."""
    at = row.at.isoformat() if isinstance(row.at, date) else row.at
    return Line(row.seq, at, str(row.kind), row.subject, json.loads(row.payload), row.prev, row.hash)


def lines(start: int = 1, until: int | None = None) -> Iterator[Line]:
    """The journal from line `start` on, up to line `until`, in order, read as a stream."""
    wanted = select(JournalEntry).where(JournalEntry.seq >= start)
    if until is not None:
        wanted = wanted.where(JournalEntry.seq <= until)
    for row in db.session.scalars(wanted.order_by(JournalEntry.seq).execution_options(yield_per=500)):
        yield published(row)


def check(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is wrong with a journal given as its published lines, in French sentences; empty when it holds."""
    problems = []
    prev, expected = FIRST, 1
    for line in found:
        seq = line.get("seq")
        if seq != expected:
            problems.append(f"La ligne {expected} manque ou n’est pas à sa place (trouvé\u00a0: {seq}).")
        if line.get("prev") != prev:
            problems.append(f"La ligne {seq} ne suit pas la précédente\u00a0: l’empreinte «\u202fprev\u202f» diffère.")
        try:
            honest = digest(line) == line.get("hash")
        except ValueError:
            honest = False
        if not honest:
            problems.append(f"La ligne {seq} a été changée\u00a0: son empreinte ne correspond pas.")
        prev, expected = str(line.get("hash")), (seq if isinstance(seq, int) else expected) + 1
    return problems


def verify() -> list[str]:
    """What is wrong with the journal in the database, in French sentences; empty when it holds."""
    return check(line.public() for line in lines())
