"""From an address to its row, for the pages of meetings."""

from __future__ import annotations

import uuid

from flask import url_for

from councils import queries as councils
from councils.models import Council
from foundation.policy import can
from meetings.convener import Convener
from meetings.convening import conveners, papers, queries
from meetings.convening.forms import NewPlanForm, shown
from meetings.convening.models import AgendaDocument
from meetings.models import AgendaItem, Meeting, MeetingState, NoticeDelivery

AGAIN = ("kind", "hour", "duration_min", "place", "address", "access", "remote_url", "offers")


def convener(slug: str) -> Convener | None:
    """The convener of an address."""
    return conveners.find(slug)


def council(slug: str) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


def announced(key: uuid.UUID) -> Meeting | None:
    """A meeting that everybody may know of."""
    found = queries.find(key)
    return found if found is not None and found.state is not MeetingState.DRAFT else None


def meeting(slug: str, key: uuid.UUID) -> Meeting | None:
    """A meeting of the convener of an address."""
    return queries.find_of(slug, key)


def with_item(slug: str, key: uuid.UUID, item: uuid.UUID, kind: str) -> Meeting | None:
    """A meeting on whose agenda something is to go."""
    del item, kind
    return queries.find_of(slug, key)


def item(slug: str, key: uuid.UUID, point: uuid.UUID, way: str = "") -> AgendaItem | None:
    """An item of the agenda of a meeting of the council of an address."""
    del way
    return queries.item_of(slug, key, point)


def agenda_item(slug: str, key: uuid.UUID, point: uuid.UUID) -> AgendaItem | None:
    """An item of an agenda, to join documents to."""
    return queries.item_of(slug, key, point)


def paper(key: uuid.UUID, paper: uuid.UUID) -> AgendaDocument | None:
    """A document of a meeting that was announced; of one in preparation for those who prepare it alone."""
    found = papers.find(key, paper)
    if found is None or (found.meeting.state is MeetingState.DRAFT and not can("meeting.plan", found)):
        return None
    return found


def kept_paper(slug: str, key: uuid.UUID, point: uuid.UUID, paper: uuid.UUID, way: str = "") -> AgendaDocument | None:
    """A document of an item, for those who prepare the meeting."""
    del way
    found = papers.find(key, paper)
    return found if found is not None and (found.meeting.convener.slug, found.agenda_item_id) == (slug, point) else None


def delivery(slug: str, key: uuid.UUID, delivery: uuid.UUID) -> NoticeDelivery | None:
    """How one member gets the notice of a meeting of the council of an address."""
    return queries.delivery_of(slug, key, delivery)


def new_form(owner: Convener) -> NewPlanForm:
    """The form of a new meeting: where, when and how long as the last one was (`interface.md` §5)."""
    last = queries.latest(owner)
    known = {name: value for name, value in shown(last).items() if name in AGAIN} if last is not None else {}
    if owner.council is None:  # the network may hold a training after a meeting: what it is, is chosen
        known.pop("kind", None)
    form = NewPlanForm(address=url_for("meetings.plan", slug=owner.slug), data={"duration_min": 120, **known})
    return form.of(owner)
