"""The meetings of committees and of the network, on the pages of who holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councils.committees.models import Committee
from foundation.policy import can
from foundation.state import once
from meetings.convener import Convener
from meetings.convening.presentation import ahead_and_gone


def network_page() -> Mapping[str, Any]:
    """The meetings to which the network invites all councils, and the way for whoever prepares them."""
    convener = Convener()
    found = once("meetings.network", lambda: ahead_and_gone(convener))
    return {"convener": convener, "prepares": can("meeting.plan", convener), **found}


def committee_panel(committee: Committee) -> Mapping[str, Any] | None:
    """The sessions of a committee, on its page; the way to all for its secretary."""
    convener = Convener(committee=committee)
    found = once(("sessions", committee.id), lambda: ahead_and_gone(convener))
    return {"slug": convener.slug, **found} if found["next"] or found["past"] else None


def committee_office(committee: Committee) -> Mapping[str, Any] | None:
    """On the office of a committee: its sessions, what is written of them, what they decided."""
    convener = Convener(committee=committee)
    return {"convener": convener} if can("meeting.plan", convener) else None
