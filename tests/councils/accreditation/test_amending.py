"""What an amendment does when it is published (R-ACC-05, R-ACC-06), and what it needs before."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from councils import queries
from councils.accreditation import changes
from councils.accreditation import services as dossiers
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState, ActKind, LegalRegime
from councils.accreditation.papers import PaperKind, ProposedChange, ProposedPlace
from councils.accreditation.turning import turn_day
from councils.electorate import sitting_on
from councils.models import College, Coverage, EndReason, LegalForm, Membership, Origin, Rank, Standing
from councils.territory.models import Organization, OrganizationKind
from councils.territory.services import add_organization
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.policy import Denied
from foundation.workflow import Refused
from tests.councils import situations as s

START, END = date(2027, 1, 1), date(2029, 12, 31)
OPENED, PUBLISHED, EFFECTIVE = date(2027, 5, 3), date(2027, 6, 1), date(2027, 7, 1)
DAY = timedelta(days=1)
K = AccreditationKind
S = AccreditationState


@pytest.fixture
def opened(app: Flask) -> Flask:
    """A labelled council of two residents and a local actor, with an amendment opened."""
    s.a_labeled_council(app, start=START, end=END)
    with s.writing(app, OPENED):
        dossiers.open_dossier(s.the_council("lune"), K.AMENDMENT, actor=s.LIAISON, reason="Un déménagement.")
    return app


def the_amendment() -> Accreditation:
    return s.the_dossier("lune", K.AMENDMENT)


def seat(college: College = College.RESIDENTS) -> Membership:
    """One of the seats held on the day the amendment is opened."""
    wanted = select(Membership).where(sitting_on(OPENED), Membership.college == college)
    found = db.session.scalars(wanted.order_by(Membership.id)).first()
    assert found is not None
    return found


def swap(
    leaving: Membership | None, *, college: College | None = College.RESIDENTS, accepted: date | None = OPENED
) -> None:
    """Ask that somebody new takes a seat, or only that it is left."""
    host = add_organization(f"Centre {uuid.uuid4().hex}", OrganizationKind.ASSOCIATION, actor=s.NETWORK)
    changes.propose_change(
        the_amendment(),
        actor=s.LIAISON,
        leaving=leaving,
        end_reason=EndReason.MOVED if leaving else None,
        joining=s.a_person() if college else None,
        college=college,
        origin=Origin.DRAWN if college else None,
        organization=host if college is College.LOCAL_ACTORS else None,
        accepted_on=accepted,
    )


def decided(app: Flask, effective_on: date = EFFECTIVE, reason: str | None = None) -> None:
    """The rest of the way of an amendment."""
    with s.writing(app, OPENED):
        s.move(the_amendment(), *s.STEPS)
        s.sign(the_amendment(), ActKind.AMENDING_ORDER)
    with s.writing(app, PUBLISHED):
        s.publish(the_amendment(), effective_on, reason)


def holders(day: date) -> set[uuid.UUID]:
    return set(db.session.scalars(select(Membership.person_id).where(sitting_on(day))))


def test_whoever_leaves_stops_the_day_before_whoever_takes_the_seat_begins(opened: Flask) -> None:
    """R-ACC-05: no gap, no overlap"""
    with s.writing(opened, OPENED):
        swap(seat())
    decided(opened)
    with opened.app_context(), reading():
        new = db.session.scalars(select(Membership).where(Membership.replaces_id.is_not(None))).one()
        old = db.session.get_one(Membership, new.replaces_id)
        assert (old.end_on, old.end_reason) == (EFFECTIVE - DAY, EndReason.MOVED)
        assert (new.start_on, new.end_on, new.standing) == (EFFECTIVE, END, Standing.RECOGNIZED)
        assert (new.college, new.rank, new.voting) == (College.RESIDENTS, Rank.TITULAR, True)
        for day in (EFFECTIVE - DAY, EFFECTIVE, END):
            assert len(holders(day)) == 3
        assert holders(EFFECTIVE - DAY) - holders(EFFECTIVE) == {old.person_id}
        assert holders(EFFECTIVE) - holders(EFFECTIVE - DAY) == {new.person_id}


def test_a_seat_is_only_left_or_only_added(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        swap(seat(College.LOCAL_ACTORS), college=None, accepted=None)
        swap(None)
    decided(opened)
    with opened.app_context(), reading():
        assert queries.composition(s.the_council("lune"), EFFECTIVE).colleges == {
            College.RESIDENTS: 3,
            College.LOCAL_ACTORS: 0,
        }


def test_whoever_left_meanwhile_keeps_their_own_last_day(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        swap(seat())
    with s.writing(opened, OPENED + DAY):
        leaving = seat()
        leaving.end_on, leaving.end_reason = OPENED + 5 * DAY, EndReason.RESIGNED
    decided(opened)
    with opened.app_context(), reading():
        old = db.session.scalars(select(Membership).where(Membership.end_reason == EndReason.RESIGNED)).one()
        assert old.end_on == OPENED + 5 * DAY
        assert db.session.scalars(select(Membership).where(Membership.replaces_id.is_not(None))).all() == []
        assert len(holders(EFFECTIVE)) == 3


def test_nobody_joins_without_having_accepted(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        swap(seat(), accepted=None)
        s.move(the_amendment(), "compose")
    with pytest.raises(Refused, match="pas encore accepté"), s.writing(opened, OPENED):
        s.move(the_amendment(), "submit")


def test_residents_are_still_half_afterwards(opened: Flask) -> None:
    """§1.3, for amendments too"""
    with s.writing(opened, OPENED):
        swap(seat(), college=College.LOCAL_ACTORS)
        s.move(the_amendment(), "compose")
    with pytest.raises(Refused, match="au moins la moitié"), s.writing(opened, OPENED):
        s.move(the_amendment(), "submit")


def test_something_changes(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        s.move(the_amendment(), "compose")
    with pytest.raises(Refused, match="Dites ce qui change"), s.writing(opened, OPENED):
        s.move(the_amendment(), "submit")


def test_places_come_and_go_on_the_day(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        council = s.the_council("lune")
        old = db.session.scalars(select(Coverage).where(Coverage.council_id == council.id)).one()
        new = s.a_place("Le lac", "lille")
        changes.propose_place(the_amendment(), new, adds=True, actor=s.LIAISON)
        place = db.session.get_one(type(new), old.neighborhood_id)
        changes.propose_place(the_amendment(), place, adds=False, actor=s.LIAISON)
        with pytest.raises(Refused, match="déjà ce quartier"):
            changes.propose_place(the_amendment(), place, adds=True, actor=s.LIAISON)
    decided(opened)
    with opened.app_context(), reading():
        card = queries.directory_on(EFFECTIVE - DAY)[0]
        assert [name for _, name in card.places] == ["Le quartier lune"]
        assert [name for _, name in queries.directory_on(EFFECTIVE)[0].places] == ["Le lac"]


def test_another_host_follows_on_the_day_and_needs_its_agreement(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        host = add_organization("Maison du lac", OrganizationKind.ASSOCIATION, actor=s.NETWORK)
        dossiers.describe(the_amendment(), actor=s.LIAISON, new_host_id=host.id)
        s.move(the_amendment(), "compose")
        with pytest.raises(Refused, match="convention avec la nouvelle structure"):
            dossiers.move(the_amendment(), "submit", actor=s.LIAISON)
        s.join(the_amendment(), PaperKind.HOST_AGREEMENT)
        s.move(the_amendment(), "submit", "consult", "review")
        s.sign(the_amendment(), ActKind.AMENDING_ORDER)
    with s.writing(opened, PUBLISHED):
        s.publish(the_amendment(), EFFECTIVE)
    for day, name in ((EFFECTIVE - DAY, None), (EFFECTIVE, "Maison du lac"), (EFFECTIVE + DAY, "Maison du lac")):
        with s.writing(opened, day):
            turn_day()
            council = s.the_council("lune")
            host_name = select(Organization.name).where(Organization.id == council.host_organization_id)
            assert db.session.scalar(host_name) == name
    with opened.app_context(), reading():
        noted = select(AuditEntry).where(AuditEntry.action == dossiers.HOST_CHANGED)
        assert len(db.session.scalars(noted).all()) == 1
        assert s.the_council("lune").legal_form is LegalForm.HOSTED


def test_a_change_takes_effect_while_a_term_runs(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        swap(seat())
    with pytest.raises(Refused, match="Aucun mandat"):
        decided(opened, END + DAY)


def test_a_back_dated_change_needs_its_reason_and_touches_no_earlier_day(opened: Flask) -> None:
    """R-ACC-06"""
    with s.writing(opened, OPENED):
        swap(seat())
    with opened.app_context(), reading():
        before = holders(OPENED + 9 * DAY)
    with pytest.raises(Refused, match="écrivez pourquoi"):
        decided(opened, OPENED + 10 * DAY)
    with s.writing(opened, PUBLISHED):
        s.publish(the_amendment(), OPENED + 10 * DAY, "L’acte a été reçu en retard.")
    with opened.app_context(), reading():
        assert holders(OPENED + 9 * DAY) == before
        assert holders(OPENED + 10 * DAY) != before


@pytest.mark.parametrize(
    ("leaving", "reason", "said"),
    [(False, None, "Choisissez qui part"), (True, None, "dites pourquoi"), (True, EndReason.MOVED, None)],
)
def test_a_change_says_what_and_why(opened: Flask, leaving: bool, reason: EndReason | None, said: str | None) -> None:
    with s.writing(opened, OPENED):
        one = seat() if leaving else None
        if said is None:
            changes.propose_change(the_amendment(), actor=s.LIAISON, leaving=one, end_reason=reason)
        else:
            with pytest.raises(Refused, match=said):
                changes.propose_change(the_amendment(), actor=s.LIAISON, leaving=one, end_reason=reason)


def test_a_local_actor_comes_from_somewhere(opened: Flask) -> None:
    with pytest.raises(Refused, match="quelle structure"), s.writing(opened, OPENED):
        changes.propose_change(
            the_amendment(), actor=s.LIAISON, joining=s.a_person(), college=College.LOCAL_ACTORS,
            origin=Origin.DESIGNATED, accepted_on=OPENED,
        )  # fmt: skip


def test_what_was_asked_for_can_be_taken_back_until_the_prefecture_has_it(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        swap(seat())
        changes.propose_place(the_amendment(), s.a_place("Le lac", "lille"), adds=True, actor=s.LIAISON)
        changes.drop_change(db.session.scalars(select(ProposedChange)).one(), actor=s.LIAISON)
        changes.drop_place(db.session.scalars(select(ProposedPlace)).one(), actor=s.LIAISON)
        swap(seat())
        s.move(the_amendment(), *s.STEPS)
        with pytest.raises(Refused, match="entre les mains de la préfecture"):
            changes.drop_change(db.session.scalars(select(ProposedChange)).one(), actor=s.LIAISON)
        with pytest.raises(Denied):
            changes.drop_change(db.session.scalars(select(ProposedChange)).one(), actor=s.DELEGATE)


def test_only_an_amendment_asks_for_changes(app: Flask) -> None:
    s.composing(app)
    with pytest.raises(Refused, match="Seul un dossier de modification"), s.writing(app):
        changes.propose_change(s.the_dossier("lune"), actor=s.LIAISON)


def test_a_returned_correction_goes_back_to_the_prefecture_at_once(opened: Flask) -> None:
    """T6: a misprint is put to no authority."""
    with s.writing(opened, OPENED):
        the_amendment().clerical = True
        s.move(the_amendment(), "review_clerical", "send_back", "submit")
        assert the_amendment().state is S.REVIEWING


def test_a_returned_withdrawal_is_put_to_the_authorities_again_when_the_host_changed(opened: Flask) -> None:
    with s.writing(opened, OPENED):
        dossier = dossiers.open_dossier(
            s.the_council("lune"), K.WITHDRAWAL, actor=s.DELEGATE, reason="Plus de réunion."
        )
        dossiers.describe(dossier, actor=s.LIAISON, council_heard_on=OPENED)
        s.join(dossier, PaperKind.OBSERVATIONS)
        s.move(dossier, "consult_withdrawal", "review", "send_back")
        host = add_organization("Maison du lac", OrganizationKind.ASSOCIATION, actor=s.NETWORK)
        s.the_council("lune").host_organization_id = host.id
        s.move(dossier, "submit")
        assert dossier.state is S.SUBMITTED
        s.move(dossier, "consult")
        assert dossier.state is S.CONSULTING


@pytest.mark.parametrize(
    ("regime", "kind", "form", "fits"),
    [
        (LegalRegime.ACT_2014, K.AMENDMENT, ActKind.AMENDING_ORDER, True),
        (LegalRegime.ACT_2014, K.AMENDMENT, ActKind.PREFECT_ORDER, False),
        (LegalRegime.ACT_2014, K.AMENDMENT, ActKind.PROTOCOL, False),
        (LegalRegime.DECREE_2024, K.AMENDMENT, ActKind.PROTOCOL, True),
        (LegalRegime.DECREE_2024, K.AMENDMENT, ActKind.CONTRACT_CLAUSE, True),
        (LegalRegime.DECREE_2024, K.AMENDMENT, ActKind.WITHDRAWAL_ORDER, False),
    ],
)
def test_the_form_of_the_act_follows_the_law_and_the_kind(
    opened: Flask, regime: LegalRegime, kind: AccreditationKind, form: ActKind, fits: bool
) -> None:
    with s.writing(opened, OPENED):
        dossier = s.the_dossier("lune", kind)
        dossier.clerical, dossier.legal_regime = True, regime
        s.move(dossier, "review_clerical")
        if fits:
            s.sign(dossier, form)
        else:
            with pytest.raises(Refused, match="ne convient pas"):
                s.sign(dossier, form)
