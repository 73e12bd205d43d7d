"""The demonstration's meetings: invented, convened through the same services as real ones, on their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from citizens.accounts.models import Account
from councils.demo import play
from councils.demo_papers import PAPER
from councils.electorate import voters
from councils.facts import status_on
from councils.models import Council
from foundation import clock, outbox
from foundation.clock import PARIS
from foundation.database import db
from foundation.documents import DocumentKind, Received
from foundation.policy import Actor
from meetings.convener import Convener
from meetings.convening import answering, carrying, noticing, papers, proposing, queries, services
from meetings.convening.asked import Plan, Point
from meetings.convening.services import MAY_MEET
from meetings.models import AgendaItem, Coming, ItemKind, Meeting, MeetingKind, MeetingState, NeedKind

FACILITATOR = Actor(role="council_facilitator")
I = ItemKind  # noqa: E741 - as in a sentence
AGENDAS = (
    (("Tour de table des nouvelles du quartier", I.INFORMATION, 15), ("Fleurir les pieds d’arbres", I.DISCUSSION, 40),
     ("Choisir la date de la fête du quartier", I.DECISION, 20)),
    (("Bilan de la permanence du samedi", I.INFORMATION, 10), ("Éclairage de l’allée des écoles", I.DISCUSSION, 30),
     ("Avis sur les horaires de la bibliothèque", I.DECISION, 30)),
    (("Accueil des nouveaux membres", I.INFORMATION, 15), ("Préparer la prochaine marche", I.DISCUSSION, 45)),
)  # fmt: skip
PLACES = (
    ("Maison de quartier (exemple)", "1 place du Marché", "De plain-pied. Boucle magnétique dans la grande salle."),
    ("Centre social (exemple)", "12 rue des Écoles", "Premier étage, ascenseur. Arrêt de bus devant la porte."),
    ("École du centre (exemple)", "3 allée des Tilleuls", "De plain-pied, par la cour."),
)
# days from today to each meeting; from the notice to its meeting
SPREAD, NOTICE = (-70, -28, 5), 10
LAST = len(SPREAD) - 1
MEMBERS = ("membre@example.org", "membre2@example.org")
# « coming » of each member in turn; None has not answered
TURN = (Coming.PRESENT, Coming.PRESENT, None, Coming.EXCUSED, Coming.PRESENT, None)


def load() -> None:
    """Hold some meetings in each council that may meet; nothing happens when there is one already."""
    if db.session.scalar(select(Meeting.id).limit(1)) is not None:
        return
    councils = list(db.session.scalars(select(Council).where(Council.is_demo).order_by(Council.slug)))
    play([_life(one, place) for place, one in enumerate(councils)])
    outbox.keep_back()


def _life(council: Council, place: int) -> Iterator[datetime]:
    """The meetings of one council, as moments to wait for."""
    today = clock.today()
    for number, days in enumerate(SPREAD):
        day = on_weekday(today + timedelta(days=days + place % 5))
        yield datetime.combine(day - timedelta(days=NOTICE), time(10, place), PARIS)
        meeting = _plan(council, place, number, day)
        if meeting is None:
            continue
        noticing.convene(meeting, actor=FACILITATOR)
        _answers(meeting, place)
        if number == LAST:
            _propose(council)
        if number == 1 and place % 7 == 3:
            noticing.cancel(meeting, "La salle est fermée pour travaux.", actor=FACILITATOR)


def on_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _plan(council: Council, place: int, number: int, day: date) -> Meeting | None:
    if status_on(council, clock.today()).status not in MAY_MEET or not voters(council.id, day):
        return None
    name, street, access = PLACES[place % len(PLACES)]
    asked = Plan(
        kind=MeetingKind.PUBLIC_MEETING if (place + number) % 4 == 2 else MeetingKind.PLENARY,
        title="Permanence ouverte à tous" if (place + number) % 4 == 2 else "Plénière du conseil",
        day=day,
        hour=time(18, 30),
        duration_min=120,
        place=name,
        address=street,
        access=access,
        offers=frozenset({NeedKind.CHILDCARE, NeedKind.TRANSPORT}) if number == LAST else frozenset(),
    )
    meeting = services.plan(Convener(council), asked, actor=FACILITATOR)
    if number == LAST and place % 3 == 0:
        _carry(meeting)
    for title, kind, minutes in AGENDAS[(place + number) % len(AGENDAS)]:
        item = services.add_item(meeting, Point(title, kind, minutes), actor=FACILITATOR)
        if number == LAST and kind is not I.INFORMATION:
            _join(item, is_public=kind is I.DISCUSSION)
            if kind is I.DISCUSSION:
                _join(item, is_public=False)
    return meeting


def _carry(meeting: Meeting) -> None:
    """What the meeting before had no time for is taken up again."""
    before = queries.gone_by(clock.now(), convener=meeting.convener, most=1)
    if before and before[0].state is MeetingState.CONVENED:
        item = queries.items(before[0].id)[-1]
        item.meeting = before[0]
        carrying.mark(item, is_left=True, actor=FACILITATOR)
        carrying.carry(meeting, actor=FACILITATOR)


def _propose(council: Council) -> None:
    """A member proposes an item that nobody answered yet: with an account if one sits there."""
    known = select(Account.person_id).where(Account.login_email.in_(MEMBERS))
    seats = [one.person_id for one in voters(council.id, clock.today())]
    own = [one for one in db.session.scalars(known) if one in seats]
    asking = Actor((own or seats)[0], "member")
    proposing.propose(
        council, "Un banc devant l’école", "Les parents attendent debout (exemple inventé).", actor=asking
    )


def _join(item: AgendaItem, *, is_public: bool) -> None:
    name = "plan-du-quartier-demonstration.pdf" if is_public else "notes-de-travail-demonstration.pdf"
    papers.attach(item, Received(name, DocumentKind.PDF, PAPER), is_public=is_public, actor=FACILITATOR)


def _answers(meeting: Meeting, place: int) -> None:
    for turn, seat in enumerate(noticing.members(meeting)):
        coming = TURN[(turn + place) % len(TURN)]
        if coming is not None:
            needs = meeting.offers[: turn % 3] if coming is Coming.PRESENT else ()
            answering.answer(meeting, seat, coming, needs, actor=Actor(seat.person_id, "member"))
