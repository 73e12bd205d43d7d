from __future__ import annotations

from flask import Blueprint

from meetings.addressing import know_conveners

meetings = Blueprint("meetings", __name__)
meetings.record(know_conveners)
