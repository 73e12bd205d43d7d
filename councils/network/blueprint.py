from __future__ import annotations

from flask import Blueprint

network = Blueprint("network", __name__)
