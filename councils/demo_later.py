"""What becomes of some invented councils once recognized: changes asked for, refused, given up; a withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random

from citizens.models import Gender
from citizens.services import add_person
from councils.accreditation import changes, consultations, filing, reading, services
from councils.accreditation.models import AccreditationKind
from councils.accreditation.papers import PaperKind
from councils.demo_names import FAMILY, WOMEN
from councils.demo_papers import DELEGATE, HEARD, LIAISON, MISPRINT, MOVED_AWAY, NETWORK, let_answer, paper
from councils.models import College, Council, EndReason, Membership, Origin, Rank
from foundation import clock

K = AccreditationKind
At = Callable[[date], datetime]
Later = Callable[[Council, date, At, Random], Iterator[datetime]]


def amending(council: Council, today: date, at: At, chance: Random) -> Iterator[datetime]:
    """A member moved away: somebody is to take the seat, and the authorities are being asked."""
    opened = today - timedelta(days=40)
    yield at(opened)
    dossier = services.open_dossier(council, K.AMENDMENT, actor=LIAISON, reason=MOVED_AWAY)
    changes.propose_change(
        dossier,
        actor=LIAISON,
        leaving=_resident(council),
        end_reason=EndReason.MOVED,
        joining=add_person(chance.choice(WOMEN), chance.choice(FAMILY), Gender.FEMALE, actor=LIAISON, is_demo=True),
        college=College.RESIDENTS,
        origin=Origin.DRAWN,
        rank=Rank.TITULAR,
        accepted_on=clock.today(),
    )
    services.move(dossier, "compose", actor=LIAISON)
    yield at(opened + timedelta(days=6))
    services.move(dossier, "submit", actor=LIAISON)
    yield at(opened + timedelta(days=20))
    consultations.consult(dossier, {}, actor=NETWORK)


def _resident(council: Council) -> Membership:
    """One of the residents who sit."""
    return next(
        one
        for one in reading.sitting(council.id)
        if one.college is College.RESIDENTS and one.origin is Origin.DRAWN and one.person.gender is Gender.FEMALE
    )


def withdrawing(council: Council, today: date, at: At, chance: Random) -> Iterator[datetime]:
    """No meeting for long: the council was heard, the authorities have answered, the prefecture is to decide."""
    opened = today - timedelta(days=70)
    yield at(opened)
    dossier = services.open_dossier(council, K.WITHDRAWAL, actor=DELEGATE, reason=HEARD)
    yield at(opened + timedelta(days=12))
    services.describe(dossier, actor=LIAISON, council_heard_on=clock.today())
    filing.add_paper(dossier, PaperKind.OBSERVATIONS, paper(PaperKind.OBSERVATIONS), actor=LIAISON)
    consultations.consult(dossier, {}, actor=NETWORK)
    yield at(opened + timedelta(days=30))
    let_answer(dossier, chance)
    yield at(opened + timedelta(days=48))
    services.move(dossier, "review", actor=NETWORK)


def refused(council: Council, today: date, at: At, chance: Random) -> Iterator[datetime]:
    """A correction that was none, before anything is written in the public journal by the councils themselves."""
    opened = today - timedelta(days=360 + chance.randrange(20))
    yield at(opened)
    dossier = services.open_dossier(council, K.AMENDMENT, actor=LIAISON, clerical=True, reason=MISPRINT)
    services.move(dossier, "review_clerical", actor=LIAISON)
    yield at(opened + timedelta(days=25))
    services.move(dossier, "refuse", actor=DELEGATE, comment="La rue est bien écrite dans l’acte (exemple inventé).")


def abandoned(council: Council, today: date, at: At, chance: Random) -> Iterator[datetime]:
    """A change that those who asked for it gave up."""
    opened = today - timedelta(days=240 + chance.randrange(20))
    yield at(opened)
    dossier = services.open_dossier(council, K.AMENDMENT, actor=LIAISON, reason=MOVED_AWAY)
    yield at(opened + timedelta(days=18))
    services.move(
        dossier, "abandon", actor=NETWORK, comment="Le membre reste finalement dans le quartier (exemple inventé)."
    )


LATER: Mapping[str, Later] = {
    "amending": amending,
    "withdrawing": withdrawing,
    "refused": refused,
    "abandoned": abandoned,
}
