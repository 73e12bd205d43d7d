"""What a proposal says: its words, how they are written down, kept as versions, hashed and compared."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from councils.territory.models import Neighborhood
from foundation import clock
from foundation.database import db
from foundation.html import markdown
from foundation.text import nfc
from meetings.proposals import queries
from meetings.proposals.models import Proposal, ProposalKind, ProposalTheme, ProposalVersion

FIRST = "Première version"
SAME = "Même texte, remis au vote"
_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# two changed passages longer than this are shown one after the other, not word by word
COMPARED = 3000


@dataclass(frozen=True)
class Words:
    """What its writers may change in a proposal."""

    kind: ProposalKind
    title: str
    text: str
    theme: ProposalTheme
    neighborhoods: Sequence[Neighborhood]


def canonical(title: str, text: str) -> str:
    """A title and a text as they are hashed: whoever has both can compute the same SHA-256."""
    return f"{title}\n{text}"


def plain(text: str) -> str:
    """A text as it is kept: NFC, one character for the end of a line."""
    return nfc(text).replace("\r\n", "\n")


def says(proposal: Proposal, words: Words) -> bool:
    """Whether a proposal already says exactly this."""
    kept = (proposal.kind, proposal.title, proposal.text, proposal.theme)
    given = (words.kind, nfc(words.title), plain(words.text), words.theme)
    return kept == given and {one.id for one in proposal.neighborhoods} == {one.id for one in words.neighborhoods}


def write(proposal: Proposal, words: Words) -> None:
    """Write words down in a proposal, with the HTML made of them."""
    proposal.kind, proposal.theme = words.kind, words.theme
    proposal.title = nfc(words.title)
    proposal.text = plain(words.text)
    proposal.html = markdown(proposal.text)
    proposal.neighborhoods = list(words.neighborhoods)
    proposal.saved_at = clock.now()


def keep(proposal: Proposal, reason: str, author_id: uuid.UUID | None) -> ProposalVersion:
    """Keep the present text as the next version, for ever."""
    last = queries.last_version(proposal.id)
    version = ProposalVersion(
        proposal_id=proposal.id,
        number=last.number + 1 if last else 1,
        title=proposal.title,
        text=proposal.text,
        html=proposal.html,
        sha256=hashlib.sha256(canonical(proposal.title, proposal.text).encode()).hexdigest(),
        reason=reason,
        author_id=author_id,
        written_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    return version


@dataclass(frozen=True)
class Passage:
    """Some words of a comparison: "same", "added" or "removed"."""

    what: str
    words: str


def compare(before: str, after: str) -> list[Passage]:
    """What changed between two texts, line by line, then word by word within the lines that changed."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    found: list[Passage] = []
    for kind, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[i:j]), "".join(new[m:n])
        if kind == "replace" and len(removed) + len(added) <= 2 * COMPARED:
            found.extend(_by_words(removed, added))
        elif kind == "equal":
            found.append(Passage("same", added))
        else:
            found.extend(_both(removed, added))
    return found


def _by_words(before: str, after: str) -> Iterator[Passage]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for kind, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Passage("same", "".join(new[m:n]))
        else:
            yield from _both("".join(old[i:j]), "".join(new[m:n]))


def _both(removed: str, added: str) -> Iterator[Passage]:
    if removed:
        yield Passage("removed", removed)
    if added:
        yield Passage("added", added)
