"""What a member does in a meeting, from a page of the site or from the link of a letter."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from councils.electorate import voters
from councils.models import Membership
from foundation.policy import Actor, Denied
from foundation.workflow import Refused
from meetings.convening import loading
from meetings.holding.forms import REMOTE, CheckInForm, HolderForm, VoiceForm
from meetings.models import Meeting, OfMeeting
from meetings.presence import attending, proxies
from meetings.votes import electors, putting

NOBODYS = "Cette voix n’est pas la vôtre, ou ce vote est clos\u00a0: revenez à la page de la réunion."


@dataclass(frozen=True)
class Named(OfMeeting):
    """A meeting, and the code that an address carries."""

    meeting: Meeting
    word: str


def meeting_and_word(key: uuid.UUID, word: str) -> Named | None:
    """A meeting, and the code that an address carries."""
    found = loading.announced(key)
    return Named(found, word[:20]) if found is not None else None


def check_in(meeting: Meeting, seat: Membership | None, form: CheckInForm, *, actor: Actor) -> None:
    """Note oneself present, from what was typed and pressed. Raises Refused."""
    attending.check_in(meeting, seat, form.word.data, remote=form.where.data == REMOTE, actor=actor)


def answer(meeting: Meeting, form: VoiceForm, *, actor: Actor) -> Sequence[str]:
    """Give the voice that a button named; why it was refused, nothing when it was kept."""
    named = form.named()
    motion = next((one for one in electors.motions_of(meeting.id) if named and one.id == named[0]), None)
    elector = electors.find(motion.id, named[1]) if motion is not None and named is not None else None
    if named is None or motion is None or elector is None:
        return (NOBODYS,)
    try:
        putting.cast(motion, elector, named[2], actor=actor)
    except Refused as refusal:
        return refusal.sentences
    except Denied:
        return (NOBODYS,)
    return ()


def everybody(meeting: Meeting) -> Sequence[Membership]:
    """All who may vote on the day of a meeting: a name that cannot be chosen any more is refused with its reason."""
    return voters(meeting.council_id, meeting.day) if meeting.council_id is not None else ()


def again(form: HolderForm, refusal: Refused, meeting: Meeting, seat: Membership | None) -> HolderForm:
    """The form with the reason why not, offering those who may still be chosen."""
    form.form_errors.extend(refusal.sentences)
    if seat is not None:
        form.prepare(proxies.choosable(meeting, seat))
    return form
