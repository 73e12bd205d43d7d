from __future__ import annotations

from flask import Blueprint

ballots = Blueprint("ballots", __name__)
