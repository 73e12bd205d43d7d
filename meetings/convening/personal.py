"""What somebody answered to notices of meetings, and how they got them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, select

from councils.models import Membership
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import date_short, moment_words
from meetings.convening import wording
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


def _erase(person_id: uuid.UUID) -> None:
    for model in (NoticeAnswer, NoticeDelivery):
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
PERSONAL = (ANSWERS, NOTICES)
