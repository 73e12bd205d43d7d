"""From the checked files to the database, in the caller's transaction: nothing is rounded, added up or guessed.

| File | Model |
|---|---|
| `communes.csv` | `ContractMunicipality`, on a `Municipality` that the territory already has |
| `partners.csv` | `Organization` and `ContractPartner` |
| `pillars.csv` | `Axis`, and its `Objective` of kind `aim` with the target |
| `levers.csv` | `Objective` of kind `lever` |
| `bodies.csv` | `GoverningBody` |
| `actions.csv` | `Theme`, `Action`, `action_funder`, `action_place` |
| `outcomes.csv` | `Result` |
| `indicators.csv` | `Theme`, `Indicator`, one `IndicatorValue` for each printed value |
| `nprus.csv` | `RenewalSite` |
| `funding.csv` | `Funding`, linked to the action for which `outcomes.csv` repeats the same figure |
| `network.csv` | `NetworkFact` |

A row gone from the files would leave the site with its address: the import then refuses, and says which, until
it is run again with « --retirer ». Organizations are never removed, since other parts of the site use them.
Of a contract, three things stand in no file and are set here: its name, its generation, the day it was signed
(part 1 of the report).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from councils.contracts import finding
from councils.contracts.action_models import Action, Funding, Indicator, Result
from councils.contracts.faults import Kind, Refused, fault
from councils.contracts.mapping import Writer
from councils.contracts.merging import Ledger, Wanted, merge
from councils.contracts.models import (
    Axis,
    CityContract,
    ContractMunicipality,
    ContractPartner,
    Generation,
    GoverningBody,
    NetworkFact,
    Objective,
    RenewalSite,
    Theme,
)
from councils.contracts.validation import FolderReading
from foundation import audit
from foundation.database import db
from foundation.policy import SYSTEM
from foundation.text import plural

CONTRACT_2015: Mapping[str, Any] = {
    "slug": "contrat-de-ville-2015",
    "name": "Contrat de ville 2015-2020",
    "generation": Generation.G2015,
    "signed_on": date(2015, 7, 15),
    "first_year": 2015,
    "last_year": 2020,
    "source": "Rapport politique de la ville 2015-2016, Métropole Européenne de Lille, 2017",
}
# what links to others goes before what it links to
_REMOVABLE = (Result, Funding, Action, Indicator, Objective, Axis, GoverningBody, RenewalSite, NetworkFact,
              ContractPartner, ContractMunicipality)  # fmt: skip


def load(report: FolderReading, *, remove: bool = False) -> Ledger:
    """Write a checked report, and say what changed.

    Raises Refused when the report has faults, names a commune that the territory lacks, or lacks rows that the
    site has (unless `remove`).
    """
    if report.faults:
        raise Refused(report.faults)
    ledger = Ledger()
    contract_id = merge(Ledger(), "", CityContract, [Wanted("", CONTRACT_2015)], by=("slug",))[""]
    Writer(report.records, contract_id, ledger).run()
    if ledger.leaving and not remove:
        raise Refused(
            [fault(Kind.LEAVING, file, found=name) for file, rows in ledger.leaving.items() for _, _, name in rows]
        )
    if not ledger.changes_nothing:
        _remove(ledger)
        finding.renew(ledger.touched("actions.csv"), ledger.touched("indicators.csv"))
        audit.record(SYSTEM, "contract.import", db.session.get_one(CityContract, contract_id), comment=words(ledger))
    return ledger


def words(ledger: Ledger) -> str:
    """What an import changed, in one sentence: rows written by file, rows removed."""
    written = {file: len(ledger.touched(file)) for file in ledger.changes}
    parts = [f"{file} : {plural(count, 'ligne écrite', 'lignes écrites')}" for file, count in written.items() if count]
    gone = sum(len(rows) for rows in ledger.leaving.values())
    return "\u202f; ".join([*parts, *([plural(gone, "ligne retirée", "lignes retirées")] if gone else [])])


def _remove(ledger: Ledger) -> None:
    rows = [row for found in ledger.leaving.values() for row in found]
    finding.forget(slug for model, _, slug in rows if model in (Action, Indicator))
    for model in _REMOVABLE:
        ids = [id_ for of, id_, _ in rows if of is model]
        if ids:
            db.session.execute(delete(model).where(model.id.in_(ids)))
    used = select(Action.theme_id).union(select(Indicator.theme_id))
    db.session.execute(delete(Theme).where(Theme.id.not_in(used)))
