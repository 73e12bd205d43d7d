from __future__ import annotations

from flask import Blueprint

from meetings.addressing import know_conveners

minutes = Blueprint("minutes", __name__)
minutes.record(know_conveners)
