"""What time alone erases (domain §9.5): warned first, done once, also after an outage; and nothing else."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from citizens.accounts.models import Account, AccountSession
from citizens.discussion.models import Comment, ContentReport, ReportGround, ReportState
from citizens.models import Contact, Gender, Person
from citizens.privacy import services
from citizens.privacy.models import RightKind, RightsRequest
from citizens.services import add_person
from councils.members import retention as members
from councils.members.models import MemberImport, ReserveEntry
from councils.models import College
from foundation import clock, erasures
from foundation.database import db, reading
from tests.citizens.people import person, signs_in
from tests.citizens.privacy import lives
from tests.mailbox import Mailbox
from tests.meetings import situations as s

TWO_YEARS = timedelta(days=730)
LATER = s.noon(s.TODAY) + TWO_YEARS


def nightly(app: Flask, at: datetime) -> None:
    """All that runs at night, twice: a second run finds nothing to do."""
    for _ in range(2):
        for job in app.extensions["jobs"]:
            if job.name.startswith(("privacy.", "members.forget", "sortition.forget", "accounts.purge", "discussion.")):
                with s.writing_at(app, at):
                    job.run()


def accounts(app: Flask, *emails: str) -> list[bool]:
    """Whether each of these accounts is there."""
    with app.app_context(), reading():
        kept = set(db.session.scalars(select(Account.login_email)))
    return [email in kept for email in emails]


def going(app: Flask, email: str) -> int:
    return len([one for one in Mailbox(app).to(email) if "va être supprimé" in one.subject])


def test_an_account_of_no_use_is_warned_then_deleted_with_its_person(site: Flask) -> None:
    person(site, "lea.cot@example.org", name="Léandre")
    signs_in(site, "lea.cot@example.org")
    nightly(site, LATER - timedelta(days=31))
    assert going(site, "lea.cot@example.org") == 0
    nightly(site, LATER - timedelta(days=30))
    nightly(site, LATER - timedelta(days=1))
    assert going(site, "lea.cot@example.org") == 1
    assert accounts(site, "lea.cot@example.org") == [True]
    nightly(site, LATER)
    assert accounts(site, "lea.cot@example.org") == [False]
    with site.app_context(), reading():
        assert db.session.scalar(select(Person.id).where(Person.given_name == "Léandre")) is None
        assert len(erasures.noted()) >= 1


def test_whoever_comes_back_after_the_warning_keeps_their_account(site: Flask) -> None:
    person(site, "lea.cot@example.org", name="Léandre")
    nightly(site, LATER - timedelta(days=20))
    assert going(site, "lea.cot@example.org") == 1
    with clock.standing_at(LATER - timedelta(days=10)):
        signs_in(site, "lea.cot@example.org")
    nightly(site, LATER + timedelta(days=200))
    assert accounts(site, "lea.cot@example.org") == [True]
    nightly(site, LATER + timedelta(days=720))
    assert going(site, "lea.cot@example.org") == 2


def test_after_an_outage_of_years_the_warning_still_comes_first(site: Flask) -> None:
    person(site, "lea.cot@example.org", name="Léandre")
    late = LATER + timedelta(days=500)
    nightly(site, late)
    assert (going(site, "lea.cot@example.org"), accounts(site, "lea.cot@example.org")) == (1, [True])
    nightly(site, late + timedelta(days=29))
    assert accounts(site, "lea.cot@example.org") == [True]
    nightly(site, late + timedelta(days=30))
    assert accounts(site, "lea.cot@example.org") == [False]


def test_whoever_holds_a_role_or_a_seat_keeps_their_account(site: Flask) -> None:
    end = LATER - timedelta(days=40)
    for days in range(0, 80, 31):
        nightly(site, end + timedelta(days=days))
    # their seats end with the term; the officers and the facilitator go on
    assert accounts(site, "dpo@example.org", "admin@example.org", "pia@example.org", "max@example.org") == [True] * 4
    assert accounts(site, "rose@example.org") == [True]
    assert going(site, "dpo@example.org") == 0


def test_whoever_sat_loses_the_account_and_stays_in_the_archives(site: Flask) -> None:
    for days in (0, 30, 61):
        nightly(site, LATER + timedelta(days=100 + days))
    assert accounts(site, "karim@example.org") == [False]
    with site.app_context(), reading():
        assert s.person("Karim").erased_at is None
        assert s.person("Karim").family_name == "Essai"


def test_contacts_go_a_year_after_the_last_term(site: Flask) -> None:
    with s.writing(site):
        end = s.term("lune").end_on
        for name in ("Ben", "Yann"):
            db.session.add(Contact(person_id=s.person(name).id, phone="06 39 98 00 12"))
        # Yann's council goes on for longer
        ben, yann = s.person("Ben").id, s.person("Yann").id
    a_year_on = clock.months_after(end, 12)
    nightly(site, s.noon(a_year_on))
    assert contacts(site) == {ben, yann}
    nightly(site, s.noon(a_year_on + timedelta(days=1)))
    assert contacts(site) == {yann}


def contacts(app: Flask) -> set[uuid.UUID]:
    with app.app_context(), reading():
        return set(db.session.scalars(select(Contact.person_id)))


def test_the_reserve_goes_with_the_term_and_its_people_with_it(site: Flask) -> None:
    with s.writing(site):
        term = s.term("lune")
        waiting = somebody_new("Zoran")
        for rank, key in enumerate((waiting, s.person("Rose").id), 1):
            db.session.add(ReserveEntry(term_id=term.id, person_id=key, college=College.RESIDENTS, rank=rank))
        end = term.end_on
    with s.writing_at(site, s.noon(end)):
        members.forget()
    assert count(site, ReserveEntry) == 2
    for _ in range(2):
        with s.writing_at(site, s.noon(end + timedelta(days=1))):
            members.forget()
    assert count(site, ReserveEntry) == 0
    with site.app_context(), reading():
        assert db.session.get(Person, waiting) is None
        assert s.person("Rose").family_name == "Essai"


def somebody_new(name: str) -> uuid.UUID:
    """A volunteer of whom nothing but a name and an address is known."""
    who = add_person(name, "Volontaire", Gender.UNDECLARED, actor=s.acting("Pia", "council_facilitator"))
    db.session.add(Contact(person_id=who.id, email=f"{name.lower()}@example.net"))
    db.session.flush()
    return who.id


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_list_sent_and_not_confirmed_goes_after_a_day(site: Flask) -> None:
    with s.writing(site):
        rows = [{"nom": "Essai"}]
        db.session.add(
            MemberImport(council_id=s.council().id, file_name="a.csv", sha256="0" * 64, rows=rows, sent_at=clock.now())
        )
    with s.writing_at(site, s.noon(s.TODAY) + timedelta(hours=23)):
        members.empty_imports()
    assert kept_rows(site) == [rows]
    with s.writing_at(site, s.noon(s.TODAY) + timedelta(hours=25)):
        members.empty_imports()
    assert kept_rows(site) == [None]


def kept_rows(app: Flask) -> list[object]:
    with app.app_context(), reading():
        return list(db.session.scalars(select(MemberImport.rows)))


def test_what_was_said_in_a_request_goes_a_year_after_the_decision(site: Flask) -> None:
    with s.writing(site):
        made = services.enter(s.person("Awa"), RightKind.ACCESS, "Mes données.", s.TODAY, actor=lives.DPO)
        services.refuse(made, "Non.", actor=lives.DPO)
    nightly(site, s.noon(s.TODAY) + timedelta(days=364))
    assert said(site) == [("Mes données.", "Non.")]
    nightly(site, s.noon(s.TODAY) + timedelta(days=366))
    assert said(site) == [("", None)]


def said(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context(), reading():
        return [tuple(row) for row in db.session.execute(select(RightsRequest.message, RightsRequest.answer))]  # type: ignore[misc]


def test_sign_ins_are_kept_for_twelve_months(site: Flask) -> None:
    s.signed_in(site, "Awa").presses("Se déconnecter")
    nightly(site, s.noon(s.TODAY) + timedelta(days=364))
    assert count(site, AccountSession) == 1
    nightly(site, s.noon(s.TODAY) + timedelta(days=366))
    assert count(site, AccountSession) == 0


@pytest.mark.parametrize(("days", "known"), [(364, True), (366, False)])
def test_who_reported_is_forgotten_a_year_after_the_decision(site: Flask, days: int, known: bool) -> None:
    lives.somebody(site)
    with s.writing(site):
        comment = db.session.scalars(select(Comment.id)).one()
        db.session.add(
            ContentReport(comment_id=comment, reporter_id=s.person("Awa").id, ground=ReportGround.SPAM, words="Pub",
                          state=ReportState.KEPT, reported_at=clock.now(), decided_at=clock.now(), decision_reason="x")
        )  # fmt: skip
    nightly(site, s.noon(s.TODAY) + timedelta(days=days))
    with site.app_context(), reading():
        assert (db.session.scalars(select(ContentReport.reporter_id)).one() is not None) is known
