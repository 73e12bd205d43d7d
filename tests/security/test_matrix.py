"""Every address × every role, on the demonstration: a route without a row fails (R-SEC-01).

`own` is an object of the actor's own (their account, their council), `other` somebody else's; an address that names
no such object has one row.
"""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from citizens.accounts import queries
from citizens.accounts.demonstration import ACCOUNTS, PASSWORD
from citizens.roles.models import RoleAssignment
from councils.models import Council
from foundation.database import db, reading
from tests.addresses import samples
from tests.browser import Browser
from tests.citizens.people import cheap

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
VISITOR = "visitor"
EVERYBODY = {VISITOR, *(account.email.partition("@")[0] for account in ACCOUNTS)}
SIGNED_IN = EVERYBODY - {VISITOR}
ADMIN = {"admin"}
# which addresses are open to whom; all the others of a blueprint are what the blueprint says
OPEN = {
    "accounts.own_page accounts.own_account accounts.name_page accounts.rename accounts.password_page": SIGNED_IN,
    "accounts.change_password accounts.second_factor_page accounts.start_second_factor": SIGNED_IN,
    "accounts.stop_second_factor accounts.renew_codes accounts.own_sessions accounts.end_sessions": SIGNED_IN,
    "accounts.resume accounts.sign_out": SIGNED_IN,
    "accounts.office accounts.invite_page accounts.invite accounts.manage accounts.take_step": ADMIN,
    "accounts.role_page accounts.grant accounts.end_role": ADMIN,
    "accounts.sign_in_page accounts.sign_in accounts.code_page accounts.check_code accounts.ask_link": EVERYBODY,
    "accounts.send_link accounts.ask_reset accounts.send_reset accounts.sign_in_link": EVERYBODY,
    "accounts.use_sign_in_link accounts.reset accounts.set_password accounts.invitation accounts.join": EVERYBODY,
    "accounts.demonstration": EVERYBODY,
    "demo.letters demo.letter demo.show_clock demo.set_clock": EVERYBODY,
    "health.healthz journal.index journal.as_lines search.results": EVERYBODY,
    "datasets.index datasets.as_csv datasets.as_json": EVERYBODY,
    "pages.home pages.accessibility pages.legal pages.privacy pages.help pages.sitemap pages.glossary": EVERYBODY,
    "pages.gallery pages.favicon pages.robots": EVERYBODY,
    "councils.index councils.outlines councils.read councils.accreditation": EVERYBODY,
    "territory.find territory.neighborhood": EVERYBODY,
    "contracts.index contracts.actions contracts.action contracts.indicators contracts.indicator": EVERYBODY,
    "contracts.funding contracts.partners contracts.nearby": EVERYBODY,
}
TABLE = {endpoint: who for endpoints, who in OPEN.items() for endpoint in endpoints.split()}


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    demo_app.config["PROPAGATE_EXCEPTIONS"] = False
    Browser(demo_app).visits("/connexion/lien").presses("Envoyer le lien", email="membre@example.org")
    return cheap(demo_app)


def routes(app: Flask) -> list[tuple[str, str]]:
    """(endpoint, method) of each address."""
    rules = app.url_map.iter_rules()
    return [(r.endpoint, "POST" if "POST" in (r.methods or set()) else "GET") for r in rules]


def clients(app: Flask) -> dict[str, FlaskClient]:
    """A signed-in client for each account of the demonstration, and one for a visitor."""
    found = {VISITOR: app.test_client()}
    for account in ACCOUNTS:
        browser = Browser(app).visits("/connexion")
        browser.presses("Me connecter", email=account.email, password=PASSWORD)
        assert browser.path == "/mon-espace", account.email
        found[account.email.partition("@")[0]] = browser._client
    return found


def addresses(app: Flask) -> dict[tuple[str, str], list[str]]:
    """Addresses of each route: two of those that name an object (one's own and another's) where there are two."""
    known = samples(app, 2)
    with app.app_context(), reading():
        roles = {row.person_id: row.id for row in db.session.scalars(select(RoleAssignment))}
        accounts = [queries.by_email(f"{name}@example.org") for name in ("animateur", "moderation")]
        objects = [
            {"key": row.id, "role_key": roles[row.person_id], "token": "x", "step": "renvoyer"}
            for row in accounts
            if row
        ]
        assert db.session.scalar(select(Council.id)) is not None
    adapter = app.url_map.bind("localhost")
    found = {}
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or set()) else "GET"
        if rule.endpoint in known and method == "GET":
            found[rule.endpoint, method] = known[rule.endpoint]
        else:
            named = [{n: v for n, v in each.items() if n in rule.arguments} for each in objects]
            found[rule.endpoint, method] = [adapter.build(rule.endpoint, values, method) for values in named][:2]
    return found


def test_every_route_has_a_row_and_every_row_a_route(site: Flask) -> None:
    assert {endpoint for endpoint, _ in routes(site)} == set(TABLE)


def test_every_route_opens_to_its_roles_alone(site: Flask) -> None:
    people, paths = clients(site), addresses(site)
    site.extensions["throttle"].hit = lambda *_arguments: 0
    wrong = []
    for (endpoint, method), samples_of in paths.items():
        for who, client in people.items():
            for path in dict.fromkeys(samples_of):
                status = client.open(path, method=method, headers=OURS, buffered=True).status_code
                if (status != 403) is not (who in TABLE[endpoint]) or (status >= 500 and endpoint != "health.healthz"):
                    wrong.append(f"{method} {path} {who}: {status}")
    assert wrong == []


def test_what_is_not_open_stays_shut_to_the_invented(site: Flask) -> None:
    admin = clients(site)["admin"]
    for path in (f"/comptes/{uuid.uuid4()}", "/comptes/x", f"/comptes/{uuid.uuid4()}/roles"):
        assert admin.get(path).status_code == 404


def test_roles_of_one_account_are_not_reached_through_another(site: Flask) -> None:
    admin = clients(site)["admin"]
    with site.app_context(), reading():
        first, second = (queries.by_email(f"{name}@example.org") for name in ("animateur", "moderation"))
        assert first
        assert second
        role = db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == second.person_id)).one()
        path = f"/comptes/{first.id}/roles/{role.id}/fin"
    assert admin.post(path, headers=OURS).status_code == 404
