"""Who may do what with people, accounts, roles and discussions."""

from __future__ import annotations

from typing import Any

from foundation.policy import Actor, Predicate, Rules, acting_as, everyone, signed_in


def _is_own(actor: Actor, subject: Any) -> bool:
    """An account or a person, or none yet: the address itself leads to one's own."""
    return subject is None or actor.id == getattr(subject, "person_id", None) or actor.id == subject.id


def _wrote_it(actor: Actor, subject: Any) -> bool:
    return subject is not None and actor.id is not None and actor.id == subject.author_id


def _wrote_the_reported(actor: Actor, subject: Any) -> bool:
    return subject is not None and actor.id is not None and actor.id == subject.comment.author_id


def _is_about_them(actor: Actor, subject: Any) -> bool:
    return actor.id is not None and subject is not None and _is_own(actor, subject)


own = Predicate("pour soi-même", _is_own)
concerned = Predicate("la personne dont il s’agit", _is_about_them)
administrator = acting_as("platform_admin", "qui administre le site")
facilitator = acting_as("council_facilitator", "animateur ou animatrice du conseil")
liaison = acting_as("municipal_liaison", "référent communal ou référente communale")
the_site = acting_as("system", "le site lui-même")
moderator = acting_as("moderator", "modérateur ou modératrice")
officer = acting_as("dpo", "délégué ou déléguée à la protection des données")
coordinator = acting_as("network_coordinator", "animateur ou animatrice du réseau")


def _allowed(what: str, words: str) -> Predicate:
    """What a discussion's subject allows by rules of its own; without a subject, nothing."""
    return Predicate(words, lambda actor, subject: subject is not None and subject.allows(what, actor))


follows = _allowed("read", "qui peut suivre la discussion")
takes_part = _allowed("write", "qui peut participer à la discussion")
steers = _allowed("steer", "qui conduit la discussion")
author = Predicate("qui l’a écrit", _wrote_it)
author_of_reported = Predicate("qui a écrit le commentaire signalé", _wrote_the_reported)

RULES: Rules = {
    "person.add": facilitator | liaison | coordinator,
    "account.enter": everyone,
    "account.own": signed_in & own,
    "account.manage": administrator | the_site,
    "role.grant": administrator | the_site,
    "comment.post": signed_in & follows & takes_part,
    "comment.edit": author & follows & takes_part,
    "comment.withdraw": author & follows,
    "comment.welcome": steers & ~author,
    "comment.moderate": moderator & ~author,
    "report.make": follows,
    "report.list": moderator,
    "report.decide": moderator & ~author_of_reported,
    # what is known of somebody
    "personal.own": signed_in & own,
    "personal.list": officer,
    "personal.decide": officer & ~concerned,
    "erasure.carry_out": officer | the_site,
    "person.merge": coordinator | administrator,
}
