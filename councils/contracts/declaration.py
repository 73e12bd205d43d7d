"""What the contract brings to the site, for `councils/feature.py`."""

from __future__ import annotations

from councils.contracts import finding, open_data, panels
from councils.contracts.commands import contract
from councils.contracts.seeding import seed
from councils.contracts.views import contracts
from foundation.menu import Entry
from foundation.policy import Rules, everyone
from foundation.search import SearchSource

RULES: Rules = {"contract.read": everyone}
BLUEPRINT = contracts
MENU = (Entry("Contrat de ville", "contracts.index", "contract.read", position=50),)
PANELS = panels.PANELS
TILES = panels.TILES
SEARCHES = (
    SearchSource(finding.ACTION, "Actions du contrat de ville", finding.actions),
    SearchSource(finding.INDICATOR, "Indicateurs du contrat de ville", finding.indicators),
)
DATASETS = open_data.DATASETS
COMMANDS = (contract,)
SEEDS = (seed,)
