from __future__ import annotations

from flask import Blueprint

draws = Blueprint("sortition", __name__)
