from __future__ import annotations

from flask import Blueprint

from meetings.addressing import know_conveners

holding = Blueprint("holding", __name__)
holding.record(know_conveners)
