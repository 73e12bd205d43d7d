"""Who may do what with territory, councils, their members and dossiers."""

from __future__ import annotations

from typing import Any

from councils.scopes import committee_of, council_of
from foundation.policy import Actor, Predicate, Rules, acting_as, everyone, signed_in


def _is_theirs(actor: Actor, subject: Any) -> bool:
    return actor.id is not None and actor.id == subject.person_id


def _opened_it(actor: Actor, subject: Any) -> bool:
    return actor.id is not None and actor.id == getattr(subject, "opened_by_id", None)


member = acting_as("member", "membre du conseil", council_of)
board = acting_as("board_member", "membre du bureau", council_of)
secretary = acting_as("secretary", "secrétaire du conseil", council_of)
facilitator = acting_as("council_facilitator", "animateur ou animatrice du conseil", council_of)
liaison = acting_as("municipal_liaison", "référent communal ou référente communale", council_of)
network = acting_as("network_coordinator", "animateur ou animatrice du réseau")
delegate = acting_as("prefect_delegate", "délégué ou déléguée du préfet")
opener = Predicate("qui a ouvert le dossier", _opened_it)
committee_secretary = acting_as("committee_secretary", "secrétaire du comité", committee_of)
the_site = acting_as("system", "le site lui-même")
themselves = Predicate("la personne elle-même", _is_theirs)
team = member | board | secretary | facilitator
offices = liaison | network | delegate

RULES: Rules = {
    "council.list": everyone,
    "council.read": everyone,
    "council.create": liaison | network,
    "council.contact": everyone,
    "council.office": team | offices,
    "territory.find": everyone,
    "territory.load": the_site,
    "neighborhood.read": everyone,
    "neighborhood.edit": network | the_site,
    "organization.edit": facilitator | liaison | network | the_site,
    "committee.list": everyone,
    "committee.read": everyone,
    "committee.edit": network | the_site,
    # seats of councils in committees
    "seat.edit": committee_secretary | network | the_site,
    "seat.name": board | secretary | facilitator | committee_secretary | network,
    # members
    "member.public": everyone,
    "member.list": team | offices,
    "member.contact": board | facilitator,
    "membership.edit": facilitator | liaison | network,
    "membership.accept": signed_in & themselves,
    "term.plan": facilitator | liaison | network,
    # draws
    "sortition.read": everyone,
    "sortition.run": facilitator | liaison | network,
    # what is done for somebody
    "assistance.read": facilitator | themselves,
    "assistance.record": facilitator,
    "assistance.revoke": facilitator | themselves,
    "board.edit": facilitator | board,
    "group.edit": facilitator | board,
    "reserve.edit": facilitator | liaison | network,
    "import.send": facilitator | liaison | network,
    "register.export": facilitator | board | liaison | network,
    # rules and means
    "rules.edit": facilitator | board,
    "means.edit": facilitator | board | liaison | network,
    # the board of all councils
    "overview.read": network,
    "overview.remind": network,
    # dossiers
    "accreditation.list": facilitator | board | offices,
    "accreditation.read": team | offices,
    "accreditation.open": facilitator | liaison | network | delegate,
    "accreditation.edit": facilitator | liaison | network,
    "accreditation.compose": facilitator | liaison,
    "accreditation.submit": liaison | network,
    "accreditation.consult": network | the_site,
    "accreditation.be_consulted": everyone,
    "accreditation.review": network | delegate,
    "accreditation.decide": delegate,
    "accreditation.publish": delegate | network,
    "accreditation.abandon": facilitator | liaison | network | delegate & opener,
    "accreditation.clock": the_site,
}
