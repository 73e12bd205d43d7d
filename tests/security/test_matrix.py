"""Every address × every role × one's own council, another's, none: a route without a row fails (R-SEC-01).

An address that names no object, or one that belongs to nobody, has a row that is one set: who may open it. An address
that names an object of a council (a committee, an account) has two: `Row(own=…, other=…)`. It is tried on an object of
each of two councils by everybody: `own` says who of those whose council it is may open it, `other` who of all the rest
may, people of another council and people of none alike.

A feature that comes adds its rows to `OPEN`, and to `OBJECTS` what its addresses name: for its blueprint, a function
that gives an object of two owners, each as the owner's id and the values of the address.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from citizens.accounts import queries
from citizens.accounts.demonstration import PASSWORD
from citizens.roles import queries as roles
from citizens.roles.models import RoleAssignment
from councils.models import Council
from councils.scopes import liaisons, seats
from foundation.database import db, reading, transaction
from tests.addresses import samples
from tests.browser import Browser
from tests.citizens.people import cheap
from tests.security import dossiers, objects, seats_in_committees
from tests.security.objects import Objects
from tests.security.roles import (
    ADMIN,
    ASKING,
    BOARD,
    COMMITTEE,
    CONDUCTORS,
    DELEGATE,
    EDITING,
    EDITORS,
    EVERYBODY,
    FACILITATOR,
    LIAISON,
    METROPOLIS,
    MODERATION,
    NETWORK,
    NOBODY,
    OFFICERS,
    PREPARING,
    SIGNED_IN,
    TEAM,
    VISITOR,
    Row,
    Who,
    people,
)
from tests.security.rows_meetings import MEETINGS

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
OPEN: dict[str, Who | Row] = {
    "accounts.own_page accounts.own_account accounts.name_page accounts.rename accounts.password_page": SIGNED_IN,
    "accounts.change_password accounts.second_factor_page accounts.start_second_factor": SIGNED_IN,
    "accounts.stop_second_factor accounts.renew_codes accounts.own_sessions accounts.end_sessions": SIGNED_IN,
    "accounts.resume accounts.sign_out accounts.rest accounts.stay": SIGNED_IN,
    "accounts.office accounts.find accounts.invite_page accounts.invite accounts.end_all_page accounts.end_all": ADMIN,
    "accounts.manage accounts.take_step accounts.role_page accounts.grant accounts.end_role": Row(ADMIN, ADMIN),
    "accounts.sign_in_page accounts.sign_in accounts.code_page accounts.check_code accounts.ask_link": EVERYBODY,
    "accounts.send_link accounts.ask_reset accounts.send_reset accounts.sign_in_link": EVERYBODY,
    "accounts.use_sign_in_link accounts.reset accounts.set_password accounts.invitation accounts.join": EVERYBODY,
    "accounts.demonstration": EVERYBODY,
    "demo.letters demo.letter demo.show_clock demo.set_clock": EVERYBODY,
    "health.healthz journal.index journal.as_lines search.results": EVERYBODY,
    "datasets.index datasets.as_csv datasets.as_json": EVERYBODY,
    "pages.home pages.accessibility pages.legal pages.privacy pages.help pages.sitemap pages.glossary": EVERYBODY,
    "pages.gallery pages.favicon pages.robots": EVERYBODY,
    "councils.index councils.outlines": EVERYBODY,
    "contact.write_page contact.write": Row(EVERYBODY, EVERYBODY),
    "councils.read councils.accreditation": Row(EVERYBODY, EVERYBODY),
    "territory.find territory.neighborhood": EVERYBODY,
    "contracts.index contracts.actions contracts.action contracts.indicators contracts.indicator": EVERYBODY,
    "contracts.funding contracts.partners contracts.nearby": EVERYBODY,
    "committees.index committees.read": EVERYBODY,
    "seats.office seats.give seats.count seats.read seats.change seats.end_page seats.end": Row(
        COMMITTEE | NETWORK, NETWORK
    ),
    "seats.of_council": Row(TEAM | LIAISON | METROPOLIS, METROPOLIS),
    # seats of two councils in the committee of the demonstration's secretary
    "seats.name_page seats.name": Row(PREPARING | NETWORK, COMMITTEE | NETWORK),
    "proposals.register": EVERYBODY,
    "proposals.of_council proposals.read_numbered proposals.letter proposals.voted_text": Row(EVERYBODY, EVERYBODY),
    "proposals.new_page proposals.start proposals.read proposals.versions proposals.document": Row(TEAM, NOBODY),
    "proposals.write_page proposals.save proposals.autosave proposals.documents_page": Row(EDITORS, NOBODY),
    "proposals.attach proposals.detach": Row(EDITORS, NOBODY),
    "proposals.opening_page proposals.open_to_residents": Row(CONDUCTORS, NOBODY),
    "proposals.step_page proposals.take_step proposals.vote_page proposals.open_vote": Row(BOARD, NOBODY),
    "proposals.transmit_page proposals.transmit": Row(BOARD, NOBODY),
    **MEETINGS,
    "assistance.index assistance.new_page assistance.new": Row(FACILITATOR, NOBODY),
    # and whose mandate it is: nobody here
    "assistance.paper assistance.receipt assistance.revoke": Row(FACILITATOR, NOBODY),
    "members.office members.register": Row(TEAM | LIAISON | METROPOLIS, METROPOLIS),
    "members.add_page members.add members.edit_page members.edit members.invite members.end_page": EDITING,
    "members.end members.replace_page members.replace members.papers_page members.note_paper": EDITING,
    "members.take_back_paper members.term_new_page members.term_new members.term_page members.term_edit": EDITING,
    "members.import_page members.import_send members.import_template": EDITING,
    # whoever sent the file, and nobody else
    "members.import_preview members.import_confirm members.import_drop": Row(FACILITATOR, NOBODY),
    "members.reserve members.reserve_add members.call_next members.reserve_remove": EDITING,
    "members.board members.board_give members.board_end_page members.board_end": Row(CONDUCTORS, NOBODY),
    "members.group_list members.group_create members.group_page members.group_edit": Row(CONDUCTORS, NOBODY),
    "members.group_close": Row(CONDUCTORS, NOBODY),
    "members.export_csv members.export_xlsx members.annex": Row(BOARD | FACILITATOR | LIAISON | NETWORK, NETWORK),
    "sortition.index sortition.read sortition.listing": Row(EVERYBODY, EVERYBODY),
    "sortition.office sortition.plan_page sortition.plan sortition.record_page sortition.record": EDITING,
    "sortition.manage sortition.replan_page sortition.replan sortition.paste_page sortition.paste": EDITING,
    "sortition.add sortition.withdraw sortition.freeze_page sortition.freeze sortition.draw_page": EDITING,
    "sortition.draw sortition.answer sortition.call_next sortition.to_reserve sortition.drop": EDITING,
    "sortition.complete_page sortition.complete": EDITING,
    "sortition.protocol": Row(TEAM | LIAISON | METROPOLIS, METROPOLIS),
    "members.public": Row(EVERYBODY, EVERYBODY),
    "charter.public charter.document": Row(EVERYBODY, EVERYBODY),
    "charter.rules_page charter.adopt charter.take_back": Row(BOARD | FACILITATOR, NOBODY),
    "charter.means_page charter.add_means charter.remove_means": Row(BOARD | FACILITATOR | LIAISON | NETWORK, NETWORK),
    "merging.index merging.find merging.merges": NETWORK | ADMIN,
    "merging.other_page merging.other merging.pair_page merging.merge": Row(NETWORK | ADMIN, NETWORK | ADMIN),
    "merging.read merging.undo": Row(NETWORK | ADMIN, NETWORK | ADMIN),
    "members.join_page members.join": EVERYBODY,
    "accreditation.index": BOARD | FACILITATOR | LIAISON | METROPOLIS,
    "accreditation.new_page accreditation.open_file": FACILITATOR | LIAISON | METROPOLIS,
    "accreditation.read accreditation.paper accreditation.act_document": Row(TEAM | LIAISON | METROPOLIS, METROPOLIS),
    # the step that is tried is to send the dossier
    "accreditation.step_page accreditation.take_step": Row(LIAISON | NETWORK, NETWORK),
    "accreditation.describe_page accreditation.describe accreditation.papers_page accreditation.add_paper": EDITING,
    "accreditation.withdraw_paper accreditation.changes_page accreditation.propose_change": EDITING,
    "accreditation.drop_change accreditation.propose_place accreditation.drop_place": EDITING,
    "accreditation.resolve_page accreditation.resolve": EDITING,
    "accreditation.consult_page accreditation.consult accreditation.revoke": Row(NETWORK, NETWORK),
    "accreditation.ask_again_page accreditation.ask_again": Row(NETWORK, NETWORK),
    "accreditation.send_back_page accreditation.send_back": Row(DELEGATE, DELEGATE),
    "accreditation.sign_page accreditation.sign": Row(DELEGATE, DELEGATE),
    "accreditation.publish_page accreditation.publish": Row(METROPOLIS, METROPOLIS),
    "accreditation.public_act": Row(EVERYBODY, EVERYBODY),
    "accreditation.answer_page accreditation.answer": EVERYBODY,
    "answers.office answers.acknowledge answers.answer_page answers.answer": Row(COMMITTEE, NOBODY),
    "discussion.post discussion.reply_page discussion.reply": Row(TEAM, NOBODY),
    "discussion.report_page discussion.report": Row(TEAM, NOBODY),
    # nobody lets their own words in
    "discussion.accept discussion.decline_page discussion.decline": Row(CONDUCTORS - BOARD, NOBODY),
    # who spoke first in the demonstration: their own words alone
    "discussion.edit_page discussion.edit discussion.withdraw_page discussion.withdraw": Row(BOARD, NOBODY),
    "discussion.office discussion.decisions": MODERATION,
    "discussion.decide_page discussion.decide discussion.reverse": Row(NOBODY, MODERATION),
    "privacy.known privacy.copy privacy.consent privacy.correct_page privacy.correct": SIGNED_IN,
    "privacy.ask_page privacy.ask": SIGNED_IN,
    "privacy.withdraw": Row(ASKING, NOBODY),
    "privacy.office privacy.decisions privacy.find_page privacy.find": OFFICERS,
    # nobody answers their own request
    "privacy.enter_page privacy.enter privacy.read privacy.identify privacy.decide": Row(NOBODY, OFFICERS),
    "privacy.hand_out privacy.correct_for_page privacy.correct_for": Row(NOBODY, OFFICERS),
}
TABLE = {endpoint: who for endpoints, who in OPEN.items() for endpoint in endpoints.split()}


def two_councils() -> list[Council]:
    """The councils in which people of the demonstration sit: most of them in the first."""
    found = []
    for name in ("membre", "membre2"):
        account = queries.by_email(f"{name}@example.org")
        assert account
        (seat,) = (grant for grant in seats(account.person_id) if grant.role == "member")
        council = db.session.get(Council, seat.scope_id)
        assert council
        found.append(council)
    return found


def of_councils() -> Objects:
    """The councils themselves."""
    return [(council.id, {"slug": council.slug}) for council in two_councils()]


def of_accounts() -> Objects:
    """The account of who administers, and somebody else's, each with a role."""
    found: Objects = []
    for name in ("admin", "moderation"):
        account = queries.by_email(f"{name}@example.org")
        assert account
        role = db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == account.person_id)).one()
        found.append((account.person_id, {"key": account.id, "role_key": role.id, "step": "renvoyer"}))
    return found


# what an address or those of a blueprint name, when it belongs to somebody
OBJECTS: dict[str, Callable[[], Objects]] = {
    "accounts": of_accounts,
    "councils": of_councils,
    "contact": of_councils,
    "proposals": lambda: objects.of_proposals(two_councils()),
    "votes": lambda: objects.of_votes(two_councils()),
    "ballots": lambda: objects.of_ballots(two_councils()),
    **dict.fromkeys(
        ("ballots.listing", "ballots.council_file", "ballots.result"),
        lambda: objects.of_ballots(two_councils(), closed=True),
    ),
    **dict.fromkeys(
        ("ballots.count_page", "ballots.count", "ballots.countersign"),
        lambda: objects.of_paper_ballots(two_councils()),
    ),
    "answers": objects.of_committees,
    "seats": seats_in_committees.of_committees,
    "seats.of_council": of_councils,
    **dict.fromkeys(("seats.name_page", "seats.name"), lambda: seats_in_committees.of_councils(two_councils())),
    "discussion": lambda: objects.of_comments(two_councils()),
    "discussion.post": lambda: objects.of_subjects(two_councils()),
    "members": lambda: dossiers.of_members(two_councils()),
    **dict.fromkeys(("members.term_page", "members.term_edit"), lambda: dossiers.of_terms(two_councils())),
    **dict.fromkeys(
        ("members.import_preview", "members.import_confirm", "members.import_drop"),
        lambda: dossiers.of_lists(two_councils()),
    ),
    "members.reserve_remove": lambda: dossiers.of_reserves(two_councils()),
    **dict.fromkeys(("members.board_end_page", "members.board_end"), lambda: dossiers.of_functions(two_councils())),
    **dict.fromkeys(
        ("members.group_page", "members.group_edit", "members.group_close"), lambda: dossiers.of_groups(two_councils())
    ),
    "sortition": lambda: dossiers.of_draws(two_councils()),
    "meetings": lambda: objects.of_meetings(two_councils()),
    "meetings.mark_item": lambda: objects.of_meetings(two_councils(), way="laisse"),
    "meetings.change_paper": lambda: objects.of_meetings(two_councils(), way="montrer"),
    "assisted": lambda: objects.of_held(two_councils()),
    "holding": lambda: objects.of_held(two_councils()),
    "news": of_councils,
    "minutes": lambda: objects.of_minutes(two_councils()),
    **dict.fromkeys(
        ("minutes.public", "minutes.earlier", "minutes.as_pdf", "minutes.as_odt", "minutes.mask_page", "minutes.mask"),
        lambda: objects.of_public_minutes(two_councils()),
    ),
    "minutes.start": lambda: objects.of_meetings(two_councils()),
    "minutes.settle": lambda: objects.of_decisions(two_councils()),
    "accreditation": lambda: dossiers.of_dossiers(two_councils()),
    "accreditation.public_act": lambda: dossiers.of_acts(two_councils()),
    "charter": lambda: dossiers.of_charters(two_councils()),
    "merging": dossiers.of_doubles,
    **dict.fromkeys(("merging.read", "merging.undo"), dossiers.of_merges),
    "assistance": lambda: dossiers.of_mandates(two_councils()),
    "privacy": dossiers.of_requests,
    **dict.fromkeys(("privacy.enter_page", "privacy.enter"), dossiers.of_people),
    **dict.fromkeys(("discussion.decide_page", "discussion.decide", "discussion.reverse"), objects.of_reports),
}


@dataclass(frozen=True)
class Address:
    """One address to try: how, and whose the object is that it names, if it is anybody's."""

    endpoint: str
    method: str
    path: str
    owner: uuid.UUID | None = None

    def opens_to(self, who: str, homes: Collection[uuid.UUID | None]) -> bool:
        """What the table says."""
        row = TABLE[self.endpoint]
        return who in ((row.own if self.owner in homes else row.other) if isinstance(row, Row) else row)

    def is_open(self, status: int) -> bool:
        """What the site answered. An object may also be hidden from those whose it is not."""
        return status != 403 and not (self.owner and status == 404)


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    demo_app.config["PROPAGATE_EXCEPTIONS"] = False
    Browser(demo_app).visits("/connexion/lien").presses("Envoyer le lien", email="membre@example.org")
    objects.furnish(demo_app)
    with demo_app.app_context(), transaction():
        dossiers.furnish(two_councils())
    return cheap(demo_app)


def clients(app: Flask, *only: str) -> dict[str, FlaskClient]:
    """A signed-in client for each account of the demonstration, and one for a visitor."""
    found = {VISITOR: app.test_client()}
    for who in only or sorted(SIGNED_IN):
        browser = Browser(app).visits("/connexion")
        browser.presses("Me connecter", email=f"{who}@example.org", password=PASSWORD)
        assert browser.path == "/mon-espace", who
        found[who] = browser._client
    return found


def homes_of(app: Flask) -> dict[str, set[uuid.UUID | None]]:
    """What is somebody's own: themselves, and all that their seats and roles are limited to."""
    homes: dict[str, set[uuid.UUID | None]] = {VISITOR: set()}
    with app.app_context(), reading():
        for who in SIGNED_IN:
            account = queries.by_email(f"{who}@example.org")
            assert account
            grants = [*roles.grants(account.person_id), *seats(account.person_id), *liaisons(account.person_id)]
            homes[who] = {account.person_id, *(grant.scope_id for grant in grants if grant.scope_id)}
    return homes


def addresses(app: Flask) -> list[Address]:
    """What is tried of each route: an object of each owner, or a few addresses that the public pages link."""
    public = samples(app, 2)
    adapter = app.url_map.bind("localhost")
    found = []
    with app.app_context(), reading():
        known = {name: give() for name, give in OBJECTS.items()}
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or set()) else "GET"
        row = TABLE.get(rule.endpoint)
        if isinstance(row, Row):
            for owner, values in known.get(rule.endpoint) or known[rule.endpoint.partition(".")[0]]:
                named = {name: value for name, value in values.items() if name in rule.arguments}
                found.append(Address(rule.endpoint, method, adapter.build(rule.endpoint, named, method), owner))
        elif row is not None:
            given = public.get(rule.endpoint) if method == "GET" else None
            unknown = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "x"), method) if not given else ""
            found += [Address(rule.endpoint, method, path) for path in given or [unknown]]
    return found


def test_every_route_has_a_row_and_every_row_a_route(site: Flask) -> None:
    assert {rule.endpoint for rule in site.url_map.iter_rules()} == set(TABLE)


@pytest.mark.long
def test_every_route_opens_to_its_roles_alone(site: Flask) -> None:
    homes, people_of, tried = homes_of(site), clients(site), addresses(site)
    site.extensions["throttle"].hit = lambda *_arguments: 0
    wrong = []
    for address in tried:
        for who, client in people_of.items():
            status = client.open(address.path, method=address.method, headers=OURS, buffered=True).status_code
            broken = status >= 500 and address.endpoint != "health.healthz"
            if broken or address.is_open(status) is not address.opens_to(who, homes[who]):
                wrong.append(f"{address.method} {address.path} {who}: {status}")
    assert wrong == []


def test_some_have_this_council_some_another_some_none(site: Flask) -> None:
    homes = homes_of(site)
    with site.app_context(), reading():
        first, second = (council.id for council in two_councils())
    assert {who for who, own in homes.items() if first in own} == people(
        "membre bureau secretaire animateur marche referente"
    )
    assert {who for who, own in homes.items() if second in own} == people("membre2")
    assert first != second


def test_what_is_not_open_stays_shut_to_the_invented(site: Flask) -> None:
    admin = clients(site, "admin")["admin"]
    for path in (f"/comptes/{uuid.uuid4()}", "/comptes/x", f"/comptes/{uuid.uuid4()}/roles"):
        assert admin.get(path).status_code == 404


def test_roles_of_one_account_are_not_reached_through_another(site: Flask) -> None:
    admin = clients(site, "admin")["admin"]
    with site.app_context(), reading():
        (_, first), (_, second) = of_accounts()
    path = f"/comptes/{first['key']}/roles/{second['role_key']}/fin"
    assert admin.post(path, headers=OURS).status_code == 404
