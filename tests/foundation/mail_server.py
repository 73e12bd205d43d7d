"""A mail server for the tests, with whatever temper the test gives it."""

from __future__ import annotations

import asyncio
import email
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller

ACCEPTED = "250 OK"


class MailServer:
    """Keeps what it accepts in `letters`; answers to readers and letters with `says_to_reader`, `says_to_letter`.

    It accepts a letter at once, and says so after `seconds_to_answer`.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.says_to_reader = ACCEPTED
        self.says_to_letter = ACCEPTED
        self.seconds_to_answer = 0.0
        self.arrived = threading.Event()
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.says_to_reader == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return self.says_to_reader

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.says_to_letter == ACCEPTED:
            read = email.message_from_bytes(envelope.content, policy=default)
            self.letters.append(cast(EmailMessage, read))
            self.arrived.set()
            await asyncio.sleep(self.seconds_to_answer)
        return self.says_to_letter


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server on a free port until the block ends."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
