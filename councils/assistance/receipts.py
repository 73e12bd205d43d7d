"""The receipt that a member gets for what was recorded for them: a page to print, a text short enough for an SMS."""

from __future__ import annotations

from dataclasses import dataclass

from citizens.naming import name_in
from councils.assistance.models import AssistedAct
from councils.assistance.models import AssistedActKind as K
from foundation.text import moment_words

SMS_LENGTH = 160
SHORTEST_SUBJECT = 8
FORGOTTEN = "réponse oubliée, comme toutes les autres"
NOTED = {K.VOTE: "Vote noté", K.NOTICE: "Réponse notée", K.PROXY: "Pouvoir noté"}
PLACE = {K.VOTE: "Voir le vote", K.NOTICE: "Voir la réunion", K.PROXY: "Voir la réunion"}


@dataclass(frozen=True)
class Receipt:
    """A receipt, ready for its page; `sms` has at most 160 characters."""

    code: str
    noted: str
    place: str
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
    said = words_of(act)
    return Receipt(
        code=act.receipt,
        noted=NOTED[act.kind],
        place=PLACE[act.kind],
        council=act.mandate.council.name,
        person=name_in(act.mandate.person, act.mandate.council_id),
        when=moment_words(act.at),
        about=act.about,
        said=said,
        until=moment_words(act.until) if act.until else "",
        url=act.url,
        sms=sms(act.receipt, said, act.about),
    )


def words_of(act: AssistedAct) -> str:
    """What was answered, with the name that the answer says; the act has that person loaded."""
    if act.said is None:
        return FORGOTTEN
    if act.named is None:
        return act.said
    name = name_in(act.named, act.mandate.council_id)
    return f"{act.said}, au nom de {name}" if act.kind is K.VOTE else f"{act.said} {name}"


def sms(code: str, said: str, about: str) -> str:
    """The receipt in at most 160 characters: the subject is cut first, never the answer nor the code."""
    start = f"Reçu {code}. Votre réponse «\u00a0{said}\u00a0» est notée"
    end = ". Une erreur\u00a0? Dites-le à votre conseil."
    room = SMS_LENGTH - len(start) - len(end) - len(" pour «\u00a0\u00a0»")
    if room < SHORTEST_SUBJECT:
        return start + end
    subject = about if len(about) <= room else f"{about[: room - 1].rstrip()}…"
    return f"{start} pour «\u00a0{subject}\u00a0»{end}"
