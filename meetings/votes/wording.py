"""What pages and letters say of a vote, in plain French."""

from __future__ import annotations

from datetime import date, datetime

from foundation.text import moment_words, number, plural
from meetings.votes.models import Motion, MotionResult, VoteChoice
from meetings.votes.moments import Stage, day_of, last_day

LOOKS = {
    MotionResult.ADOPTED: ("full", "on"),
    MotionResult.REJECTED: ("square", "late"),
    MotionResult.NO_QUORUM: ("empty", "quiet"),
    MotionResult.NOT_OPENED: ("empty", "quiet"),
    MotionResult.NOT_PUT: ("empty", "quiet"),
}
STAGE_LOOKS = {
    Stage.COMING: ("empty", "quiet", "Vote annoncé"),
    Stage.OPEN: ("half", "ongoing", "Vote en cours"),
    Stage.COUNTING: ("half", "ongoing", "Vote clos, comptage en cours"),
}
# what the buttons say: the words of who presses
ANSWERS = {
    VoteChoice.FOR: "Pour",
    VoteChoice.AGAINST: "Contre",
    VoteChoice.ABSTAIN: "Abstention",
    VoteChoice.DOES_NOT_TAKE_PART: "Je ne prends pas part au vote",
}
TOTALS = {
    VoteChoice.FOR: "Pour",
    VoteChoice.AGAINST: "Contre",
    VoteChoice.ABSTAIN: "Abstention",
    VoteChoice.DOES_NOT_TAKE_PART: "N’ont pas pris part au vote",
}
UNCOUNTED = frozenset({MotionResult.NOT_OPENED, MotionResult.NOT_PUT})
NOT_PUT = "La question a été retirée sans vote."
NOT_OPENED = "Les bulletins n’ont pas été ouverts\u00a0: le vote ne décide rien."


def look(motion: Motion, found: Stage) -> tuple[str, str, str]:
    """The mark of a motion's state: shape, tone, words."""
    if motion.result is not None:
        return (*LOOKS[motion.result], motion.result.label)
    return STAGE_LOOKS[found]


def result_sentence(motion: Motion) -> str:
    """The result of a closed motion in one sentence."""
    if motion.result is MotionResult.ADOPTED:
        return "Le texte est adopté\u00a0: il y a plus de «\u202fpour\u202f» que de «\u202fcontre\u202f»."
    if motion.result is MotionResult.NO_QUORUM:
        return "Trop peu de personnes ont répondu\u00a0: le vote ne décide rien."
    if motion.result is MotionResult.NOT_OPENED:
        return NOT_OPENED
    if motion.result is MotionResult.NOT_PUT:
        return NOT_PUT
    if motion.votes_for == motion.votes_against:
        return "Le texte n’est pas adopté\u00a0: il y a autant de «\u202fpour\u202f» que de «\u202fcontre\u202f»."
    return "Le texte est rejeté\u00a0: il y a plus de «\u202fcontre\u202f» que de «\u202fpour\u202f»."


def next_sentence(motion: Motion) -> str:
    """What may follow when a text is not adopted, for the people of the council; else nothing."""
    if motion.result is not MotionResult.REJECTED:
        return ""
    return "Le bureau du conseil peut reprendre la discussion\u00a0: un texte revu serait voté de nouveau."


def totals_sentence(motion: Motion) -> str:
    """The totals of a closed motion in one sentence; why there are none, when it has none."""
    if motion.result is MotionResult.NOT_OPENED:
        return "Les bulletins n’ont pas été ouverts."
    if motion.result is MotionResult.NOT_PUT:
        return NOT_PUT
    return (
        f"Pour\u00a0: {number(motion.votes_for or 0)}. Contre\u00a0: {number(motion.votes_against or 0)}. "
        f"Abstention\u00a0: {number(motion.votes_abstain or 0)}. "
        f"N’ont pas pris part au vote\u00a0: {number(motion.votes_apart or 0)}."
    )


def participation(answered: int, voters: int) -> str:
    """How many answered out of how many."""
    have = "a répondu" if answered < 2 else "ont répondu"
    return f"{plural(answered, 'personne', 'personnes')} sur {number(voters)} {have}."


def quorum_sentence(motion: Motion) -> str:
    """Which participation is asked, and once closed how many answers it took."""
    if motion.participation_percent is None:
        return "Aucune participation minimale n’était demandée." if motion.result else ""
    asked = f"{motion.participation_percent}\u00a0% des personnes qui peuvent voter"
    if motion.result is None:
        return f"Pour que le vote compte, il faut que répondent au moins {asked}."
    return f"Il fallait au moins {plural(motion.required or 0, 'réponse', 'réponses')}, soit {asked}."


def span(motion: Motion, found: Stage, now: datetime) -> str:
    """When the vote opens or ends, seen from now."""
    closes = moment_words(motion.closes_at)
    if found is Stage.COMING:
        return f"Le vote ouvrira le {moment_words(motion.opens_at)} et se clora le {closes}."
    if found is Stage.OPEN and motion.agenda_item_id is not None:
        return "Ce vote a lieu pendant la réunion\u00a0: il se clôt quand la personne qui la tient le dit."
    if found is Stage.OPEN:
        return f"Le vote se clôt le {closes}. {left(last_day(motion), day_of(now))}"
    return f"Le vote était ouvert du {moment_words(motion.opens_at)} au {closes}."


def left(last: date, today: date) -> str:
    """How many days one still has."""
    days = (last - today).days
    if days <= 0:
        return "C’est le dernier jour."
    return f"Il reste {plural(days, 'jour', 'jours')}." if days > 1 else "Il finit demain."
