"""What the words of the report allow to be read, by rules written here and shown on the page as our reading."""

from __future__ import annotations

import re

from councils.contracts.models import FundingKind
from councils.territory.models import OrganizationKind
from foundation.text import fold

_PRINTED = re.compile(r"[Ii]mprimée? «[\s]*([^»]+?)[\s]*»")
_LEAST = re.compile(r"^Minimum\s*:.*«\s*(plus de [0-9.\s]*[0-9])\s*»")
_KINDS = {
    "mel": OrganizationKind.METROPOLIS,
    "communes": OrganizationKind.MUNICIPALITY,
    "prefecture-du-nord": OrganizationKind.PREFECTURE,
    "region-hauts-de-france": OrganizationKind.REGION,
    "departement-du-nord": OrganizationKind.DEPARTMENT,
    "bailleurs-sociaux": OrganizationKind.LANDLORD,
    "caf": OrganizationKind.SOCIAL_SECURITY,
    "cpam": OrganizationKind.SOCIAL_SECURITY,
    "education-nationale": OrganizationKind.SCHOOL,
    "atd-quart-monde": OrganizationKind.ASSOCIATION,
    "emmaus-connect": OrganizationKind.ASSOCIATION,
} | dict.fromkeys(
    ("etat", "ars", "anru", "pole-emploi", "tgi-lille", "drac", "cnds", "spip", "pjj"), OrganizationKind.STATE_AGENCY
)


def funding_kind(programme: str, line: str) -> FundingKind | None:
    """Whether money is ordinary, dedicated or European, when the report's own words say it; else None."""
    words = f" {fold(programme)} {fold(line)} "
    if " droit commun " in words:
        return FundingKind.MAINSTREAM
    if " credits specifiques " in words:
        return FundingKind.DEDICATED
    return FundingKind.EUROPEAN if " feder " in words else None


def printed_form(note: str) -> str:
    """How the report prints a figure, when a note says that it differs from how it is read: « 37M€ »."""
    found = _PRINTED.search(note)
    return found.group(1) if found else ""


def least(note: str) -> str:
    """What a note says of a figure that is only a minimum: « plus de 700 »; else nothing."""
    found = _LEAST.search(note)
    return found.group(1) if found else ""


def organization_kind(slug: str) -> OrganizationKind:
    """What a partner is, for an organization that the site does not have yet; the files do not say it."""
    return _KINDS.get(slug, OrganizationKind.OTHER)
