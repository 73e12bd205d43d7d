"""Who may do what: one grammar, one table a package, one way from an address to a row.

A rule has a name (`council.read`). Its predicate is told who acts and on what. Everything that has no rule
is refused.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from flask import abort, current_app, g
from flask.typing import ResponseReturnValue


@dataclass(frozen=True)
class Grant:
    """A role that somebody holds today, and what it is limited to; a role for the whole site names no scope."""

    role: str
    scope_type: str = ""
    scope_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the roles they hold today, nobody known (`VISITOR`), or the site itself (`SYSTEM`).

    `id` is the person's; `role` is the one word kept in the trail.
    """

    id: uuid.UUID | None = None
    role: str = "visitor"
    grants: frozenset[Grant] = frozenset()

    def holds(self, role: str, scope_id: uuid.UUID | None = None) -> bool:
        """Whether they hold a role, for whatever it is limited to; or, with `scope_id`, for that or the whole site."""
        return any(
            grant.role == role and (scope_id is None or grant.scope_id in {None, scope_id}) for grant in self.grants
        )

    def as_role(self, role: str) -> Actor:
        """The same person, whose act will be noted under one of the roles they hold."""
        return replace(self, role=role)


VISITOR = Actor()
SYSTEM = Actor(role="system")


class Denied(Exception):
    """The actor may not do this: shown as a page with status 403."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Predicate:
    """A question about an actor and a subject; combined with `&`, `|` and `~`, it can be read aloud."""

    def __init__(self, words: str, test: Callable[[Actor, Any], bool]) -> None:
        self.words = words
        self.test = test

    def __call__(self, actor: Actor, subject: Any = None) -> bool:
        return self.test(actor, subject)

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(f"({self.words} et {other.words})", lambda a, s: self(a, s) and other(a, s))

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(f"({self.words} ou {other.words})", lambda a, s: self(a, s) or other(a, s))

    def __invert__(self) -> Predicate:
        return Predicate(f"non {self.words}", lambda a, s: not self(a, s))


everyone = Predicate("tout le monde", lambda _actor, _subject: True)
nobody = Predicate("personne", lambda _actor, _subject: False)
signed_in = Predicate("qui a un compte", lambda actor, _subject: actor.id is not None)


def acting_as(role: str, words: str, scope: Callable[[Any], uuid.UUID | None] | None = None) -> Predicate:
    """Whoever holds this role; `words` name it in French on the permission sheet.

    With `scope`, which tells what a subject belongs to, only whoever holds it there.
    """

    def test(actor: Actor, subject: Any) -> bool:
        if not actor.grants:  # an actor of a script or a seed: its one role is its word
            return actor.role == role
        return actor.holds(role, scope(subject) if scope is not None and subject is not None else None)

    return Predicate(words, test)


in_demonstration = Predicate("en démonstration", lambda _actor, _subject: bool(current_app.extensions["settings"].demo))

Rules = Mapping[str, Predicate]


def rules() -> Rules:
    """Every rule of the site by its name."""
    return cast(Rules, current_app.extensions["rules"])


def actor() -> Actor:
    """Who makes this request."""
    return cast(Actor, g.get("actor", VISITOR))


def can(rule: str, subject: Any = None, who: Actor | None = None) -> bool:
    """Whether `who` (by default who makes this request) may act on `subject` under the named rule.

    Raises KeyError on a name that no package declares.
    """
    return rules()[rule](who or actor(), subject)


def require(who: Actor, rule: str, subject: Any = None) -> None:
    """What every service asks first. Raises Denied when `who` may not."""
    if not can(rule, subject, who):
        raise Denied(rule)


View = Callable[..., ResponseReturnValue]


def guarded(
    rule: str,
    load: Callable[..., Any] | None = None,
    *,
    fresh: bool = False,
    private: bool = False,
    once: bool = False,
    before: Callable[[], Any] | None = None,
) -> Callable[[View], View]:
    """Declare the rule of a view: without it the address answers 403.

    With `load`, the arguments of the address go to `load`, whose row is checked and given to the view as its
    only argument; None answers 404. `fresh` keeps the page out of every cache (forms, checks of health).

    `private` says that what the address writes shows on no public page: those already read stay fresh.

    `once` is for an address that makes something: the form of somebody signed in, sent twice from one page as it
    stands, is answered the second time like the first.

    `before` is for an address that writes: slow or counted work (throttles, hashing of a password) done before the
    write lock is taken, in a transaction that only reads. What it gives is `g.before`. It counts its own tries: the
    limit of public forms does not apply.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(**arguments: Any) -> ResponseReturnValue:
            if load is None:
                require(actor(), rule)
                return view(**arguments)
            subject = load(**arguments)
            if subject is None:
                abort(404)
            require(actor(), rule, subject)
            return view(subject)

        answer.rule = rule  # type: ignore[attr-defined]
        answer.fresh = fresh  # type: ignore[attr-defined]
        answer.private = private  # type: ignore[attr-defined]
        answer.once = once  # type: ignore[attr-defined]
        answer.before = before  # type: ignore[attr-defined]
        return answer

    return decorate
