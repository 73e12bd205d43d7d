from __future__ import annotations

from flask import Blueprint

minutes = Blueprint("minutes", __name__)
