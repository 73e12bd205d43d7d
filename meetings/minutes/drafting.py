"""The first text of minutes, filled with what the site knows of the meeting; and the first public text (domain §3.3).

Pure functions. What people typed elsewhere is written as they typed it: notes are Markdown, the rest is no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from foundation.text import plural
from meetings.minutes.gathering import Held, Item, Told, Voted
from meetings.minutes.models import MinutesKind
from meetings.models import MeetingKind
from meetings.presence.models import AttendanceStatus

A, K, M = AttendanceStatus, MinutesKind, MeetingKind
# what is usually written of each kind of meeting (domain §3.1)
USUAL: Mapping[MeetingKind, MinutesKind] = {
    M.PLENARY: K.ACCOUNT,
    M.PUBLIC_MEETING: K.ACCOUNT,
    M.WORKING_GROUP: K.ACCOUNT,
    M.BOARD: K.DECISION_LOG,
    M.GENERAL_ASSEMBLY: K.RECORD,
    M.WALK_DEBRIEF: K.ACCOUNT,
    M.NETWORK_MEETING: K.ACCOUNT,
    M.TRAINING: K.ACCOUNT,
    M.ASSISES: K.ACCOUNT,
    M.COMMITTEE_SESSION: K.DECISION_LOG,
}
PRESENCE, LOG = "Présences", "Relevé de décisions"
HEADS = {
    A.PRESENT: "Présents",
    A.REMOTE: "À distance",
    A.REPRESENTED: "Représentés",
    A.EXCUSED: "Excusés",
    A.ABSENT: "Absents",
}
COUNTED = {
    A.PRESENT: ("membre présent", "membres présents"),
    A.REMOTE: ("membre à distance", "membres à distance"),
    A.REPRESENTED: ("membre représenté", "membres représentés"),
    A.EXCUSED: ("membre excusé", "membres excusés"),
    A.ABSENT: ("membre absent", "membres absents"),
}
_MARKS = re.compile(r"([\\*_\[\]`#<>])")
_BLANKS = re.compile(r"[ \t\r\n]+")
_PRESENCE_SECTION = re.compile(rf"^## {PRESENCE}[ \t]*\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def first_text(kind: MinutesKind, held: Held) -> str:
    """The text that its writer begins with."""
    parts = [_head(held), _presence(held)]
    if held.earlier:
        parts.append(_earlier(held))
    parts += _log(held) if kind is K.DECISION_LOG else _exchanges(held)
    if kind is K.RECORD:
        parts.append("## Signatures\n\nPrésidence de séance\u00a0:\n\nSecrétariat de séance\u00a0:")
    return "\n\n".join(part for part in parts if part)


def public_first(text: str, held: Held) -> str:
    """The public text to begin with: the approved one, with people counted instead of named where the site can."""
    return _PRESENCE_SECTION.sub(lambda _found: _counted(held) + "\n\n", text).strip()


def provisional(held: Held) -> str:
    """What may be public before the approval: the decisions and the votes alone, without who does what (`R-MIN-03`)."""
    bare = [_line(one, named=False) for one in _all(held)]
    decided = "\n".join(bare) if bare else "Aucune décision à suivre."
    votes = [f"{_bold(vote.question)}\n{vote.result}" for item in held.items for vote in item.votes]
    return "\n\n".join([f"## {LOG}", decided, *(["## Votes", *votes] if votes else [])])


def _md(words: str) -> str:
    return _MARKS.sub(r"\\\1", _BLANKS.sub(" ", words).strip())


def _bold(words: str) -> str:
    return f"**{_md(words)}**"


def _head(held: Held) -> str:
    said = [f"{_md(held.council)} ({_md(held.kind.lower())}).", f"{held.when[:1].upper()}{held.when[1:]}."]
    said += [f"{_md(held.where)}."]
    if held.hours:
        said.append(held.hours)
    return "## La réunion\n\n" + "\n".join(said)


def _presence(held: Held) -> str:
    lines = [f"- {HEADS[status]}\u00a0: {_md(', '.join(names))}" for status, names in held.present.items() if names]
    lines += [f"- Invités\u00a0: {_md(' ; '.join(held.guests))}".replace(" ;", "\u202f;")] if held.guests else []
    return f"## {PRESENCE}\n\n" + ("\n".join(lines) if lines else "Aucune présence n’a été notée.")


def _counted(held: Held) -> str:
    lines = [f"- {plural(len(names), *COUNTED[status])}" for status, names in held.present.items() if names]
    lines += [f"- Invités\u00a0: {_md(' ; '.join(held.guests))}".replace(" ;", "\u202f;")] if held.guests else []
    return f"## {PRESENCE}\n\n" + ("\n".join(lines) if lines else "Aucune présence n’a été notée.")


def _earlier(held: Held) -> str:
    lines = [
        f"{_line(one)} {_bold(f'Fait le {one.done}.' if one.done else 'Pas encore fait.')}" for one in held.earlier
    ]
    return f"## Décisions du {held.before}\u00a0: où en est-on\u202f?\n\n" + "\n".join(lines)


def _exchanges(held: Held) -> Iterator[str]:
    for number, item in enumerate(held.items, 1):
        yield f"## {number}. {_md(item.title)}"
        yield item.notes.strip()
        yield from _outcome(item)
    if held.others:
        yield "## Autres décisions\n\n" + "\n".join(_line(one) for one in held.others)


def _outcome(item: Item) -> Iterator[str]:
    yield from (_vote(vote) for vote in item.votes)
    if item.decisions:
        yield f"### {'Décision' if len(item.decisions) == 1 else 'Décisions'}\n\n" + "\n".join(
            _line(one) for one in item.decisions
        )


def _vote(vote: Voted) -> str:
    said = [f"### Vote\u00a0: {_md(vote.question)}", f"{vote.result} {vote.quorum}".strip()]
    for dissent in vote.dissents:
        said.append(f"Avis divergent d’un membre\u00a0:\n\n{dissent.strip()}")
    return "\n\n".join(said)


def _log(held: Held) -> Iterator[str]:
    yield f"## {LOG}"
    yield "\n".join(_line(one) for one in _all(held)) or "Aucune décision à suivre."
    for item in held.items:
        yield from (_vote(vote) for vote in item.votes)


def _all(held: Held) -> Sequence[Told]:
    return [*(one for item in held.items for one in item.decisions), *held.others]


def _line(one: Told, *, named: bool = True) -> str:
    facts = []
    if named and one.owner:
        facts.append(f"Qui\u00a0: {_md(one.owner)}")
    if one.due:
        facts.append(f"Pour le {one.due}")
    end = "" if one.text.rstrip().endswith((".", "!", "?")) else "."
    return f"- {_md(one.text)}{end}" + (f" {'. '.join(facts)}." if facts else "")
