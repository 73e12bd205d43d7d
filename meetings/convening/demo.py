"""The demonstration's meetings: invented, convened through the same services as real ones, on their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from councils.demo import play
from councils.electorate import voters
from councils.facts import status_on
from councils.models import Council
from foundation import clock, outbox
from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor
from meetings.convening import answering, noticing, services
from meetings.convening.asked import Plan, Point
from meetings.convening.services import MAY_MEET
from meetings.models import Coming, ItemKind, Meeting, MeetingKind

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
        day = _weekday(today + timedelta(days=days + place % 5))
        yield datetime.combine(day - timedelta(days=NOTICE), time(10, place), PARIS)
        meeting = _plan(council, place, number, day)
        if meeting is None:
            continue
        noticing.convene(meeting, actor=FACILITATOR)
        _answers(meeting, place)
        if number == 1 and place % 7 == 3:
            noticing.cancel(meeting, "La salle est fermée pour travaux.", actor=FACILITATOR)


def _weekday(day: date) -> date:
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
    )
    meeting = services.plan(council, asked, actor=FACILITATOR)
    for title, kind, minutes in AGENDAS[(place + number) % len(AGENDAS)]:
        services.add_item(meeting, Point(title, kind, minutes), actor=FACILITATOR)
    return meeting


def _answers(meeting: Meeting, place: int) -> None:
    for turn, seat in enumerate(noticing.members(meeting)):
        coming = TURN[(turn + place) % len(TURN)]
        if coming is not None:
            answering.answer(meeting, seat, coming, actor=Actor(seat.person_id, "member"))
