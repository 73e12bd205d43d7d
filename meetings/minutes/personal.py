"""What minutes hold of somebody: their remarks, their part in writing, and their name wherever it stands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import joinedload

from citizens.models import Person
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.policy import SYSTEM
from foundation.text import moment_words
from meetings.convening.wording import when
from meetings.minutes import beside, masking, names, people, queries
from meetings.minutes.beside import Change
from meetings.minutes.models import KeptPassage, Minutes, MinutesRemark, MinutesRevision
from meetings.minutes.names import Known
from meetings.models import Meeting
from meetings.presence.models import Attendance, Decision

ERASED = "une personne retirée"
REMARKS_KEPT = timedelta(days=365)
_PARTS = (MinutesRevision.author_id, MinutesRevision.prepared_by_id, MinutesRevision.checked_by_id)


def _mine(person_id: uuid.UUID) -> Select[Any]:
    return select(Membership.id).where(Membership.person_id == person_id)


def _remarks(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(MinutesRemark, Meeting)
        .join(Minutes, Minutes.id == MinutesRemark.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(MinutesRemark.membership_id.in_(_mine(person_id)))
        .order_by(MinutesRemark.written_at, MinutesRemark.id)
    )
    for remark, meeting in rows:
        yield {
            "Réunion": meeting.title,
            "Le": moment_words(remark.written_at),
            "Votre remarque": remark.text,
            "Réponse": remark.answer,
        }


def _parts(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.scalars(
        select(MinutesRevision)
        .where(or_(*(column == person_id for column in _PARTS)))
        .options(joinedload(MinutesRevision.minutes).joinedload(Minutes.meeting))
        .order_by(MinutesRevision.saved_at, MinutesRevision.id)
    )
    said = {"author_id": "Commencé par vous", "prepared_by_id": "Préparé par vous", "checked_by_id": "Relu par vous"}
    for one in rows:
        own = [words for column, words in said.items() if getattr(one, column) == person_id]
        meeting = one.minutes.meeting
        yield {"Réunion": meeting.title, "Quand": when(meeting), "Votre part": ", ".join(own)}


def _erase_remarks(person_id: uuid.UUID) -> None:
    db.session.execute(delete(MinutesRemark).where(MinutesRemark.membership_id.in_(_mine(person_id))))


def _erase(person_id: uuid.UUID) -> None:
    """Cut the part they had in writing, and put their name out of every text at once (ruling 18)."""
    db.session.execute(update(KeptPassage).where(KeptPassage.decided_by_id == person_id).values(decided_by_id=None))
    _unname(db.session.get_one(Person, person_id))


def _unname(person: Person) -> None:
    """Of the councils where somebody sat, and of the meetings of committees and of the network where they were."""
    own = Known(person.given_name, person.family_name, ERASED)
    councils = select(Membership.council_id).where(Membership.person_id == person.id)
    was = select(Attendance.meeting_id).where(Attendance.membership_id.in_(_mine(person.id)))
    wanted = or_(Minutes.council_id.in_(councils), Minutes.meeting_id.in_(was))
    for key in db.session.scalars(select(Minutes.id).where(wanted).order_by(Minutes.id)).all():
        minutes = queries.held(key)
        masking.rewrite(minutes, _without(own, people.known(minutes.council_id, minutes.meeting_id)), actor=SYSTEM)
    for council_id in db.session.scalars(councils.distinct()).all():
        beside.rewrite(beside.of_council(council_id), _without(own, people.members(council_id)))
    for meeting_id in db.session.scalars(
        select(Meeting.id).where(Meeting.id.in_(was), Meeting.council_id.is_(None))
    ).all():
        beside.rewrite(beside.of_meeting(meeting_id), _without(own, people.members(None, meeting_id)))
    of_theirs = or_(Decision.council_id.in_(councils), Decision.meeting_id.in_(was))
    for row in db.session.scalars(select(Decision).where(of_theirs)):
        row.text = names.replaced(row.text, names.names_of(own, (), row.text), ERASED)[:500]
    db.session.flush()


def _without(own: Known, known: Sequence[Known]) -> Change:
    """What takes a name out of a text, and leaves those who bear a part of it."""
    others = [one for one in known if _name(one) != _name(own)]
    return lambda text: names.replaced(text, names.names_of(own, others, text), ERASED)


def _name(one: Known) -> tuple[str, str]:
    return one.given, one.family


def forget() -> None:
    """Forget remarks a year after the text was approved: what they changed stands in it (domain §9.5)."""
    old = select(Minutes.id).where(Minutes.approved_at < clock.now() - REMARKS_KEPT)
    db.session.execute(
        delete(MinutesRemark).where(MinutesRemark.minutes_id.in_(old)).execution_options(synchronize_session=False)
    )


REMARKS = PersonalData(
    slug="remarques-sur-les-comptes-rendus",
    title="Vos remarques sur les comptes rendus",
    columns=("minutes_remark.membership_id",),
    export=_remarks,
    erase=_erase_remarks,
    kept="Oubliées un an après l’approbation du compte rendu.",
)
PARTS = PersonalData(
    slug="comptes-rendus",
    title="Votre part dans les comptes rendus",
    columns=(
        "minutes_revision.author_id",
        "minutes_revision.prepared_by_id",
        "minutes_revision.checked_by_id",
        "kept_passage.decided_by_id",
    ),
    export=_parts,
    erase=_erase,
    kept="Les comptes rendus restent dans les archives du conseil. Un effacement en retire votre nom partout.",
)
PERSONAL = (REMARKS, PARTS)
