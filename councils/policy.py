"""Who may do what with territory, councils and dossiers."""

from __future__ import annotations

from councils.scopes import council_of
from foundation.policy import Rules, acting_as, everyone

facilitator = acting_as("council_facilitator", "animateur ou animatrice du conseil", council_of)
liaison = acting_as("municipal_liaison", "référent communal ou référente communale")
network = acting_as("network_coordinator", "animateur ou animatrice du réseau")
delegate = acting_as("prefect_delegate", "délégué ou déléguée du préfet")
the_site = acting_as("system", "le site lui-même")

RULES: Rules = {
    "council.list": everyone,
    "council.read": everyone,
    "council.edit": network,
    "membership.edit": facilitator | liaison | network,
    "territory.find": everyone,
    "territory.load": the_site,
    "neighborhood.read": everyone,
    "neighborhood.edit": network | the_site,
    "organization.edit": network | the_site,
    "committee.list": everyone,
    "committee.read": everyone,
    "committee.edit": network | the_site,
    "accreditation.open": facilitator | liaison | network | delegate,
    "accreditation.compose": facilitator | liaison,
    "accreditation.submit": liaison | network,
    "accreditation.consult": network,
    "accreditation.review": network | delegate,
    "accreditation.decide": delegate,
    "accreditation.publish": delegate | network,
    "accreditation.abandon": facilitator | liaison | network,
    "accreditation.clock": the_site,
}
