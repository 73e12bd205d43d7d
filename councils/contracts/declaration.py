"""What the contract brings to the site, for `councils/feature.py`."""

from __future__ import annotations

from councils.contracts import finding, open_data, panels
from councils.contracts.commands import contract
from councils.contracts.seeding import seed
from councils.contracts.views import contracts
from foundation.menu import Entry, Section
from foundation.policy import Rules, everyone
from foundation.search import SearchSource

RULES: Rules = {"contract.read": everyone}
BLUEPRINT = contracts
MENU = (Entry("Contrat de ville", "contracts.index", "contract.read", position=50),)
PLAN = (
    Section(
        "Contrat de ville",
        (
            Entry("Le contrat en une page", "contracts.index", "contract.read"),
            Entry("Près de chez vous", "contracts.nearby", "contract.read"),
            Entry("Les actions", "contracts.actions", "contract.read"),
            Entry("Les indicateurs", "contracts.indicators", "contract.read"),
            Entry("Les financements", "contracts.funding", "contract.read"),
            Entry("Les partenaires et les comités", "contracts.partners", "contract.read"),
        ),
    ),
)
PANELS = panels.PANELS
TILES = panels.TILES
SEARCHES = (
    SearchSource(finding.ACTION, "Actions du contrat de ville", finding.actions),
    SearchSource(finding.INDICATOR, "Indicateurs du contrat de ville", finding.indicators),
)
DATASETS = open_data.DATASETS
COMMANDS = (contract,)
SEEDS = (seed,)
