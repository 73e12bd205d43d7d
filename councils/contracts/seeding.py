"""The contract's real data in the demonstration: the shipped report, imported as the command would."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from councils.contracts.importer import load
from councils.contracts.models import CityContract
from councils.contracts.validation import read_folder
from foundation.database import db

REPORT_2015_2016 = Path(__file__).with_name("report_2015_2016")


def seed() -> None:
    """Import the shipped report when the site has no contract yet; the communes must be there."""
    if db.session.scalar(select(CityContract.id).limit(1)) is None:
        load(read_folder(REPORT_2015_2016))
