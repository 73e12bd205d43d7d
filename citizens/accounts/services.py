from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from citizens.accounts import links, mails, queries, second_factor, sessions
from citizens.accounts.models import Account, LinkPurpose, OneUseLink, SessionEnd
from citizens.models import Person
from citizens.roles import queries as roles
from citizens.roles.models import Role
from foundation import audit, clock
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import Letter, post
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

_PAGES = {
    LinkPurpose.SIGN_IN: "accounts.sign_in_link",
    LinkPurpose.PASSWORD: "accounts.reset",
    LinkPurpose.INVITATION: "accounts.invitation",
}
_LETTERS: dict[LinkPurpose, Callable[[Person, str, str], Letter]] = {
    LinkPurpose.SIGN_IN: mails.sign_in,
    LinkPurpose.PASSWORD: mails.new_password,
    LinkPurpose.INVITATION: mails.invitation,
}


def add(person: Person, email: str) -> Account:
    """An account for a person, without a letter: for what follows, for seeds. Raises Refused when it is taken."""
    if queries.by_email(email) is not None:
        raise Refused("Un compte existe déjà à cette adresse.")
    account = Account(
        id=uuid.uuid4(), person_id=person.id, login_email=email.strip().lower(), created_at=clock.real_now()
    )
    account.person = person
    db.session.add(account)
    db.session.flush()
    return account


def invite(given_name: str, family_name: str, email: str, *, actor: Actor) -> tuple[Account, str]:
    """Make a person and their account, and send the letter; gives the account and the address of its link."""
    require(actor, "account.manage")
    person = Person(id=uuid.uuid4(), given_name=nfc(given_name), family_name=nfc(family_name))
    db.session.add(person)
    account = add(person, email)
    audit.record(actor, "account.invited", account)
    return account, send_invitation(account, actor=actor)


def send_invitation(account: Account, *, actor: Actor) -> str:
    """Send the invitation, again if need be: the links before it open nothing. Gives the address of the link."""
    require(actor, "account.manage", account)
    if account.accepted_at is not None:
        raise Refused("Cette personne est déjà entrée : elle peut demander elle-même un lien pour se connecter.")
    if account.disabled_at is not None:
        raise Refused("Ce compte est fermé : rouvrez-le d’abord.")
    links.void(account.id, LinkPurpose.INVITATION)
    return _send_link(account, LinkPurpose.INVITATION)


def _send_link(account: Account, purpose: LinkPurpose) -> str:
    url = whole(_PAGES[purpose], token=links.make(account, purpose))
    post(_LETTERS[purpose](account.person, account.login_email, url))
    return url


def request_link(email: str, purpose: LinkPurpose) -> None:
    """Send a link to an address. One that no account has gets a letter too: nobody else can tell (ruling 22)."""
    account = queries.by_email(email)
    if account is not None and account.disabled_at is None:
        _send_link(account, purpose)
        return
    links.make(None, purpose)
    post(mails.no_account(email, whole("accounts.ask_link")))


def enter(account: Account, device: str, way: str, *, kept: bool, with_code: bool = False) -> str:
    """Let somebody in, who has proved who they are: a new session, whose token the cookie is to hold."""
    if account.disabled_at is not None:
        raise Refused("Ce compte est fermé. Écrivez à la personne qui administre le site.")
    now = clock.real_now()
    account.accepted_at = account.accepted_at or now
    account.last_login_at = now
    return sessions.start(account, device, way, kept=kept, with_code=with_code)


def use_link(link: OneUseLink | None) -> Account:
    """Use a link up and give its account. Raises Refused with the reason when it opens nothing any more."""
    reason = links.refusal(link)
    if reason is not None or link is None or link.account is None:
        raise Refused(reason or links.UNKNOWN)
    if not links.use(link):
        raise Refused(links.USED)
    return link.account


def sign_out(account_id: uuid.UUID, session_id: str) -> None:
    """End the session of this device."""
    sessions.end(account_id, SessionEnd.SIGN_OUT, only=session_id)


def end_elsewhere(account: Account, *, actor: Actor, only: str = "", but: str = "") -> int:
    """End one of one's other sessions, or all `but` the present one; gives how many ended."""
    require(actor, "account.own", account)
    return sessions.end(account.id, SessionEnd.ELSEWHERE, only=only, but=but)


def end_sessions(account: Account, *, actor: Actor) -> None:
    """Sign somebody out of all their devices, who cannot or whose account somebody else may be using."""
    require(actor, "account.manage", account)
    sessions.end(account.id, SessionEnd.ELSEWHERE)
    audit.record(actor, "account.sessions_ended", account)


def end_all_sessions(*, actor: Actor, but: str = "") -> int:
    """Sign everybody out, `but` the session that asks for it; gives how many accounts had to be."""
    require(actor, "account.manage")
    ended = [account for account in queries.signed_in() if sessions.end(account.id, SessionEnd.ELSEWHERE, but=but)]
    for account in ended:
        audit.record(actor, "account.sessions_ended", account)
    return len(ended)


def keep_hash(account: Account, kept: str) -> None:
    """Keep the hash of the same password, made anew at today's cost."""
    account.password_hash = kept


def set_password(account: Account, kept: str, *, actor: Actor, but: str = "") -> None:
    """Change a password, given as its hash; every session ends, `but` the present one, and every link is void."""
    require(actor, "account.own", account)
    account.password_hash = kept
    sessions.end(account.id, SessionEnd.PASSWORD, but=but)
    links.void(account.id, LinkPurpose.PASSWORD, LinkPurpose.SIGN_IN)
    audit.record(actor, "account.password_changed", account)
    post(mails.password_changed(account.person, account.login_email, whole("accounts.ask_reset")))


def rename(person: Person, given_name: str, family_name: str, *, actor: Actor) -> None:
    """Write one's own name as one wants it."""
    require(actor, "account.own", person)
    person.given_name, person.family_name = nfc(given_name), nfc(family_name)
    audit.record(actor, "person.renamed", person)


def start_second_factor(
    account: Account, sealed: str, step: int, papers: Iterable[str], *, actor: Actor, but: str
) -> None:
    """Ask for a code from now on; `papers` are the hashes of the codes for paper."""
    require(actor, "account.own", account)
    account.totp_secret, account.totp_last_step = sealed, step
    sessions.end(account.id, SessionEnd.SECOND_FACTOR, but=but)
    audit.record(actor, "account.second_factor_on", account)
    _tell_second_factor(account, on=True)
    second_factor.keep_codes(account, papers)


def stop_second_factor(account: Account, *, actor: Actor, but: str = "") -> None:
    """Ask for no code any more, by the person's own wish or by who helps them after a loss."""
    if actor.id != account.person_id:
        require(actor, "account.manage", account)
    account.totp_secret = account.totp_last_step = None
    second_factor.forget_codes(account)
    sessions.end(account.id, SessionEnd.SECOND_FACTOR, but=but)
    audit.record(actor, "account.second_factor_off", account)
    _tell_second_factor(account, on=False)


def _tell_second_factor(account: Account, *, on: bool) -> None:
    url = whole("accounts.ask_reset")
    post(mails.second_factor_changed(account.person, account.login_email, url, on=on))


def renew_codes(account: Account, papers: Iterable[str], *, actor: Actor) -> None:
    """New codes for paper, given as their hashes; the old ones open nothing any more."""
    require(actor, "account.own", account)
    if account.totp_secret is None:
        raise Refused("Aucun code n’est demandé quand vous vous connectez : il n’y a rien à remplacer.")
    audit.record(actor, "account.codes_renewed", account)
    second_factor.keep_codes(account, papers)


def disable(account: Account, *, actor: Actor) -> None:
    """Close an account: its sessions end at once, its links are void. Nothing that the person wrote is lost."""
    require(actor, "account.manage", account)
    if account.disabled_at is not None:
        raise Refused("Ce compte est déjà fermé.")
    refuse_without_administrator(account.person_id)
    account.disabled_at = clock.real_now()
    sessions.end(account.id, SessionEnd.DISABLED)
    links.void(account.id, *LinkPurpose)
    audit.record(actor, "account.disabled", account)


def enable(account: Account, *, actor: Actor) -> None:
    """Open a closed account again."""
    require(actor, "account.manage", account)
    if account.disabled_at is None:
        raise Refused("Ce compte est ouvert.")
    account.disabled_at = None
    audit.record(actor, "account.enabled", account)


def refuse_without_administrator(person_id: uuid.UUID) -> None:
    """Raise Refused when this person is the last who can administer the site."""
    grants = {grant.role for grant in roles.grants(person_id)}
    if Role.PLATFORM_ADMIN in grants and roles.holders(Role.PLATFORM_ADMIN) < 2:
        raise Refused("Cette personne est la seule à administrer le site : donnez d’abord ce rôle à une autre.")
