"""The reminders of domain §2.6, at 08:00 in Paris: each at most once for one person, object and step.

Each morning says what is due by that day: a morning that was missed is made up for by the next one, and who has had
a reminder has no second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from citizens.notifications.services import tell
from councils.accreditation import mails, people, queries
from councils.accreditation.composition import compositions
from councils.accreditation.due import Due
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState, RecognitionAct
from councils.accreditation.papers import ConsultationRequest, ReviewPoint
from councils.accreditation.people import COMMUNE, COUNCIL, NETWORK, PREFECTURE
from councils.accreditation.workflow import TERM_KINDS
from councils.models import Council, Term
from foundation import clock
from foundation.addresses import whole
from foundation.clock import months_after
from foundation.database import db
from foundation.outbox import post
from foundation.text import date_words, plural

S = AccreditationState
K = AccreditationKind
MONTHS_LEFT = (9, 6, 3, 1)
# days after the asking; the last one is the last day itself
DAYS_ASKED = (15, 25, 30)
REVIEW_LATE, SIGNED_LATE, RETURNED_TOO_LONG = 60, 15, 90
WEEK = 7


def remind_due() -> int:
    """Write all that is due this morning; gives how many letters that made."""
    today = clock.today()
    sent = _ask_again(today)
    for due in (*_terms(today), *_consulted(today), *_returned(today), *_slow(today), *compositions(today)):
        readers = people.concerned_by(due.council_id, due.sides)
        sent += tell(
            readers,
            lambda to, due=due: mails.reminder(to, due.subject, due.words, due.url),  # type: ignore[misc]
            once=f"reminder/{due.once}",
        )
    return sent


def _terms(today: date) -> Iterator[Due]:
    """Terms that end in 9, 6, 3 months or one, or ended yesterday: only the latest step that is due."""
    for term in _running_terms(today):
        step = term_step(term.end_on, today)
        if step is None:
            continue
        subject, words = term_words(term.council.name, term.end_on, has_ended=step == 0)
        url = whole("councils.read", slug=term.council.slug)
        yield Due(term.council_id, f"term/{term.id}/{step}", (COUNCIL, COMMUNE, NETWORK), subject, words, url)


def term_words(name: str, end_on: date, *, has_ended: bool) -> tuple[str, str]:
    """What is said of the end of a council's term: a subject and the sentences."""
    if has_ended:
        words = f"Le mandat de {name} s’est terminé le {date_words(end_on)}. "
        return f"Mandat échu\u00a0: {name}", words + "Il ne peut plus décider avant un nouvel acte."
    words = f"Le mandat de {name} se termine le {date_words(end_on)}. "
    advice = "Un dossier de renouvellement prend plusieurs mois\u00a0: ouvrez-le à temps."
    return f"Fin de mandat\u00a0: {name}", words + advice


def term_step(end_on: date, today: date) -> int | None:
    """The smallest number of months whose reminder is due; 0 once the term is over, None while none is."""
    if today > end_on:
        return 0
    due = [months for months in MONTHS_LEFT if today >= months_after(end_on, -months)]
    return min(due, default=None)


def _running_terms(today: date) -> Iterable[Term]:
    """The recognized terms that end within ten months or ended this month, unless a later act goes on or ends all."""
    later, later_act = aliased(Accreditation), aliased(RecognitionAct)
    settled = (
        exists()
        .where(later.council_id == Term.council_id, later_act.accreditation_id == later.id)
        .where(later_act.effective_on > RecognitionAct.effective_on)
        .where(later.kind.in_((K.RENEWAL, K.WITHDRAWAL)))
    )
    return db.session.scalars(
        select(Term)
        .join(Accreditation, Accreditation.term_id == Term.id)
        .join(RecognitionAct, RecognitionAct.accreditation_id == Accreditation.id)
        .join(Council, Council.id == Term.council_id)
        .where(
            Accreditation.kind.in_(TERM_KINDS),
            RecognitionAct.effective_on <= today,
            ~settled,
            Term.end_on <= months_after(today, max(MONTHS_LEFT) + 1),
            Term.end_on >= months_after(today, -1),
            Council.closed_on.is_(None),
        )
        .options(joinedload(Term.council))
        .order_by(Term.end_on, Term.id)
    ).all()


def _ask_again(today: date) -> int:
    """The authorities that have not answered, on the 15th, 25th and 30th day."""
    waiting = db.session.scalars(
        select(ConsultationRequest)
        .join(Accreditation, Accreditation.id == ConsultationRequest.accreditation_id)
        .where(
            Accreditation.state == S.CONSULTING,
            ConsultationRequest.answer.is_(None),
            ConsultationRequest.revoked_at.is_(None),
            ConsultationRequest.asked_email.is_not(None),
            ConsultationRequest.due_on >= today,
        )
        .options(joinedload(ConsultationRequest.accreditation).joinedload(Accreditation.council))
        .order_by(ConsultationRequest.id)
    ).all()
    return sum(_ask_one(one, today) for one in waiting)


def _ask_one(request: ConsultationRequest, today: date) -> bool:
    step = _latest(DAYS_ASKED, (today - request.sent_at.astimezone(clock.PARIS).date()).days)
    if step is None or request.asked_email is None:
        return False
    letter = mails.consulted_again(request.asked_email, request, request.accreditation)
    return post(letter, once=f"reminder/consultation/{request.id}/{step}")


def _consulted(today: date) -> Iterator[Due]:
    """Opinions that are due today or were, on which the network may go on."""
    for dossier in queries.in_state(S.CONSULTING):
        latest = queries.latest_request(dossier)
        if latest is None or latest.due_on > today:
            continue
        name = dossier.council.name
        words = (
            f"Les avis sur {name} sont reçus jusqu’au {date_words(latest.due_on)}. "
            "Ensuite le dossier peut être transmis à la préfecture."
        )
        yield _about(dossier, f"consulting-{latest.round}", (NETWORK,), f"Fin de la consultation\u00a0: {name}", words)


def _returned(today: date) -> Iterator[Due]:
    """Files to complete, on the 15th, 25th and 30th day; after 90 days, whether to give up."""
    for dossier in queries.in_state(S.RETURNED):
        days = _days_in_state(dossier, today)
        step = _latest((*DAYS_ASKED, RETURNED_TOO_LONG), days)
        if step is None:
            continue
        name = dossier.council.name
        words = f"Le dossier de {name} attend d’être complété depuis {plural(days, 'jour', 'jours')}."
        if step == RETURNED_TOO_LONG:
            words += " Si la demande n’est plus d’actualité, vous pouvez arrêter la procédure."
        round_ = db.session.scalar(
            select(ReviewPoint.round)
            .where(ReviewPoint.accreditation_id == dossier.id)
            .order_by(ReviewPoint.round.desc())
            .limit(1)
        )
        yield _about(dossier, f"returned-{round_}/{step}", (COMMUNE, COUNCIL), f"À compléter\u00a0: {name}", words)


def _slow(today: date) -> Iterator[Due]:
    """Weekly: files reviewed for over 60 days, acts signed for over 15."""
    for state, limit, said in (
        (S.REVIEWING, REVIEW_LATE, "est en instruction"),
        (S.SIGNED, SIGNED_LATE, "a un acte signé et non publié"),
    ):
        for dossier in queries.in_state(state):
            days = _days_in_state(dossier, today)
            if days <= limit:
                continue
            week = (days - limit - 1) // WEEK
            name = dossier.council.name
            words = f"Le dossier de {name} {said} depuis {plural(days, 'jour', 'jours')}."
            since = (today - timedelta(days=days)).isoformat()
            yield _about(
                dossier, f"{state.value}-{since}/{week}", (NETWORK, PREFECTURE), f"En attente\u00a0: {name}", words
            )


def _about(dossier: Accreditation, step: str, sides: Collection[str], subject: str, words: str) -> Due:
    url = whole("accreditation.read", key=dossier.id)
    return Due(dossier.council_id, f"dossier/{dossier.id}/{step}", sides, subject, words, url)


def _days_in_state(dossier: Accreditation, today: date) -> int:
    return (today - queries.last_moved(dossier).astimezone(clock.PARIS).date()).days


def _latest(steps: Iterable[int], days: int) -> int | None:
    """The last of these steps that has come."""
    return max((step for step in steps if step <= days), default=None)
