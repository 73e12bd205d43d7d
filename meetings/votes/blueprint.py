from __future__ import annotations

from flask import Blueprint

votes = Blueprint("votes", __name__)
