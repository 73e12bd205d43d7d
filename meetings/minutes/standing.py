"""Where the texts of minutes stand: which is written, which is approved, which everybody reads. Pure functions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from foundation.clock import PARIS
from meetings.convening.wording import ends_at
from meetings.minutes.models import Minutes, MinutesRevision, MinutesState, RevisionKind
from meetings.models import Meeting, MeetingState

PROPOSED_WITHIN, PUBLIC_WITHIN = timedelta(days=15), timedelta(days=15)


def was_held(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting is over: closed on the site, or convened and over by the clock."""
    if meeting.state is MeetingState.CONVENED:
        return ends_at(meeting) <= now
    return meeting.state is MeetingState.CLOSED


def written(minutes: Minutes) -> MinutesRevision | None:
    """The text that is being written or waits to be approved: the first one, or a correction under way."""
    for one in reversed(minutes.revisions):
        if one.number and one.approved_at is None and one.hidden_at is None:
            return one
    return None


def approved(minutes: Minutes) -> MinutesRevision | None:
    """The text of the council that holds today: the one approved or masked last."""
    found = [one for one in minutes.revisions if one.number and one.approved_at is not None and one.hidden_at is None]
    return max(found, key=lambda one: one.number, default=None)


def to_publish(minutes: Minutes) -> MinutesRevision | None:
    """The text whose public version waits to be prepared, checked or published: before the approval the decisions."""
    if minutes.state in {MinutesState.DRAFT, MinutesState.PROPOSED}:
        return next((one for one in minutes.revisions if one.number == 0 and one.published_at is None), None)
    found = approved(minutes)
    return found if found is not None and found.published_at is None else None


def public(minutes: Minutes) -> MinutesRevision | None:
    """What everybody reads: the text published last; before the approval the provisional decisions (`R-MIN-03`)."""
    found = [one for one in minutes.revisions if one.published_at is not None and one.hidden_at is None]
    full = [one for one in found if one.number]
    return max(full or found, key=lambda one: one.number, default=None)


def earlier(minutes: Minutes) -> list[MinutesRevision]:
    """The texts that were public before the present one, the latest first, those taken away too (`R-MIN-04`)."""
    now = public(minutes)
    found = [one for one in minutes.revisions if one.number and one.published_at is not None and one is not now]
    return sorted(found, key=lambda one: one.number, reverse=True)


def is_being_corrected(minutes: Minutes) -> bool:
    """Whether a correction of what everybody reads is under way."""
    shown = public(minutes)
    return any(
        one.kind is RevisionKind.CORRECTION and one.published_at is None and one.hidden_at is None
        for one in minutes.revisions
    ) and bool(shown and shown.number)


def proposed_by(meeting: Meeting) -> date:
    """The last day on which the minutes should be sent to those who were there (`R-MIN-05`)."""
    return meeting.day + PROPOSED_WITHIN


def public_by(minutes: Minutes) -> date | None:
    """The last day on which the public version should be out, once they are approved (`R-MIN-05`)."""
    if minutes.approved_at is None:
        return None
    return minutes.approved_at.astimezone(PARIS).date() + PUBLIC_WITHIN
