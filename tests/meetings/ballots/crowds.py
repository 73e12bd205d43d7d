"""Many people who have signed in, without the pages that it takes, and what each does through a real server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import select

from citizens.accounts import sessions
from citizens.accounts.models import Account
from councils.models import Membership
from foundation import clock
from foundation.database import db, transaction
from meetings.ballots.slips import CHOICES
from meetings.votes.models import VoteChoice

FIELD = re.compile(r'<input[^>]*name="(form_token|ballot)"[^>]*type="hidden"[^>]*value="([^"]+)"')
TRACKER = re.compile(r"\b[a-zà-ÿœ]+-[a-zà-ÿœ]+-[a-zà-ÿœ]+-\d{4}\b")


def cookies(app: Flask, seats: Sequence[uuid.UUID]) -> list[str]:
    """Open an account and a session for whoever holds each seat; gives the cookie of each."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    found = []
    with app.app_context(), transaction():
        people = dict(db.session.execute(select(Membership.id, Membership.person_id)).all())
        for seat in seats:
            account = Account(
                id=uuid.uuid4(), person_id=people[seat], login_email=f"{seat.hex}@example.org",
                created_at=clock.real_now(), accepted_at=clock.real_now(),
            )  # fmt: skip
            db.session.add(account)
            token = sessions.start(account, "essai", "password", kept=True)
            db.session.flush()
            found.append(f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_user_id': token, '_fresh': True})}")
    return found


@dataclass(frozen=True)
class Visitor:
    """Somebody who has signed in, before a server of the site."""

    server: str
    cookie: str
    host: str = "localhost"

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """One request of its own connection."""
        connection = HTTPConnection(urlsplit(self.server).netloc, timeout=60)
        headers = {"Cookie": self.cookie, "Host": self.host}
        if fields is not None:
            headers |= {"Origin": f"http://{self.host}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def prepare(self, page: str, choice: VoteChoice) -> tuple[dict[str, str], str] | None:
        """Choose; gives what the page of confirmation sends and the tracker it shows, None when there is no choice."""
        status, html = self.ask("GET", f"{page}/bulletin")
        if status != 200:
            return None
        sent = {**dict(FIELD.findall(html)), "ballot": str(CHOICES.index(choice))}
        status, html = self.ask("POST", f"{page}/bulletin", sent)
        if status == 303:
            return None
        tracker = TRACKER.search(html)
        if status != 200 or tracker is None:
            raise HTTPException(f"{status} instead of a ballot")
        return dict(FIELD.findall(html)), tracker[0]

    def deposit(self, page: str, fields: dict[str, str]) -> int:
        """Deposit; gives the status of the answer."""
        return self.ask("POST", f"{page}/bulletin/depot", fields)[0]
