"""What somebody wrote in discussions, and reported there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from sqlalchemy import select, update

from citizens.discussion.models import Comment, ContentReport, ReportState
from citizens.models import Person
from citizens.naming import ERASED_FAMILY, ERASED_GIVEN
from foundation.database import db
from foundation.html import markdown
from foundation.personal import PersonalData, Row
from foundation.text import moment_words


def _comments(person_id: uuid.UUID) -> Iterable[Row]:
    for row in db.session.scalars(
        select(Comment).where(Comment.author_id == person_id).order_by(Comment.written_at, Comment.id)
    ):
        yield {
            "Écrit le": moment_words(row.written_at),
            "Ce que c’est": row.kind.label,
            "État": row.state.label,
            "Texte": row.text,
        }


def _erase_comments(person_id: uuid.UUID) -> None:
    """The words stay, part of a public debate; the author's name goes, where they signed with it too."""
    person = db.session.get_one(Person, person_id)
    signed = _either_way(person.given_name, person.family_name)
    for row in db.session.scalars(select(Comment).where(Comment.author_id == person_id)):
        masked = signed.sub(f"{ERASED_GIVEN} {ERASED_FAMILY}".lower(), row.text)
        if masked != row.text:
            row.text, row.html = masked, str(markdown(masked))


def _either_way(given: str, family: str) -> re.Pattern[str]:
    """A name as people write it: in both orders, in small letters or capitals."""
    names = f"{given} {family}", f"{family} {given}"
    return re.compile(rf"\b(?:{'|'.join(_spaced(re.escape(name)) for name in names)})\b", re.IGNORECASE)


def _spaced(pattern: str) -> str:
    return pattern.replace(r"\ ", r"\s+")


def _reports(person_id: uuid.UUID) -> Iterable[Row]:
    for row in db.session.scalars(
        select(ContentReport)
        .where(ContentReport.reporter_id == person_id)
        .order_by(ContentReport.reported_at, ContentReport.id)
    ):
        yield {
            "Signalé le": moment_words(row.reported_at),
            "Motif": row.ground.label,
            "Précisions": row.words,
            "État": row.state.label,
        }


def _erase_reports(person_id: uuid.UUID) -> None:
    """Who reported is forgotten once it is decided; until then a number of nobody stands there."""
    decided = (ContentReport.reporter_id == person_id, ContentReport.state != ReportState.RECEIVED)
    db.session.execute(update(ContentReport).where(*decided).values(reporter_id=None, words=""))


COMMENTS = PersonalData(
    slug="commentaires",
    title="Ce que vous avez écrit dans les discussions",
    columns=("comment.author_id",),
    export=_comments,
    erase=_erase_comments,
    kept="Vos textes restent avec la discussion. Après un effacement, plus rien n’y dit qu’ils sont de vous.",
)
REPORTS = PersonalData(
    slug="signalements",
    title="Vos signalements",
    columns=("content_report.reporter_id",),
    export=_reports,
    erase=_erase_reports,
    kept="Un an après la décision, plus rien ne dit que c’était vous.",
)
