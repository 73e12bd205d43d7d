"""What is known of somebody from the meetings they came to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update

from councils.models import Membership
from foundation import documents
from foundation.database import db
from foundation.documents import Document
from foundation.personal import PersonalData, Row
from foundation.policy import SYSTEM
from foundation.text import date_short, moment_words
from meetings.convening import wording
from meetings.models import AgendaItem, Meeting
from meetings.presence import sheets
from meetings.presence.models import Attendance, AttendanceSheet, Decision, ItemNote, Proxy

KEPT = "un an après l’approbation du compte rendu, ou un an et demi après la réunion s’il n’a pas été approuvé."


def _mine(person_id: uuid.UUID) -> Select[Any]:
    return select(Membership.id).where(Membership.person_id == person_id)


def _attendances(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(Attendance, Meeting)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.membership_id.in_(_mine(person_id)))
        .order_by(Meeting.starts_at, Attendance.id)
    )
    for row, meeting in rows:
        yield {
            "Réunion": meeting.title,
            "Quand": wording.when(meeting),
            "Vous étiez": row.status.label,
            "Noté": row.source.label,
            "Arrivée": moment_words(row.arrived_at) if row.arrived_at else "",
            "Départ": moment_words(row.left_at) if row.left_at else "",
        }


def _forget_attendances(person_id: uuid.UUID) -> None:
    db.session.execute(delete(Attendance).where(Attendance.membership_id.in_(_mine(person_id))))


def _proxies(person_id: uuid.UUID) -> Iterable[Row]:
    seats = set(db.session.scalars(_mine(person_id)))
    rows = db.session.execute(
        select(Proxy, Meeting)
        .join(Meeting, Meeting.id == Proxy.meeting_id)
        .where(or_(Proxy.giver_id.in_(seats), Proxy.holder_id.in_(seats)))
        .order_by(Proxy.given_at, Proxy.id)
    )
    for row, meeting in rows:
        yield {
            "Réunion": meeting.title,
            "Quand": wording.when(meeting),
            "Pouvoir": "donné par vous" if row.giver_id in seats else "reçu par vous",
            "Le": moment_words(row.given_at),
            "Fin": moment_words(row.revoked_at) if row.revoked_at else "",
        }


def _forget_proxies(person_id: uuid.UUID) -> None:
    """Forget the powers on either side, with the papers that name both."""
    mine = or_(Proxy.giver_id.in_(_mine(person_id)), Proxy.holder_id.in_(_mine(person_id)))
    ended = set(db.session.scalars(select(Proxy.id).where(mine)))
    papers = db.session.scalars(select(Document).join(Proxy, Proxy.document_id == Document.id).where(mine)).all()
    for table in (db.metadata.tables["vote"], db.metadata.tables["elector"]):
        db.session.execute(update(table).where(table.c.proxy_id.in_(ended)).values(proxy_id=None))
    db.session.execute(delete(Proxy).where(Proxy.id.in_(ended)))
    for paper in papers:
        documents.remove(paper, actor=SYSTEM)


def _on_sheets(person_id: uuid.UUID) -> Select[Any]:
    """The meetings on whose sheet somebody has a line: they sat that day."""
    sat = and_(
        Membership.council_id == Meeting.council_id,
        Membership.start_on <= Meeting.day,
        or_(Membership.end_on.is_(None), Membership.end_on >= Meeting.day),
    )
    return select(Meeting.id).join(Membership, sat).where(Membership.person_id == person_id)


def _sheets(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(Meeting, AttendanceSheet.added_at)
        .join(AttendanceSheet, AttendanceSheet.meeting_id == Meeting.id)
        .where(Meeting.id.in_(_on_sheets(person_id)))
        .order_by(AttendanceSheet.added_at, AttendanceSheet.id)
    )
    for meeting, added_at in rows:
        yield {"Réunion": meeting.title, "Quand": wording.when(meeting), "Photo gardée depuis": moment_words(added_at)}


def _forget_sheets(person_id: uuid.UUID) -> None:
    """A name on a photo cannot be masked: the photo goes; who was there is kept row by row."""
    sheets.forget(AttendanceSheet.meeting_id.in_(_on_sheets(person_id)))


def _notes(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(ItemNote, AgendaItem.title)
        .join(AgendaItem, AgendaItem.id == ItemNote.agenda_item_id)
        .where(ItemNote.writer_id == person_id)
    )
    for note, title in rows:
        yield {"Point": title, "Vous écrivez ces notes depuis": moment_words(note.changed_at)}


def _let_notes_go(person_id: uuid.UUID) -> None:
    db.session.execute(update(ItemNote).where(ItemNote.writer_id == person_id).values(writer_id=None, held_until=None))


def _decisions(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.scalars(
        select(Decision).where(Decision.owner_id.in_(_mine(person_id))).order_by(Decision.noted_at, Decision.id)
    )
    for one in rows:
        yield {
            "À faire": one.text,
            "Pour le": date_short(one.due_on) if one.due_on else "",
            "Fait le": date_short(one.done_on) if one.done_on else "",
        }


def _forget_decisions(person_id: uuid.UUID) -> None:
    db.session.execute(update(Decision).where(Decision.owner_id.in_(_mine(person_id))).values(owner_id=None))


PERSONAL = (
    PersonalData(
        slug="presences-aux-reunions",
        title="Vos présences aux réunions",
        columns=("attendance.membership_id",),
        export=_attendances,
        erase=_forget_attendances,
        kept=f"Oubliées {KEPT}",
    ),
    PersonalData(
        slug="pouvoirs",
        title="Vos pouvoirs, donnés et reçus",
        columns=("proxy.giver_id", "proxy.holder_id"),
        export=_proxies,
        erase=_forget_proxies,
        kept=f"Oubliés {KEPT}",
    ),
    PersonalData(
        slug="feuilles-signees",
        title="Les photos des feuilles signées aux réunions",
        columns=(),
        export=_sheets,
        erase=_forget_sheets,
        kept="Oubliées avec les présences. Un effacement retire celles où votre nom est écrit.",
    ),
    PersonalData(
        slug="notes-en-cours",
        title="Les notes de réunion que vous écrivez",
        columns=("item_note.writer_id",),
        export=_notes,
        erase=_let_notes_go,
        kept="Quelques minutes\u00a0: le temps d’écrire.",
    ),
    PersonalData(
        slug="decisions-a-faire",
        title="Les décisions dont vous vous chargez",
        columns=("decision.owner_id",),
        export=_decisions,
        erase=_forget_decisions,
        kept="Tant que le conseil existe, sans votre nom si vous le demandez.",
    ),
)
