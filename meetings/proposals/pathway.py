"""The path of a proposal, from its discussion to its answer, with the days that each step took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from councils.wording import bare_name
from foundation.audit import AuditEntry
from foundation.text import date_short, plural
from meetings.answers.delays import acknowledge_by, day_of, days_between
from meetings.answers.models import AnswerOutcome
from meetings.answers.presentation import AnswerView
from meetings.proposals import wording
from meetings.proposals.models import Proposal, ProposalState, ProposalVersion
from meetings.proposals.workflow import ON_ITS_WAY
from meetings.votes.models import Motion, MotionResult
from meetings.votes.moments import Stage, last_day, stage
from meetings.votes.wording import totals_sentence

S = ProposalState
VOTED = {
    MotionResult.ADOPTED: "Adoptée par le conseil",
    MotionResult.REJECTED: "Rejetée par le conseil",
    MotionResult.NO_QUORUM: "Vote sans décision",
    MotionResult.NOT_OPENED: "Vote sans décision",
}
NO_QUORUM = "Trop peu de personnes ont répondu. "


@dataclass(frozen=True)
class Passed:
    """One step as the timeline shows it. `state`: done, ongoing, late or todo; `on` its day, or `when` in words."""

    title: str
    state: str
    on: date | None = None
    when: str = ""
    text: str = ""
    box: str = ""
    url: str = ""


@dataclass(frozen=True)
class Known:
    """What the path is told from; the versions the first first, the answers the latest first."""

    proposal: Proposal
    versions: Sequence[ProposalVersion]
    turns: Sequence[AuditEntry]
    answers: Sequence[AnswerView]
    now: datetime


def path(known: Known) -> list[Passed]:
    """The steps in order: what happened, where the wait is, what comes next."""
    return [*_in_the_council(known), *_at_the_committee(known), *_ahead(known)]


def summary(known: Known) -> str:
    """How long the way to the committee and back took, or has taken so far, in one sentence."""
    sent, proposal = known.proposal.transmitted_at, known.proposal
    if sent is None or proposal.state is S.WITHDRAWN:
        return ""
    if proposal.answered_at is not None:
        days = days_between(sent, proposal.answered_at)
        return (
            f"{plural(days, 'jour', 'jours')} entre l’envoi et la réponse." if days else "Répondue le jour de l’envoi."
        )
    days = days_between(sent, known.now)
    return f"Envoyée il y a {plural(days, 'jour', 'jours')}." if days else "Envoyée aujourd’hui."


def _in_the_council(known: Known) -> Iterator[Passed]:
    """The discussion, each vote, each return to discussion, in the order in which they happened."""
    if not known.versions:
        return
    first = known.versions[0].written_at
    found = [(first, Passed("Mise en discussion dans le conseil", "done", day_of(first), text=_texts(known.versions)))]
    found += [_voted(known, one.motion) for one in known.versions if one.motion is not None]
    for turn in known.turns:
        if turn.after == S.DELIBERATING.value:
            found.append((turn.at, Passed("Reprise de la discussion", "done", day_of(turn.at), box=turn.comment)))
    yield from (step for _, step in sorted(found, key=lambda pair: pair[0]))


def _texts(versions: Sequence[ProposalVersion]) -> str:
    return f"Le texte a eu {len(versions)} versions." if len(versions) > 1 else ""


def _voted(known: Known, motion: Motion) -> tuple[datetime, Passed]:
    """A vote: on its last day once it is counted, from its opening until then."""
    opened, last = day_of(motion.opens_at), last_day(motion)
    present = motion.id == known.proposal.motion_id
    url = "" if present else url_for("votes.read", slug=known.proposal.council.slug, key=motion.id)
    if motion.result is not None:
        said = NO_QUORUM if motion.result is MotionResult.NO_QUORUM else ""
        lasted = f"Le vote a duré {plural((last - opened).days, 'jour', 'jours')}."
        words = f"{said}{totals_sentence(motion)} {lasted}"
        return motion.closes_at, Passed(VOTED[motion.result], "done", last, text=words, url=url)
    found = stage(motion, known.now)
    if found is Stage.COMING:
        return motion.opens_at, Passed("Vote du conseil", "todo", when=f"à partir du {date_short(opened)}")
    title = "Vote clos, comptage en cours" if found is Stage.COUNTING else "Vote du conseil"
    return motion.opens_at, Passed(title, "ongoing", when=f"du {date_short(opened)} au {date_short(last)}")


def _at_the_committee(known: Known) -> Iterator[Passed]:
    proposal, sent = known.proposal, known.proposal.transmitted_at
    if sent is None or proposal.committee is None:
        return
    words = f"Adressée à\u00a0: {bare_name(proposal.committee.name)}. Le délai de réponse part de ce jour."
    yield Passed("Transmise au comité", "done", day_of(sent), text=_since_the_vote(proposal) + words)
    if proposal.acknowledged_at is not None:
        waited = _after(days_between(sent, proposal.acknowledged_at))
        yield Passed("Reçue, avec accusé de réception", "done", day_of(proposal.acknowledged_at), text=waited)
    yield from (_answered(answer) for answer in reversed(known.answers))


def _since_the_vote(proposal: Proposal) -> str:
    if proposal.motion is None or proposal.transmitted_at is None:
        return ""
    days = (day_of(proposal.transmitted_at) - last_day(proposal.motion)).days
    return f"{plural(days, 'jour', 'jours')} après la fin du vote. " if days > 0 else ""


def _after(days: int) -> str:
    return f"{plural(days, 'jour', 'jours')} après l’envoi." if days else "Le jour même de l’envoi."


def _answered(answer: AnswerView) -> Passed:
    waited, url = f"{answer.days[0].upper()}{answer.days[1:]}.", f"#reponse-{answer.number}"
    if answer.outcome is AnswerOutcome.REDIRECTED:
        words = f"{waited} Le délai de réponse continue."
        return Passed("Passée à l’organisme compétent", "done", answer.on, text=words, url=url)
    return Passed(f"{answer.title}\u00a0: {answer.outcome.label.lower()}", "done", answer.on, text=waited, url=url)


def _ahead(known: Known) -> Iterator[Passed]:
    """What is awaited now, or how the path ended."""
    proposal, today = known.proposal, day_of(known.now)
    if proposal.state is S.WITHDRAWN:
        yield from (_withdrawn(turn) for turn in known.turns if turn.after == S.WITHDRAWN.value)
    elif proposal.state in ON_ITS_WAY:
        yield from _awaited(proposal, today)
    elif proposal.state is S.ADOPTED:
        yield Passed(
            "Envoi à un comité", "todo", when="prochaine étape", text="Le bureau du conseil choisit le comité."
        )
    elif proposal.state is S.DELIBERATING and proposal.motion_id is None:
        yield Passed("Vote du conseil", "todo", when="quand le bureau l’ouvrira")
    elif proposal.state is S.DELIBERATING:
        yield Passed("Envoi au comité qui répondra", "todo", when="si le conseil l’adopte")


def _withdrawn(turn: AuditEntry) -> Passed:
    return Passed("Retirée par le conseil", "done", day_of(turn.at), box=turn.comment)


def _awaited(proposal: Proposal, today: date) -> Iterator[Passed]:
    due, sent, committee = proposal.answer_due_on, proposal.transmitted_at, proposal.committee
    if due is None or sent is None or committee is None:
        return
    if proposal.state is S.TRANSMITTED:
        yield _receipt(acknowledge_by(sent, committee.acknowledgement_days), today)
    if not wording.is_late(proposal, today):
        yield Passed("Réponse du comité", "todo", when=f"au plus tard le {date_short(due)}")
        return
    days = plural(wording.days_late(proposal, today), "jour", "jours")
    box = f"Réponse attendue depuis {days}. Elle n’est pas classée\u00a0: elle reste affichée."
    yield Passed("Réponse due, non reçue", "late", due, box=box)


def _receipt(by: date, today: date) -> Passed:
    if by < today:
        return Passed("Accusé de réception dû, non reçu", "late", by)
    return Passed("Accusé de réception", "todo", when=f"au plus tard le {date_short(by)}")
