"""Every step of the table by every role, from every state (domain §2.4, R-ACC-07)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from councils.accreditation import services as dossiers
from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.workflow import ACCREDITATION
from foundation.database import db
from foundation.policy import SYSTEM, VISITOR, Actor, Denied
from foundation.workflow import Refused
from tests.councils import situations as s

S = AccreditationState
# columns: municipal_liaison, council_facilitator, network_coordinator, prefect_delegate, the site
WHO = """
compose             L F . . .
submit              L . N . .
consult             . . N . S
skip_consulting     . . . . S
review              . . N D .
review_clerical     L . N . .
consult_withdrawal  . . N . S
send_back           . . . D .
sign                . . . D .
publish             . . N D .
refuse              . . . D .
abandon             L F N . .
supersede           . . . . S
"""
ROLES = ("municipal_liaison", "council_facilitator", "network_coordinator", "prefect_delegate", "system")
NOBODY = ("member", "board_member", "secretary", "committee_secretary", "moderator", "dpo", "administrator")
ALLOWED = {
    line.split()[0]: {role for role, mark in zip(ROLES, line.split()[1:], strict=True) if mark != "."}
    for line in WHO.strip().splitlines()
}
ACTORS = [*(Actor(role=role) for role in ROLES[:-1]), SYSTEM, VISITOR, *(Actor(role=role) for role in NOBODY)]


def test_the_table_names_every_step() -> None:
    assert list(ALLOWED) == [step.name for step in ACCREDITATION]


@pytest.fixture
def dossier(app: Flask) -> Iterator[Accreditation]:
    """A dossier that a test may put into any state."""
    s.composing(app)
    with s.writing(app):
        yield s.the_dossier("lune")


def put(dossier: Accreditation, state: AccreditationState) -> None:
    db.session.execute(update(Accreditation).values(state=state).execution_options(synchronize_session=False))
    db.session.refresh(dossier)


@pytest.mark.parametrize("name", list(ALLOWED))
def test_a_step_is_taken_by_its_roles_from_its_states_only(dossier: Accreditation, name: str) -> None:
    sources = {state for step in ACCREDITATION if step.name == name for state in step.sources}
    for state in S:
        put(dossier, state)
        for actor in ACTORS:
            assert outcome(dossier, name, actor) == expected(name, actor, state in sources), (state, actor.role)


def expected(name: str, actor: Actor, is_source: bool) -> str:
    if not is_source:
        return "not from here"
    return "theirs" if actor.role in ALLOWED[name] else "denied"


def outcome(dossier: Accreditation, name: str, actor: Actor) -> str:
    """What the service says of a step; whether the guards let it through is another matter."""
    before = dossier.state
    attempt = db.session.begin_nested()
    try:
        dossiers.move(dossier, name, actor=actor, comment="À l’essai.")
    except Denied:
        return "denied"
    except Refused as refused:
        assert dossier.state is before
        return "not from here" if "n’est plus possible" in str(refused) else "theirs"
    finally:
        attempt.rollback()
    return "theirs"


def test_the_delegate_gives_up_what_they_opened_and_nothing_else(dossier: Accreditation) -> None:
    """T10: the network, or who opened it."""
    somebody = s.a_person().id
    assert outcome(dossier, "abandon", Actor(id=somebody, role="prefect_delegate")) == "denied"
    db.session.execute(update(Accreditation).values(opened_by_id=somebody))
    db.session.refresh(dossier)
    assert outcome(dossier, "abandon", Actor(id=somebody, role="prefect_delegate")) == "theirs"
    assert outcome(dossier, "abandon", Actor(id=somebody, role="member")) == "denied"
