from __future__ import annotations

from flask import Blueprint

charter = Blueprint("charter", __name__)
