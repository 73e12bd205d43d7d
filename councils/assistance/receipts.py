"""The receipt that a member gets for what was recorded for them: a page to print, a text short enough for an SMS."""

from __future__ import annotations

from dataclasses import dataclass

from citizens.naming import name_in
from councils.assistance.models import AssistedAct
from foundation.text import moment_words

SMS_LENGTH = 160
SHORTEST_SUBJECT = 8
FORGOTTEN = "réponse oubliée, comme toutes celles de ce vote"


@dataclass(frozen=True)
class Receipt:
    """A receipt, ready for its page; `sms` has at most 160 characters."""

    code: str
    kind: str
    council: str
    person: str
    when: str
    about: str
    said: str
    until: str
    url: str
    sms: str


def receipt_of(act: AssistedAct) -> Receipt:
    """The receipt of an act, with its mandate, its person and its council loaded."""
    said = act.said or FORGOTTEN
    return Receipt(
        code=act.receipt,
        kind=act.kind.label,
        council=act.mandate.council.name,
        person=name_in(act.mandate.person, act.mandate.council_id),
        when=moment_words(act.at),
        about=act.about,
        said=said,
        until=moment_words(act.until) if act.until else "",
        url=act.url,
        sms=sms(act.receipt, said, act.about),
    )


def sms(code: str, said: str, about: str) -> str:
    """The receipt in at most 160 characters: the subject is cut first, never the answer nor the code."""
    start = f"Reçu {code}. Votre réponse «\u00a0{said}\u00a0» est notée"
    end = ". Une erreur\u00a0? Dites-le à votre conseil."
    room = SMS_LENGTH - len(start) - len(end) - len(" pour «\u00a0\u00a0»")
    if room < SHORTEST_SUBJECT:
        return start + end
    subject = about if len(about) <= room else f"{about[: room - 1].rstrip()}…"
    return f"{start} pour «\u00a0{subject}\u00a0»{end}"
