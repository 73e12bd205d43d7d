"""A form sent twice does once what it says: the second sending is answered like the first (somebody pressed twice)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from flask import Response, request
from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, identity
from foundation.claims import add_unless_there
from foundation.database import Model, Moment, db

# a form can be sent for four hours after it was shown
KEPT_FOR = timedelta(days=1)


class SubmittedForm(Model):
    """A form that was sent and did what it says: `address` is where it led. `mark` stands for this very page and text.

    The row is written first, so that of two sendings at once the second waits for the first, then reads its address.
    """

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[Moment] = mapped_column(index=True)


def answer_once(answer: Callable[[], Response]) -> Response:
    """What `answer` gives, unless the same form was already sent: then the way to where that led."""
    mark = _mark()
    if not mark:
        return answer()
    if not add_unless_there(db.session(), SubmittedForm, ("mark",), mark=mark, address="", sent_at=clock.real_now()):
        # where our own answer to the first sending led
        return Response(status=303, headers={"Location": db.session.get_one(SubmittedForm, mark).address})
    response = answer()
    row = db.session.get_one(SubmittedForm, mark)
    if response.location:
        row.address, response.status_code = response.location, 303
    else:
        db.session.delete(row)
    return response


def _mark() -> str:
    """What tells this page's form, as it was filled, from every other; empty for a stranger's."""
    session = identity.form_key()
    if not session or not request.form.get("form_token"):
        return ""
    sent = [session, request.path, sorted(request.form.items(multi=True))]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def purge() -> None:
    """Forget the forms that can be sent no more."""
    db.session.execute(
        delete(SubmittedForm)
        .where(SubmittedForm.sent_at < clock.real_now() - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )
