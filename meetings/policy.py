"""Who may do what with meetings, votes, proposals and their answers."""

from __future__ import annotations

from typing import Any

from councils.scopes import committee_of, council_of
from foundation.policy import Actor, Predicate, Rules, acting_as, everyone, signed_in
from meetings.minutes.models import MinutesState
from meetings.models import OPEN_AGENDA, MeetingState
from meetings.proposals.models import ProposalState

S = ProposalState


def _is_of_network(subject: Any) -> bool:
    """Whether a subject is of a meeting that neither a council nor a committee holds."""
    return getattr(subject, "council_id", subject) is None and getattr(subject, "committee_id", subject) is None


def _wrote_it(actor: Actor, subject: Any) -> bool:
    return actor.id is not None and actor.id == subject.author_id


member = acting_as("member", "membre du conseil", council_of)
board = acting_as("board_member", "membre du bureau", council_of)
secretary = acting_as("secretary", "secrétaire du conseil", council_of)
facilitator = acting_as("council_facilitator", "animateur ou animatrice du conseil", council_of)
committee_secretary = acting_as("committee_secretary", "secrétaire du comité", committee_of)
the_site = acting_as("system", "le site lui-même")
team = member | board | secretary | facilitator
# meetings of committees and of the network: who prepares them, and who is invited
of_network = Predicate("réunion du réseau", lambda _actor, subject: _is_of_network(subject))
coordinator = acting_as("network_coordinator", "animateur ou animatrice du réseau") & of_network
representative = acting_as("representative", "qui représente un conseil dans le comité", committee_of)
invited = representative | acting_as("member", "membre d’un conseil") & of_network
elsewhere = committee_secretary | coordinator

moderator = acting_as("moderator", "modérateur ou modératrice")
writer = board | secretary | facilitator | elsewhere
in_draft = Predicate("en cours d’écriture", lambda _actor, subject: subject.state is MinutesState.DRAFT)
in_charge = Predicate(
    "qui en est chargé",
    lambda actor, subject: actor.id is not None and subject.owner is not None and subject.owner.person_id == actor.id,
)

author = Predicate("qui l’a écrite", _wrote_it)
is_draft = Predicate("brouillon", lambda _actor, subject: subject.state in {S.DRAFT, S.DISCARDED})
is_published = Predicate("mise au vote au moins une fois", lambda _actor, subject: subject.published_at is not None)
is_open = Predicate(
    "discussion ouverte aux habitants",
    lambda _actor, subject: subject.open_to_residents and subject.state not in {S.DRAFT, S.DISCARDED},
)

proposer = Predicate(
    "qui l’a proposé", lambda actor, subject: actor.id is not None and actor.id == subject.membership.person_id
)
# a document of an agenda is handed to everybody when it is public, and when what that agenda holds is
is_handed_out = Predicate(
    "document public d’une réunion annoncée dont l’ordre du jour est public",
    lambda _actor, subject: (
        subject.is_public and subject.meeting.state is not MeetingState.DRAFT and subject.meeting.kind in OPEN_AGENDA
    ),
)

RULES: Rules = {
    "meeting.list": everyone,
    "meeting.read": everyone,
    "meeting.inside": team | invited | elsewhere,
    "meeting.plan": writer,
    "meeting.hold": writer,
    "meeting.answer": member | invited,
    "calendar.own": signed_in,
    "item.propose": member,
    "item.take_back": proposer & member,
    "agenda.paper": is_handed_out | team | invited | elsewhere,
    "vote.read": everyone,
    "vote.open": board,
    "vote.cast": member,
    "vote.voters": team,
    "vote.close": the_site,
    "ballot.check": team,
    "ballot.count": board | secretary | facilitator,
    "proposal.list": everyone,
    "proposal.read": is_published | is_open | (is_draft & author & team) | (~is_draft & team),
    "proposal.write": team,
    "proposal.edit": author & team | ~is_draft & (board | facilitator),
    "proposal.follow": ~is_draft & team | is_open,
    "proposal.discuss": ~is_draft & team | is_open & signed_in,
    "proposal.speak": ~is_draft & team,
    "proposal.welcome": ~is_draft & (board | facilitator),
    "proposal.steer": ~is_draft & board,
    "proposal.answer": committee_secretary,
    "committee.office": committee_secretary,
    # minutes, and what was decided to be done
    "minutes.public": everyone,
    "minutes.inside": writer | ~in_draft & (team | invited),
    "minutes.write": writer,
    "minutes.remark": member | invited,
    "minutes.check": team | invited | elsewhere,
    "minutes.approve": the_site,
    "minutes.validate": elsewhere,
    "minutes.mask": secretary | moderator | elsewhere,
    "decision.list": team | invited | elsewhere,
    "decision.settle": writer | (member | invited) & in_charge,
}
