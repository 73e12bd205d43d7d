"""Somebody who did everything on the site before asking to be forgotten, and a namesake elsewhere.

« Zélie Kerbellec » is Chloé of the situations under a name that stands nowhere else: she sits in « Lune », is of its
board, voted, wrote, signed papers, has letters. « Soleil » has another Zélie Kerbellec when `namesake` is called.
"""

from __future__ import annotations

import io
import uuid
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from citizens.accounts.models import Account
from citizens.discussion import services as discussions
from citizens.discussion import subjects
from citizens.discussion.models import CommentKind
from citizens.models import ConsentPurpose, Contact, Gender, Person
from citizens.privacy import consents, services
from citizens.privacy.models import RightKind, RightsRequest, RightState
from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from citizens.services import add_person
from councils.assistance import services as assistance
from councils.members.models import (
    BoardFunction,
    BoardRole,
    MemberImport,
    ReserveEntry,
    WorkingGroup,
    WorkingGroupMember,
)
from councils.models import College
from foundation import clock, documents
from foundation.database import db, reading
from foundation.policy import SYSTEM, Actor
from meetings.votes.models import VoteChoice
from tests.files import pdf
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.proposals import drafts

GIVEN, FAMILY = "Zélie", "Kerbellec"
EMAIL, CONTACT = "zelie.kerbellec@example.org", "z.kerbellec@example.net"
SIGNED = "Un banc, vite. Zélie Kerbellec"
TRACES = ("Kerbellec", "Zélie", EMAIL, CONTACT, "06 39 98 11 22", "3 rue des Coquelicots")
DPO = Actor(role=Role.DPO.value)


def somebody(app: Flask) -> uuid.UUID:
    """Make her out of Chloé, with all she did; gives her id."""
    with s.writing(app):
        who = s.person("Chloé")
        who.given_name, who.family_name = GIVEN, FAMILY
        account = db.session.scalars(select(Account).where(Account.person_id == who.id)).one()
        account.login_email = EMAIL
        contact = Contact(person_id=who.id, email=CONTACT, phone="06 39 98 11 22")
        contact.postal_address = "3 rue des Coquelicots"
        db.session.add(contact)
        consents.give(who, ConsentPurpose.PUBLIC_NAME, actor=Actor(who.id))
        roles.grant(who, Role.BOARD_MEMBER, ScopeType.COUNCIL, s.council().id, actor=SYSTEM)
        key = who.id
    _sits(app)
    _speaks(app)
    _votes(app)
    _is_doubled(app)
    return key


def _sits(app: Flask) -> None:
    """Board, group, reserve of the council on its way, a mandate with its paper, a list just sent that names her."""
    with s.writing(app):
        who, council = s.person(GIVEN), s.council()
        db.session.add(
            BoardFunction(
                membership_id=s.seat(GIVEN).id, role=BoardRole.TREASURER, valid_from=clock.today() - timedelta(days=10)
            )
        )
        group = WorkingGroup(
            id=uuid.uuid4(), council_id=council.id, name="Propreté", rapporteur_id=s.seat(GIVEN).id,
            opened_on=clock.today(),
        )  # fmt: skip
        db.session.add(group)
        db.session.flush()
        db.session.add(WorkingGroupMember(group_id=group.id, membership_id=s.seat(GIVEN).id))
        db.session.add(ReserveEntry(term_id=s.term("brume").id, person_id=who.id, college=College.RESIDENTS, rank=1))
        paper = documents.receive(FileStorage(io.BytesIO(pdf()), filename="Mandat Zélie Kerbellec.pdf"))
        assistance.record_mandate(
            council, who.id, actor=s.acting("Pia", "council_facilitator"), written_on=s.TODAY, document=paper
        )
        rows = [{"prenom": "ZELIE", "nom": "Kerbellec"}]
        db.session.add(
            MemberImport(council_id=council.id, file_name="liste.csv", sha256="0" * 64, rows=rows, sent_at=clock.now())
        )


def _speaks(app: Flask) -> None:
    """A proposal of hers in discussion, with words signed by her beneath it."""
    key = drafts.discussed(app, author=GIVEN)
    with s.writing(app):
        subject = subjects.of("proposal", drafts.row(key))
        discussions.post(subject, CommentKind.ARGUMENT_FOR, SIGNED, actor=s.acting(GIVEN))


def _votes(app: Flask) -> None:
    """One vote that is over, ten days ago, and one still open."""
    past = clock.now() - timedelta(days=20)
    with s.writing_at(app, past):
        key = polls.open_here(closes_at=past + timedelta(days=8)).id
    for name, choice in ((GIVEN, VoteChoice.FOR), ("Awa", VoteChoice.FOR), ("Driss", VoteChoice.AGAINST)):
        polls.answer(app, key, name, choice, past + timedelta(days=1))
    polls.close(app, past + timedelta(days=8))
    polls.answer(app, polls.opened(app), GIVEN, VoteChoice.ABSTAIN, s.noon(s.TODAY))


def _is_doubled(app: Flask) -> None:
    """A second row of hers, found to be the same person."""
    with s.writing(app):
        who = s.person(GIVEN)
        double = add_person(GIVEN, FAMILY, Gender.FEMALE, actor=s.acting("Pia", "council_facilitator"))
        double.merged_into_id = who.id


def double_of(person_id: uuid.UUID) -> uuid.UUID:
    """Her other row, in the present transaction."""
    return db.session.scalars(select(Person.id).where(Person.merged_into_id == person_id)).one()


def namesake(app: Flask) -> uuid.UUID:
    """Another person of her name, who sits in « Soleil » and agreed to be named; gives their id."""
    with s.writing(app):
        who = s.person("Victor")
        who.given_name, who.family_name = GIVEN, FAMILY
        consents.give(who, ConsentPurpose.PUBLIC_NAME, actor=Actor(who.id))
        db.session.add(Contact(person_id=who.id, email="autre@example.org"))
        return who.id


def asks_to_be_forgotten(app: Flask, person_id: uuid.UUID) -> uuid.UUID:
    """Her request, by her account; gives its id."""
    with s.writing_at(app, clock.now()):
        who = db.session.get_one(Person, person_id)
        return services.ask(who, RightKind.ERASURE, f"Je suis {GIVEN} {FAMILY}", actor=Actor(person_id)).id


def is_forgotten(app: Flask, person_id: uuid.UUID, at: datetime | None = None) -> None:
    """The officer carries it out."""
    key = asks_to_be_forgotten(app, person_id)
    with s.writing_at(app, at or clock.now()):
        services.carry_out(db.session.get_one(RightsRequest, key), "", actor=DPO)


def request_state(app: Flask, key: uuid.UUID) -> RightState:
    """Where a request stands."""
    with app.app_context(), reading():
        return db.session.get_one(RightsRequest, key).state
