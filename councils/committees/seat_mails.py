"""What people are told about seats in committees."""

from __future__ import annotations

from collections.abc import Callable

from citizens.notifications.recipients import Recipient
from councils.committees.models import Committee, CommitteeSeat, SeatVoice
from councils.committees.wording import VOICES
from councils.models import Council
from councils.wording import bare_name
from foundation.addresses import whole
from foundation.outbox import Letter
from foundation.text import date_words

OfSeat = Callable[[Recipient, CommitteeSeat], Letter]
_ANSWERS = (
    "Vous recevez ce message parce que vous êtes du bureau de ce conseil, tenez son secrétariat, l’animez, ou tenez ce "
    "siège."
)
_SITS = "Vous recevez ce message parce que vous siégez dans ce conseil."


def given(to: Recipient, committee: Committee, council: Council, seat: CommitteeSeat) -> Letter:
    """Tell those who answer for a council that it has a seat, and that somebody must be named."""
    return Letter(
        to=to.email,
        subject="Votre conseil a un siège dans un comité",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{bare_name(council.name)} a un siège ici, à partir du {date_words(seat.start_on)}\u00a0: "
            f"{bare_name(committee.name)}.\n\n"
            f"{VOICES[seat.voice]}\n\n"
            "Choisissez ensemble qui tiendra ce siège, et qui remplacera cette personne quand elle ne peut pas venir."
        ),
        reason=_ANSWERS,
        action_label="Désigner quelqu’un",
        action_url=whole("seats.name_page", slug=council.slug, key=seat.id),
    )


def changed(to: Recipient, seat: CommitteeSeat) -> Letter:
    """Tell that the voice of a seat is another."""
    return Letter(
        to=to.email,
        subject="La voix d’un siège de votre conseil change",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{_of(seat)}\n\n{VOICES[seat.voice]}\n\n"
            "C’est le secrétariat du comité qui l’a noté."
        ),
        reason=_ANSWERS,
        action_label="La page du comité",
        action_url=whole("committees.read", slug=seat.committee.slug),
    )


def ended(to: Recipient, seat: CommitteeSeat) -> Letter:
    """Tell that a seat ends, and when."""
    last = seat.end_on or seat.start_on
    return Letter(
        to=to.email,
        subject="Un siège de votre conseil prend fin",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{_of(seat)}\n\nCe siège prend fin\u00a0: son dernier jour est le {date_words(last)}.\n\n"
            "C’est le secrétariat du comité qui l’a noté."
        ),
        reason=_ANSWERS,
        action_label="La page du comité",
        action_url=whole("committees.read", slug=seat.committee.slug),
    )


def named(to: Recipient, seat: CommitteeSeat, *, is_titular: bool) -> Letter:
    """Tell somebody that they speak for their council in a committee, or stand in for who does."""
    part = (
        "Vous tenez le siège de votre conseil."
        if is_titular
        else "Vous remplacez, quand elle ne peut pas venir, la personne qui tient le siège de votre conseil."
    )
    voice = "" if seat.voice is SeatVoice.OBSERVER else " Parlez au nom du conseil, avis divergents compris."
    return Letter(
        to=to.email,
        subject="Vous représentez votre conseil dans un comité",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{_of(seat)}\n\n{part} {VOICES[seat.voice]}{voice}\n\n"
            "Si vous ne pouvez pas, dites-le au bureau de votre conseil\u00a0: il nommera quelqu’un d’autre."
        ),
        reason=_SITS,
        action_label="La page du comité",
        action_url=whole("committees.read", slug=seat.committee.slug),
    )


def released(to: Recipient, committee: Committee, council: Council) -> Letter:
    """Tell somebody that they speak for their council in a committee no more."""
    return Letter(
        to=to.email,
        subject="Vous ne représentez plus votre conseil dans un comité",
        text=(
            f"Bonjour {to.given_name},\n\n"
            f"{bare_name(council.name)}, {bare_name(committee.name)}\u00a0: quelqu’un d’autre est désormais nommé, ou "
            "le siège attend quelqu’un.\n\nVous gardez votre place dans le conseil. Merci pour le temps donné."
        ),
        reason=_SITS,
        action_label="La page du comité",
        action_url=whole("committees.read", slug=committee.slug),
    )


def _of(seat: CommitteeSeat) -> str:
    return f"{bare_name(seat.council.name)}, {bare_name(seat.committee.name)}."
