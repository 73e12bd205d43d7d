"""What somebody answered to notices of meetings, and how they got them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, select

from councils.models import Membership
from foundation.database import db
from foundation.personal import PersonalData, Row, Together
from foundation.text import date_short, moment_words
from meetings.convening import wording
from meetings.convening.models import CalendarLink, MeetingNeed, ProposedItem
from meetings.models import Meeting, Notice, NoticeAnswer, NoticeDelivery


def _mine(person_id: uuid.UUID) -> Select[Any]:
    return select(Membership.id).where(Membership.person_id == person_id)


def _answers(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(NoticeAnswer, Meeting)
        .join(Meeting, Meeting.id == NoticeAnswer.meeting_id)
        .where(NoticeAnswer.membership_id.in_(_mine(person_id)))
        .order_by(Meeting.starts_at, NoticeAnswer.id)
    )
    for answer, meeting in rows:
        yield {
            "Réunion": meeting.title,
            "Quand": wording.when(meeting),
            "Votre réponse": wording.ANSWERS[answer.coming],
            "Le": moment_words(answer.answered_at),
        }


def _notices(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(NoticeDelivery, Meeting)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .join(Meeting, Meeting.id == Notice.meeting_id)
        .where(NoticeDelivery.membership_id.in_(_mine(person_id)))
        .order_by(Meeting.starts_at, NoticeDelivery.id)
    )
    for delivery, meeting in rows:
        yield {
            "Réunion": meeting.title,
            "Quand": wording.when(meeting),
            "Convocation": delivery.channel.label,
            "Remise le": date_short(delivery.delivered_on) if delivery.delivered_on else "Pas encore",
        }


def _calendar(person_id: uuid.UUID) -> Iterable[Row]:
    for made_at in db.session.scalars(select(CalendarLink.made_at).where(CalendarLink.person_id == person_id)):
        yield {"Lien créé le": moment_words(made_at)}


def _erase_calendar(person_id: uuid.UUID) -> None:
    db.session.execute(delete(CalendarLink).where(CalendarLink.person_id == person_id))


def _own_calendars(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    """Two links of one person cannot be one: each stays whose it was."""
    found = dict(
        db.session.execute(
            select(CalendarLink.person_id, CalendarLink.id).where(CalendarLink.person_id.in_((kept_id, double_id)))
        ).all()
    )
    return [found[double_id]] if len(found) == 2 else []


def _needs(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(MeetingNeed, Meeting)
        .join(Meeting, Meeting.id == MeetingNeed.meeting_id)
        .where(MeetingNeed.membership_id.in_(_mine(person_id)))
        .order_by(Meeting.starts_at, MeetingNeed.kind)
    )
    for need, meeting in rows:
        yield {"Réunion": meeting.title, "Quand": wording.when(meeting), "Besoin": need.kind.label}


def _proposed(person_id: uuid.UUID) -> Iterable[Row]:
    wanted = select(ProposedItem).where(ProposedItem.membership_id.in_(_mine(person_id)))
    for one in db.session.scalars(wanted.order_by(ProposedItem.proposed_at, ProposedItem.id)):
        yield {
            "Point": one.title,
            "Pourquoi": one.reason,
            "Proposé le": moment_words(one.proposed_at),
            "Réponse": f"{one.state.label}. {one.answer}".rstrip(". ") + ".",
        }


def _erase_proposed(person_id: uuid.UUID) -> None:
    db.session.execute(delete(ProposedItem).where(ProposedItem.membership_id.in_(_mine(person_id))))


def _erase(person_id: uuid.UUID) -> None:
    for model in (NoticeAnswer, NoticeDelivery, MeetingNeed):
        db.session.execute(delete(model).where(model.membership_id.in_(_mine(person_id))))


ANSWERS = PersonalData(
    slug="reponses-aux-convocations",
    title="Vos réponses aux convocations",
    columns=("notice_answer.membership_id",),
    export=_answers,
    erase=_erase,
    kept="Oubliées six mois après la réunion.",
)
NOTICES = PersonalData(
    slug="convocations",
    title="Vos convocations",
    columns=("notice_delivery.membership_id",),
    export=_notices,
    erase=_erase,
    kept="Oubliées six mois après la réunion.",
)
PROPOSED = PersonalData(
    slug="points-proposes",
    title="Les points que vous avez proposés",
    columns=("proposed_item.membership_id",),
    export=_proposed,
    erase=_erase_proposed,
    kept="Oubliés un an après la réponse. Un point mis à l’ordre du jour y reste, sans votre nom.",
)
NEEDS = PersonalData(
    slug="aide-pour-venir",
    title="L’aide que vous avez demandée pour venir",
    columns=("meeting_need.membership_id",),
    export=_needs,
    erase=_erase,
    kept="Oubliée quinze jours après la réunion.",
)
CALENDAR = PersonalData(
    slug="lien-agenda",
    title="Le lien de votre agenda",
    columns=("calendar_link.person_id",),
    export=_calendar,
    erase=_erase_calendar,
    kept="Jusqu’à ce que vous le supprimiez.",
    together=Together(stays=_own_calendars),
)
PERSONAL = (CALENDAR, ANSWERS, NOTICES, NEEDS, PROPOSED)
