"""A square that people discuss, declared as a package would; who follows it, takes part, conducts it, moderates.

The square is a row of `Person`, since the table is there: « Public » squares are read by everybody.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, render_template_string
from sqlalchemy import select

from citizens.accounts.models import Account
from citizens.discussion import queries, services, subjects
from citizens.discussion.models import Comment, CommentKind, ContentReport
from citizens.discussion.presentation import discussion_of
from citizens.discussion.subjects import Said, Subject
from citizens.models import Person
from citizens.roles.models import Role, ScopeType
from foundation.database import db, reading, transaction
from foundation.discussions import Discussable
from foundation.policy import Actor, Predicate, acting_as, actor, everyone, guarded, signed_in
from tests.browser import Browser
from tests.citizens.people import has_signed_in, person

KIND = "essai"
SQUARE, CLOSED = uuid.UUID(int=501), uuid.UUID(int=502)
COUNCIL = (ScopeType.COUNCIL, uuid.UUID(int=9))
PAGE = """
{% extends "layouts/page.html" %}
{% from "citizens/discussion/_thread.html" import thread %}
{% set crumbs = [(square.given_name, none)] %}
{% block title %}{{ square.given_name }}{% endblock %}
{% block band %}<h1>{{ square.given_name }}</h1><p class="lede">Ce que le conseil pourrait demander.</p>{% endblock %}
{% block content %}{{ thread(discussion) }}{% endblock %}
"""
# name: (role, whether its scope is a council)
PEOPLE = {
    "Samia": None,
    "Rose": None,
    "Roger": Role.SECRETARY,
    "Awa": Role.BOARD_MEMBER,
    "Max": Role.MODERATOR,
    "Eve": Role.MODERATOR,
}
team = acting_as("secretary", "secrétaire") | acting_as("board_member", "bureau")
public = Predicate("place publique", lambda _actor, square: square.family_name == "Public")


def square_of(key: uuid.UUID) -> Person | None:
    """The square of an address."""
    return db.session.get(Person, key) if key in {SQUARE, CLOSED} else None


SQUARES = Discussable(
    kind=KIND,
    load=square_of,
    read="essai.read",
    write="essai.write",
    steer="essai.steer",
    trusted="essai.trusted",
    people="les membres du conseil",
    url=lambda square: f"/essai/{square.id}",
    title=lambda square: square.given_name,
)


def declare(app: Flask) -> Flask:
    """Plug the squares into a site, as its `feature.py` would."""
    pages = Blueprint("squares", __name__)

    @pages.get("/essai/<uuid:key>")
    @guarded("essai.read", load=square_of)
    def read(square: Person) -> str:
        return render_template_string(PAGE, square=square, discussion=discussion_of(KIND, square, actor()))

    app.register_blueprint(pages)
    app.extensions["discussables"].append(SQUARES)
    app.extensions["rules"] |= {
        "essai.list": everyone,
        "essai.read": public | signed_in,
        "essai.write": signed_in,
        "essai.steer": acting_as("board_member", "bureau"),
        "essai.trusted": team,
    }
    return app


def settle(app: Flask) -> Flask:
    """Two squares, and everybody with an account."""
    with app.app_context(), transaction():
        db.session.add(Person(id=SQUARE, given_name="Le square des Tilleuls", family_name="Public"))
        db.session.add(Person(id=CLOSED, given_name="La place fermée", family_name="Interne"))
    for name, role in PEOPLE.items():
        given = () if role is None else (role,)
        person(app, email(name), *given, name=name, scope=None if role in {None, Role.MODERATOR} else COUNCIL)
    return app


def email(name: str) -> str:
    return f"{name.lower()}@example.org"


def enters(app: Flask, name: str) -> Browser:
    """A browser in which somebody has signed in."""
    return has_signed_in(app, email(name))


def who(name: str) -> Actor:
    """Somebody, for a service called without a page: their one role is their word."""
    key = db.session.scalars(select(Account.person_id).where(Account.login_email == email(name))).one()
    role = PEOPLE[name]
    return Actor(key, role.value if role else "resident")


def square(key: uuid.UUID = SQUARE) -> Subject:
    found = subjects.find(KIND, key)
    assert found is not None
    return found


def says(
    app: Flask,
    name: str,
    text: str,
    kind: CommentKind = CommentKind.QUESTION,
    *,
    to: uuid.UUID | None = None,
    about: uuid.UUID = SQUARE,
) -> uuid.UUID:
    """Somebody says something, without a page; gives the comment's id."""
    with app.app_context(), transaction():
        answered = said(to).comment if to else None
        kind = CommentKind.REPLY if to else kind
        return services.post(square(about), kind, text, actor=who(name), reply_to=answered).id


def said(key: uuid.UUID) -> Said:
    found = queries.said(key)
    assert found is not None
    return found


def does(app: Flask, act: Callable[[], Any]) -> None:
    """Do something in a transaction of its own."""
    with app.app_context(), transaction():
        act()


def comment(app: Flask, key: uuid.UUID) -> Comment:
    """A comment as it now stands."""
    return _read(app, lambda: db.session.get_one(Comment, key))


def reports(app: Flask) -> list[ContentReport]:
    """Every report, the oldest first."""
    with app.app_context(), reading():
        rows = list(db.session.scalars(select(ContentReport).order_by(ContentReport.reported_at, ContentReport.id)))
        db.session.expunge_all()
        return rows


def _read(app: Flask, find: Callable[[], Any]) -> Any:
    with app.app_context(), reading():
        row = find()
        db.session.expunge(row)
        return row
