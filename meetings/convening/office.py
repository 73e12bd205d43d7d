"""What the office of those who prepare meetings shows: the next, the drafts, all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councils.models import Council
from foundation import clock
from foundation.addresses import page as address
from foundation.policy import can
from meetings.convener import Convener
from meetings.convening import proposing, queries, wording
from meetings.convening.presentation import proposed
from meetings.models import Meeting


def office_lines(convener: Convener) -> Mapping[str, Any]:
    """The meetings of a convener for those who prepare them: drafts, to come, gone by."""
    now = clock.now()
    groups = (
        ("En préparation", queries.drafts(convener)),
        ("À venir", queries.coming_up(now, convener=convener)),
        ("Passées", queries.gone_by(now, convener=convener)),
    )
    return {
        "convener": convener,
        "asked": proposed(convener.council_id) if convener.council_id else [],
        "groups": [(title, [_office_line(one, convener) for one in rows]) for title, rows in groups],
    }


def _office_line(meeting: Meeting, convener: Convener) -> tuple[str, str, str, tuple[str, str, str]]:
    url = address("meetings.manage", slug=convener.slug, key=meeting.id)
    return url, meeting.title, f"{meeting.kind.label}, {wording.when(meeting)}", wording.look(meeting)


def office_panel(council: Council) -> Mapping[str, Any] | None:
    """On the council's office: the next meeting, and the way to all."""
    if not can("meeting.plan", council):
        return None
    convener = Convener(council)
    coming = queries.coming_up(clock.now(), convener=convener, most=1)
    url = address("meetings.manage", slug=council.slug, key=coming[0].id) if coming else ""
    said = (url, coming[0].title, wording.when(coming[0])) if coming else None
    asked = len(proposing.waiting(council.id))
    return {"council": council, "next": said, "drafts": len(queries.drafts(convener)), "asked": asked}
