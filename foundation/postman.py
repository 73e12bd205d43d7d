"""The conversation with the mail server: encrypted wherever it can be, and never waiting for ever."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from flask_mail import Connection, Mail, Message

from foundation.settings import Settings

SECONDS_TO_ANSWER = 20
NO_SUCH_READER = range(550, 560)


class ServerGone(Exception):
    """The mail server cannot be reached, or does not let us in; its cause says why."""


def mail_config(settings: Settings) -> dict[str, Any]:
    """What Flask-Mail needs to know of the mail server."""
    if settings.mail_url is None:
        return {}
    url = urlsplit(settings.mail_url)
    encrypted = url.scheme == "smtps"
    return {
        "MAIL_SERVER": url.hostname,
        "MAIL_PORT": url.port or (465 if encrypted else 587 if url.username else 25),
        "MAIL_USE_SSL": encrypted,
        "MAIL_USE_TLS": bool(url.username) and not encrypted,
        "MAIL_USERNAME": unquote(url.username) if url.username else None,
        "MAIL_PASSWORD": unquote(url.password) if url.password else None,
    }


def kind(problem: BaseException) -> str:
    """The kind of a failure as it may be kept: class and code, never the server's words, which hold the address."""
    code = getattr(problem, "smtp_code", None)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code = next(iter(problem.recipients.values()))[0]
    name = type(problem).__name__
    return f"{name} {code}" if code else name


def is_for_ever(problem: BaseException) -> bool:
    """Whether the server refuses this reader for good (no such mailbox), so that trying again is useless."""
    return isinstance(problem, smtplib.SMTPRecipientsRefused) and all(
        code in NO_SUCH_READER for code, _words in problem.recipients.values()
    )


class _Link(Connection):
    """Flask-Mail's connection with a time limit, and with certificates checked before a password is said."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        host = self._call()
        try:
            self._introduce(host)
        except BaseException:
            host.close()
            raise
        return host

    def _call(self) -> smtplib.SMTP:
        if self.mail.use_ssl:
            checked = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.mail.server, self.mail.port, timeout=SECONDS_TO_ANSWER, context=checked)
        return smtplib.SMTP(self.mail.server, self.mail.port, timeout=SECONDS_TO_ANSWER)

    def _introduce(self, host: smtplib.SMTP) -> None:
        host.ehlo_or_helo_if_needed()
        if self.mail.use_tls:
            host.starttls(context=ssl.create_default_context())
        elif not self.mail.use_ssl and host.has_extn("starttls"):
            # a relay without a password, often with a certificate of its own making: encrypted is better than not
            host.starttls(context=ssl._create_unverified_context())  # noqa: S323
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)


class Postman:
    """One conversation for many letters: opened at the first one, opened anew after a failure."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._link: _Link | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._close()

    def send(self, letter: Any) -> None:
        """Hand a letter (a row of the outbox) to the server. Raises ServerGone, or what the server says against it."""
        message = Message(letter.subject, [letter.recipient], letter.text, letter.html, extra_headers=_headers(letter))
        message.reply_to = letter.reply_to
        message.msgId = letter.message_id
        try:
            self._open().send(message)
        except ServerGone:
            raise
        except Exception as problem:
            self._close()
            if _broke_off(problem):
                raise ServerGone from problem
            raise

    def _open(self) -> _Link:
        if self._link is None:
            link = _Link(self._mail)
            try:
                self._link = link.__enter__()
            except (OSError, smtplib.SMTPException) as problem:
                raise ServerGone from problem
        return self._link

    def _close(self) -> None:
        link, self._link = self._link, None
        if link is not None and link.host is not None:
            with suppress(OSError, smtplib.SMTPException):
                link.host.quit()


def _broke_off(problem: Exception) -> bool:
    """Whether the line went dead, rather than the server saying no (which smtplib also calls an OSError)."""
    if isinstance(problem, smtplib.SMTPException):
        return isinstance(problem, smtplib.SMTPServerDisconnected)
    return isinstance(problem, OSError)


def _headers(letter: Any) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
