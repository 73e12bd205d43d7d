"""Who may open an address: the accounts of the demonstration, by what they are."""

from __future__ import annotations

from dataclasses import dataclass

from citizens.accounts.demonstration import ACCOUNTS

Who = frozenset[str]


@dataclass(frozen=True)
class Row:
    """Who may, of those whose object it is, and of all others."""

    own: Who
    other: Who


def people(words: str) -> Who:
    """Accounts of the demonstration by the first half of their address."""
    return frozenset(words.split())


VISITOR = "visitor"
NOBODY = people("")
SIGNED_IN = frozenset(account.email.partition("@")[0] for account in ACCOUNTS)
EVERYBODY = SIGNED_IN | {VISITOR}
ADMIN = people("admin")
MODERATION = people("moderation")
SEATED = people("membre membre2 bureau secretaire")
TEAM = SEATED | people("animateur")
# the texts of the demonstration were begun by the first member of each council
EDITORS = people("membre membre2 bureau animateur")
CONDUCTORS = people("bureau animateur")
BOARD = people("bureau")
PREPARING = people("bureau secretaire animateur")
COMMITTEE = people("copil")
FACILITATOR = people("animateur")
LIAISON = people("referente")
NETWORK = people("reseau")
DELEGATE = people("prefecture")
# they act for every council
METROPOLIS = NETWORK | DELEGATE
OFFICERS = people("dpo")
ASKING = people("habitante")
EDITING = Row(FACILITATOR | LIAISON | NETWORK, NETWORK)
